import { parseApiResources, serves } from '../../../src/cli/kubectl/api-resources';

const printed = `configmaps            cm            v1                              true    ConfigMap
bindings                            v1                              true    Binding
roles                               rbac.authorization.k8s.io/v1    true    Role
storageclasses        sc            storage.k8s.io/v1               false   StorageClass
`;

describe('what the API server serves', () => {
  it('is parsed with and without short names, and named with its group', () => {
    expect(parseApiResources(printed)).toEqual([
      { resource: 'configmaps', group: '', kind: 'ConfigMap' },
      { resource: 'bindings', group: '', kind: 'Binding' },
      { resource: 'roles.rbac.authorization.k8s.io', group: 'rbac.authorization.k8s.io', kind: 'Role' },
      { resource: 'storageclasses.storage.k8s.io', group: 'storage.k8s.io', kind: 'StorageClass' },
    ]);
  });

  it.each([
    ['v1', 'ConfigMap', true],
    ['rbac.authorization.k8s.io/v1beta1', 'Role', true],
    ['v1', 'Role', false],
    ['actions.github.com/v1alpha1', 'AutoscalingRunnerSet', false],
  ])('decides whether %s %s is served', (apiVersion, kind, known) => {
    expect(serves(parseApiResources(printed), { apiVersion, kind })).toBe(known);
  });
});
