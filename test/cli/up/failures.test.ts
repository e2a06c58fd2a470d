import { Desk, PREPARED } from '../../support/desk';

const docs = { name: 'docs' };

describe('a set that fails', () => {
  // Without the namespace, no dry run is possible.
  const { '/Namespace ci': _, ...unmade } = PREPARED;
  const desk = () =>
    new Desk({
      objects: unmade,
      refuses: {
        'actions.github.com/AutoscalingRunnerSet ci/docs': 'Error from server (Forbidden): admission webhook says no',
      },
    }).configure([docs, { name: 'images' }]);

  it('does not stop the others, and the exit code is 1', async () => {
    const it = desk();
    const { code, stdout } = await it.deskrun('up');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ci\/docs +create +failed +create ci\/docs: .*admission webhook says no$/m);
    expect(stdout).toMatch(/^ci\/images +create +done$/m);
    expect(it.sets).toEqual(['images']);
  });

  it('has the skipped steps in the output', async () => {
    const { stderr } = await desk().deskrun('up');
    expect(stderr).toContain('skipped, because an earlier step failed: wait until GitHub has registered ci/docs\n');
  });

  it('is found before any change, by a dry run', async () => {
    const it = new Desk().configure([docs, { name: 'images' }]);
    it.tools.change('kubectl', {
      refuses: { '/ServiceAccount ci/docs-gha-rs-no-permission': 'Error from server (Forbidden): no accounts here' },
    });
    const { code, stderr } = await it.deskrun('up');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'x ci/docs  refused: ServiceAccount ci/docs-gha-rs-no-permission: Error from server (Forbidden): no ' +
        'accounts here\n',
    );
    expect(it.sets).toEqual(['images']);
  });

  it('is one that is not registered at GitHub in time', async () => {
    const it = new Desk({ registers: false }).configure([docs]);
    const { code, stdout } = await it.deskrun('up', '--timeout', '1s');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'docs is not registered at GitHub after 1 s: is the credential valid for https://github.com/rubionic/docs, ' +
        'and does the controller run?',
    );
  });

  it('is one with a field of another field manager, without --force-conflicts', async () => {
    const it = new Desk().configure([docs]);
    await it.deskrun('up');
    it.tools.change('kubectl', {
      conflicts: {
        'actions.github.com/AutoscalingRunnerSet ci/docs': { manager: 'kubectl-edit', field: '.spec.maxRunners' },
      },
    });
    it.configure([{ ...docs, maxRunners: 7 }]);
    const refused = await it.deskrun('up');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain(
      '.spec.maxRunners set by kubectl-edit; undo that, or overwrite them with --force-conflicts',
    );
    expect((await it.deskrun('up', '--force-conflicts')).code).toBe(0);
  });
});

describe('credentials', () => {
  it('that do not exist are a failure before anything is applied', async () => {
    const desk = new Desk({ objects: { ...PREPARED, '/Secret ci/github': undefined } }).configure([docs]);
    const { code, stdout } = await desk.deskrun('up');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'Secret ci/github, with its credential, does not exist; store one with deskrun add <runner> --replace ' +
        '--auth-file <file>, or create the Secret',
    );
    expect(desk.sets).toEqual([]);
  });
});

describe('a cluster that does not answer', () => {
  it('is a failure with its name', async () => {
    const { code, stderr } = await new Desk({ down: true }).configure([docs]).deskrun('up');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^the API server does not answer \(context desk\); is the cluster running\?/);
  });
});
