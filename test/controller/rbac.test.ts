import type { ArcControllerProps } from '../../src/controller/arc-controller-props';
import type { Manifest } from '../support/sets';
import { synthController } from './controllers';

const all = 'create delete get list patch update watch';
const status = 'get patch update';
const finalizers = 'patch update';
const see = 'list watch';

/** The rules of a role as `group/resource: verbs`, in order. */
function rulesOf(kind: string, nameEnd: string, props: ArcControllerProps = {}): string[] {
  return (synthController(props).one(kind, nameEnd).rules as Manifest[]).map(({ apiGroups, resources, verbs }) => {
    expect([apiGroups, resources].map(list => list.length)).toEqual([1, 1]);
    return `${apiGroups[0]} ${resources[0]}: ${(verbs as string[]).join(' ')}`;
  });
}

const arc = (resource: string, verbs: string) => `actions.github.com ${resource}: ${verbs}`;
const core = (resource: string, verbs: string) => ` ${resource}: ${verbs}`;
const rbac = (resource: string, verbs: string) => `rbac.authorization.k8s.io ${resource}: ${verbs}`;

test('the permissions in the whole cluster', () => {
  expect(rulesOf('ClusterRole', '-controller')).toEqual([
    arc('autoscalingrunnersets', all),
    arc('autoscalingrunnersets/finalizers', finalizers),
    arc('autoscalingrunnersets/status', status),
    arc('autoscalinglisteners', all),
    arc('autoscalinglisteners/status', status),
    arc('autoscalinglisteners/finalizers', finalizers),
    arc('ephemeralrunnersets', all),
    arc('ephemeralrunnersets/status', status),
    arc('ephemeralrunnersets/finalizers', finalizers),
    arc('ephemeralrunners', all),
    arc('ephemeralrunners/finalizers', finalizers),
    arc('ephemeralrunners/status', status),
    core('pods', see),
    core('serviceaccounts', see),
    rbac('rolebindings', see),
    rbac('roles', `${see} patch`),
  ]);
});

test('the permissions for listeners', () => {
  expect(rulesOf('Role', '-listener')).toEqual([
    core('pods', 'create delete get'),
    core('pods/status', 'get'),
    core('secrets', 'create delete get patch update'),
    core('serviceaccounts', 'create delete get patch update'),
  ]);
});

describe('for one namespace', () => {
  const props = { watchSingleNamespace: 'arc-runners' };

  test('the permissions in the namespace of the controller', () => {
    expect(rulesOf('Role', '-single-namespace', props)).toEqual([
      arc('autoscalinglisteners', all),
      arc('autoscalinglisteners/status', status),
      arc('autoscalinglisteners/finalizers', finalizers),
      core('pods', see),
      core('serviceaccounts', see),
      rbac('rolebindings', see),
      rbac('roles', see),
      arc('autoscalingrunnersets', see),
      arc('ephemeralrunnersets', see),
      arc('ephemeralrunners', see),
    ]);
  });

  test('the permissions in the namespace that it watches', () => {
    expect(rulesOf('Role', '-single-namespace-watch', props)).toEqual([
      arc('autoscalingrunnersets', all),
      arc('autoscalingrunnersets/finalizers', finalizers),
      arc('autoscalingrunnersets/status', status),
      arc('ephemeralrunnersets', all),
      arc('ephemeralrunnersets/finalizers', finalizers),
      arc('ephemeralrunnersets/status', status),
      arc('ephemeralrunners', all),
      arc('ephemeralrunners/finalizers', finalizers),
      arc('ephemeralrunners/status', status),
      arc('autoscalinglisteners', see),
      core('pods', see),
      core('serviceaccounts', see),
      rbac('rolebindings', see),
      rbac('roles', `${see} patch`),
    ]);
  });

  test('there are no permissions in other namespaces', () => {
    expect(synthController(props).names.filter(name => name.startsWith('Cluster'))).toEqual([]);
  });
});

test('the permissions for leader election', () => {
  expect(rulesOf('Role', '-leader-election', { replicas: 2 })).toEqual([
    'coordination.k8s.io leases: get watch list delete update create',
    core('events', 'create patch'),
  ]);
});

test('no role reads the Secrets of runner sets', () => {
  const { manifests } = synthController({ watchSingleNamespace: 'arc-runners', replicas: 2 });
  const readers = [...manifests, ...synthController().manifests].filter(({ rules }) =>
    JSON.stringify(rules ?? []).includes('secrets'),
  );
  expect(new Set(readers.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))).toEqual(
    new Set(['arc-systems/arc-gha-rs-controller-listener']),
  );
});

test('every role is bound to the ServiceAccount of the controller by a binding of the same name', () => {
  for (const props of [{ replicas: 2 }, { replicas: 2, watchSingleNamespace: 'arc-runners' }]) {
    const { manifests } = synthController(props);
    const roles = manifests.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
    expect(roles.length).toBeGreaterThan(2);
    for (const { kind, metadata } of roles) {
      expect(manifests).toContainEqual({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: metadata.name },
        subjects: [{ kind: 'ServiceAccount', name: 'arc-gha-rs-controller', namespace: 'arc-systems' }],
      });
    }
  }
});
