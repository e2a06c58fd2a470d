import { identity } from '../../../src/cli/kubectl/objects';
import { consoleIn } from '../../support/console';
import { Desk } from '../../support/desk';

const docs = { name: 'docs' };

describe('an object that deskrun does not manage', () => {
  const stranger = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'mine',
      namespace: 'ci',
      labels: { 'actions.github.com/scale-set-name': 'docs', 'actions.github.com/scale-set-namespace': 'ci' },
    },
  };

  it('remains, even in the namespace and with labels of a set', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    desk.addObject('/ConfigMap ci/mine', stranger);
    await desk.configure([{ name: 'images' }]).deskrun('up');
    expect(desk.object('ConfigMap ci/mine')).toBeDefined();
  });

  it('remains, even with the project label, which ARC copies', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const child = {
      ...stranger,
      metadata: {
        ...stranger.metadata,
        labels: { ...stranger.metadata.labels, 'deskrun.dev/project': 'tests' },
        managedFields: [{ manager: 'manager', operation: 'Update' }],
      },
    };
    desk.addObject('/ConfigMap ci/mine', child);
    await desk.configure([{ name: 'images' }]).deskrun('up');
    expect(desk.object('ConfigMap ci/mine')).toBeDefined();
  });

  it('is not taken over from another configuration', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const { code, stdout } = await desk.runIn(consoleIn(desk.folder, desk.tools.env), [
      'up',
      '--context',
      'desk',
      '--project',
      'others',
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'belongs to the configuration tests; remove it there, rename the runner, or add --project tests if this is ' +
        'that configuration',
    );
  });

  it('is not taken over from helm', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const account = desk.object('ServiceAccount ci/docs-gha-rs-no-permission');
    const theirs = {
      ...account,
      metadata: {
        ...account?.metadata,
        annotations: { 'meta.helm.sh/release-name': 'docs', 'meta.helm.sh/release-namespace': 'ci' },
      },
    };
    desk.addObject(`/${identity(theirs as never)}`, theirs);
    const { code, stdout } = await desk.deskrun('up');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'belongs to helm release docs; helm uninstall docs --namespace ci first, or rename the runner',
    );
  });
});
