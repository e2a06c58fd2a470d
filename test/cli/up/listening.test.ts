import { Desk, PREPARED } from '../../support/desk';

const docs = { name: 'docs' };
const LISTENER = 'AutoscalingListener arc-systems/docs-7d5f8c-listener';

const names = (desk: Desk) =>
  (desk.object(LISTENER)?.spec as { ephemeralRunnerSetName?: string }).ephemeralRunnerSetName;

describe('a set whose listener names a deleted EphemeralRunnerSet', () => {
  it('gets another listener when up creates it', async () => {
    const desk = new Desk({ objects: PREPARED, deadListeners: 1 }).configure([docs]);
    const { code, stderr } = await desk.deskrun('up');
    expect(code).toBe(0);
    expect(stderr).toContain('wait for the listener of ci/docs\n');
    expect(names(desk)).toBe('docs-x7x7x');
  });

  it('gets another listener when up changes nothing else', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const live = desk.object(LISTENER);
    desk.addObject(`actions.github.com/${LISTENER}`, {
      ...live,
      spec: { ...(live?.spec as object), ephemeralRunnerSetName: 'docs-gone1' },
    });
    const { code, stdout } = await desk.deskrun('up');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ci\/docs +unchanged +done$/m);
    expect(names(desk)).toBe('docs-x7x7x');
  });

  it('fails if that does not help', async () => {
    const desk = new Desk({ objects: PREPARED, deadListeners: 9 }).configure([docs]);
    const { code, stdout } = await desk.deskrun('up', '--timeout', '5s');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'wait for the listener of ci/docs: the listener of docs reports to an EphemeralRunnerSet that does not ' +
        'exist, even after it was recreated; see https://github.com/actions/actions-runner-controller/issues/4661',
    );
  });
});

it('a set that gets no listener fails', async () => {
  const desk = new Desk({ objects: PREPARED, listens: false }).configure([docs]);
  const { code, stdout } = await desk.deskrun('up', '--timeout', '2s');
  expect(code).toBe(1);
  expect(stdout).toContain('docs has no listener after 2 s and gets no jobs; the log of the controller shows why');
});

describe('a controller with external CRDs', () => {
  const external = { controller: { install: { crds: 'external' } } };
  const { 'apps/Deployment arc-systems/arc-gha-rs-controller': _, ...withoutController } = PREPARED as Record<
    string,
    unknown
  >;

  it('is installed without waiting for CRDs', async () => {
    const desk = new Desk({ objects: withoutController }).configure([docs], external);
    const { code, stderr } = await desk.deskrun('up');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).not.toContain('wait for the CRDs');
    expect(desk.object('Deployment arc-systems/arc-gha-rs-controller')).toBeDefined();
  });

  it('is refused if the cluster lacks CRDs, with their names', async () => {
    const objects = Object.fromEntries(
      Object.entries(withoutController).filter(([key]) => !key.endsWith(' ephemeralrunners.actions.github.com')),
    );
    const desk = new Desk({ objects }).configure([docs], external);
    const { code, stdout } = await desk.deskrun('up');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'controller.install.crds is external, and the cluster has no CRD ephemeralrunners.actions.github.com; ' +
        "leave crds out, or apply upstream's config/crd/bases of tag gha-runner-scale-set-0.14.2 with kubectl " +
        'apply --server-side',
    );
    expect(desk.sets).toEqual([]);
  });
});

it.each(['0.12.1', '0.13.1', '0.14.1'])('up installs a controller of ARC %s', async arcVersion => {
  const bare = { '/Namespace ci': PREPARED['/Namespace ci'], '/Secret ci/github': PREPARED['/Secret ci/github'] };
  const desk = new Desk({ objects: bare }).configure([docs], { arcVersion });
  expect((await desk.deskrun('up')).code).toBe(0);
  expect(JSON.stringify(desk.object('Deployment arc-systems/arc-gha-rs-controller')?.spec)).toContain(
    `:${arcVersion}"`,
  );
});
