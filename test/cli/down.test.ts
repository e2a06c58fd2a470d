import { consoleIn } from '../support/console';
import { Desk } from '../support/desk';

async function upWith(...names: string[]): Promise<Desk> {
  const desk = new Desk().configure(names.map(name => ({ name })));
  expect((await desk.deskrun('up')).code).toBe(0);
  return desk;
}

describe('down', () => {
  it('deletes all sets with their objects, and prints what remains', async () => {
    const desk = await upWith('docs', 'images');
    const { code, stderr } = await desk.deskrun('down');
    expect(code).toBe(0);
    expect(desk.sets).toEqual([]);
    expect(
      [...desk.objects.values()].filter(({ metadata }) => metadata.labels?.['deskrun.dev/project'] === 'tests'),
    ).toEqual([]);
    expect(stderr).toContain(
      'the configuration, the controller and the cluster are kept; to restore the runner sets: deskrun up\n',
    );
  });

  it('keeps the controller, the namespace and other Secrets', async () => {
    const desk = await upWith('docs');
    await desk.deskrun('down');
    for (const name of ['Deployment arc-systems/arc-gha-rs-controller', 'Namespace ci', 'Secret ci/github'])
      expect(desk.object(name)).toBeDefined();
  });

  it('deletes one runner, and keeps the others', async () => {
    const desk = await upWith('docs', 'images');
    const { code, stderr } = await desk.deskrun('down', 'docs');
    expect(code).toBe(0);
    expect(desk.sets).toEqual(['images']);
    expect(stderr).toContain('to restore docs: deskrun up\n');
  });

  it('is undone by up', async () => {
    const desk = await upWith('docs');
    await desk.deskrun('down');
    await desk.deskrun('up');
    expect(desk.sets).toEqual(['docs']);
  });

  it('deletes the set before the objects that its deletion needs', async () => {
    const desk = await upWith('docs');
    const before = desk.tools.callsOf('kubectl').length;
    await desk.deskrun('down');
    const [first, second] = desk.tools
      .callsOf('kubectl')
      .slice(before)
      .filter(({ argv }) => argv[0] === 'delete');
    expect(first?.stdin).toContain('"kind":"AutoscalingRunnerSet"');
    expect(second?.stdin).not.toContain('"kind":"AutoscalingRunnerSet"');
  });

  it('keeps the other objects and fails if the set is not deleted in time', async () => {
    const desk = await upWith('docs', 'images');
    desk.tools.change('kubectl', { keeps: ['actions.github.com/AutoscalingRunnerSet ci/docs'] });
    const { code, stdout } = await desk.deskrun('down');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ci\/docs +delete +failed +delete ci\/docs, waiting for its jobs: timed out:/m);
    expect(stdout).toMatch(/^ci\/images +delete +done$/m);
    expect(desk.object('Role ci/docs-gha-rs-manager')).toBeDefined();
  });

  it('succeeds without runners in the cluster', async () => {
    const { code, stderr } = await new Desk().configure([{ name: 'docs' }]).deskrun('down');
    expect(code).toBe(0);
    expect(stderr).toContain('configuration tests has no runner set in the cluster (context desk)\n');
  });

  it('succeeds for a runner that is not in the cluster', async () => {
    const { code, stderr } = await new Desk().configure([{ name: 'docs' }]).deskrun('down', 'docs');
    expect(code).toBe(0);
    expect(stderr).toContain('docs is not in the cluster (context desk)\n');
  });

  it('fails for an unknown runner', async () => {
    const { code, stderr } = await new Desk().configure([{ name: 'docs' }]).deskrun('down', 'dosc');
    expect(code).toBe(1);
    expect(stderr).toBe('unknown runner "dosc"; did you mean docs?; known runners: docs\n');
  });

  it('succeeds without a kind cluster', async () => {
    const desk = new Desk().configure([{ name: 'docs' }]);
    desk.tools.add('kind');
    const { code, stderr } = await desk.runIn(consoleIn(desk.folder, desk.tools.env), ['down']);
    expect(code).toBe(0);
    expect(stderr).toBe('kind cluster deskrun does not exist, so it has no runner sets\n');
  });
});
