import { modes } from '../support/modes';
import { synthSet, type SynthesizedSet } from '../support/sets';

const FINALIZER = 'actions.github.com/cleanup-protection';
const manager = {
  'actions.github.com/cleanup-manager-role-binding': 'docs-gha-rs-manager',
  'actions.github.com/cleanup-manager-role-name': 'docs-gha-rs-manager',
};
const kubeMode = {
  ...manager,
  'actions.github.com/cleanup-kubernetes-mode-role-binding-name': 'docs-gha-rs-kube-mode',
  'actions.github.com/cleanup-kubernetes-mode-role-name': 'docs-gha-rs-kube-mode',
  'actions.github.com/cleanup-kubernetes-mode-service-account-name': 'docs-gha-rs-kube-mode',
};
const noPermission = {
  ...manager,
  'actions.github.com/cleanup-no-permission-service-account-name': 'docs-gha-rs-no-permission',
};
const expected = {
  runner: noPermission,
  kubernetes: kubeMode,
  'kubernetes-novolume': kubeMode,
  dind: noPermission,
  'cached-privileged-kubernetes': kubeMode,
};

/** The object from which the controller removes the finalizer, by annotation. */
const freed: Record<string, string> = {
  'cleanup-manager-role-binding': 'RoleBinding',
  'cleanup-manager-role-name': 'Role',
  'cleanup-kubernetes-mode-role-binding-name': 'RoleBinding',
  'cleanup-kubernetes-mode-role-name': 'Role',
  'cleanup-kubernetes-mode-service-account-name': 'ServiceAccount',
  'cleanup-no-permission-service-account-name': 'ServiceAccount',
};

function annotations(set: SynthesizedSet): [name: string, value: string][] {
  return Object.entries<string>(set.runnerSet.metadata.annotations);
}

describe.each(modes)('a set of mode %s', (type, containerMode) => {
  const { hook } = containerMode.capabilities;
  const set = synthSet({ containerMode, jobPod: hook && { labels: { team: 'web' } } });

  test('names exactly the objects that the controller must clean up', () => {
    expect(Object.fromEntries(annotations(set).filter(([name]) => name !== 'actions.github.com/values-hash'))).toEqual(
      expected[type],
    );
  });

  test('adds the finalizer to exactly the objects that it names, since no others could be deleted', () => {
    const protectedObjects = set.manifests
      .filter(({ metadata }) => metadata.finalizers !== undefined)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const named = annotations(set)
      .filter(([name]) => name.includes('/cleanup-'))
      .map(([name, value]) => `${freed[name.replace('actions.github.com/', '')]} ${value}`);
    expect(protectedObjects.sort()).toEqual(named.sort());
  });

  test('adds the finalizer that the controller removes', () => {
    const finalizers = set.manifests.flatMap(({ metadata }) => metadata.finalizers ?? []);
    expect(new Set(finalizers)).toEqual(new Set([FINALIZER]));
  });

  test('leaves the finalizer of its own object to the controller', () => {
    expect(set.runnerSet.metadata).not.toHaveProperty('finalizers');
  });
});

test('the hook extension has no finalizer, since the controller would not remove it', () => {
  expect(synthSet({ jobPod: { labels: { team: 'web' } } }).one('ConfigMap').metadata).not.toHaveProperty('finalizers');
});

test('the Secret, which is not managed by deskrun, is not named for cleanup', () => {
  expect(annotations(synthSet()).map(([name]) => name)).not.toContain('actions.github.com/cleanup-github-secret-name');
});

test('each instance names its own objects', () => {
  const [, second] = synthSet({ instances: 2 }).ofKind('AutoscalingRunnerSet');
  expect(second.metadata.annotations).toMatchObject({
    'actions.github.com/cleanup-manager-role-name': 'docs-2-gha-rs-manager',
  });
});
