import { consoleIn } from '../../support/console';
import { Desk, PREPARED } from '../../support/desk';

const docs = { name: 'docs' };

describe('up on an empty cluster', () => {
  const desk = () => new Desk({ objects: { '/Secret ci/github': PREPARED['/Secret ci/github'] } }).configure([docs]);

  it('installs the controller and creates the set', async () => {
    const it = desk();
    const { code, stdout } = await it.deskrun('up');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ci\/docs +create +done$/m);
    expect(it.sets).toEqual(['docs']);
    expect(it.object('Deployment arc-systems/arc-gha-rs-controller')).toBeDefined();
  });

  it('sets the project label on all objects except the controller', async () => {
    const it = desk();
    await it.deskrun('up');
    expect(it.object('Role ci/docs-gha-rs-manager')?.metadata.labels).toMatchObject({ 'deskrun.dev/project': 'tests' });
    expect(it.object('Deployment arc-systems/arc-gha-rs-controller')?.metadata.labels).not.toHaveProperty([
      'deskrun.dev/project',
    ]);
  });

  it('creates the namespace with the Pod Security level of the pods', async () => {
    const it = desk();
    await it.deskrun('up');
    expect(it.object('Namespace ci')?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
    });
  });

  it('uses server-side apply, as deskrun, with strict validation', async () => {
    const it = desk();
    await it.deskrun('up');
    const applied = it.tools.calls('kubectl').filter(call => call.startsWith('apply'));
    expect(applied.length).toBeGreaterThan(0);
    for (const call of applied) expect(call).toContain('apply --server-side --field-manager=deskrun --validate=strict');
  });

  it('works on the cluster that is named', async () => {
    const it = desk();
    await it.runIn(consoleIn(it.folder, it.tools.env), ['up', '--kubeconfig', 'mine', '--context', 'desk']);
    for (const call of it.tools.calls('kubectl')) expect(call).toMatch(/ --kubeconfig=mine --context=desk$/);
  });

  it('prints the results as JSON', async () => {
    const { stdout } = await desk().deskrun('up', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      project: 'tests',
      results: expect.arrayContaining([{ name: 'ci/docs', action: 'create', status: 'done' }]),
    });
  });

  it('prints the notices of the configuration once, as diff does', async () => {
    const it = desk().configure([{ ...docs, maxRunners: 0 }]);
    for (const command of ['up', 'diff']) {
      const { stderr } = await it.deskrun(command);
      expect(stderr.match(/^note: .*maxRunners is 0.*$/gm)).toHaveLength(1);
    }
  });

  it('ends with the lines of a workflow job', async () => {
    const { stderr } = await desk().deskrun('up');
    expect(stderr).toMatch(/\nto run workflow jobs on them:\n {2}runs-on: docs\n$/);
  });

  it('prints a plain line for each step without a terminal', async () => {
    const { stderr } = await desk().deskrun('up');
    expect(stderr).toContain('create ci/docs\n');
    expect(stderr).not.toContain('\u001b');
  });
});
