import type { k8s } from '../kubernetes';

const rule = (apiGroups: string[], resources: string[], verbs: string[]): k8s.PolicyRule => ({
  apiGroups,
  resources,
  verbs,
});
const RBAC = ['rbac.authorization.k8s.io'];

/**
 * The permissions of the controller in the namespace of a scale set. With a private certificate authority, it also
 * reads its ConfigMap.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set/templates/manager_role.yaml
 */
export function managerRules(readsConfigMaps: boolean): k8s.PolicyRule[] {
  return [...MANAGER_RULES, ...(readsConfigMaps ? [rule([''], ['configmaps'], ['get'])] : [])];
}

const MANAGER_RULES: readonly k8s.PolicyRule[] = [
  rule([''], ['pods'], ['create', 'delete', 'get']),
  rule([''], ['pods/status'], ['get']),
  rule([''], ['secrets'], ['create', 'delete', 'get', 'list', 'patch', 'update']),
  rule([''], ['serviceaccounts'], ['create', 'delete', 'get', 'list', 'patch', 'update']),
  rule(RBAC, ['rolebindings'], ['create', 'delete', 'get', 'patch', 'update']),
  rule(RBAC, ['roles'], ['create', 'delete', 'get', 'patch', 'update']),
];

/**
 * Returns the RBAC rules that the container hooks need in the namespace of the runners. The hooks refuse to run if one
 * is missing. Use it for a Role of a ServiceAccount of your own (`serviceAccountName`).
 *
 * @example
 * new k8s.KubeRole(chart, 'Role', { metadata: { name: 'runner' }, rules: hookRules(true) });
 *
 * @param batchJobs true for containerMode `kubernetes`, whose hook runs container actions as Jobs
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set/templates/kube_mode_role.yaml
 */
export function hookRules(batchJobs: boolean): k8s.PolicyRule[] {
  return [
    rule([''], ['pods'], ['get', 'list', 'create', 'delete']),
    rule([''], ['pods/exec'], ['get', 'create']),
    rule([''], ['pods/log'], ['get', 'list', 'watch']),
    ...(batchJobs ? [rule(['batch'], ['jobs'], ['get', 'list', 'create', 'delete'])] : []),
    rule([''], ['secrets'], ['get', 'list', 'create', 'delete']),
  ];
}

/** Formats a rule in one line: `pods: get, list`. */
export function describeRule({ resources, verbs }: k8s.PolicyRule): string {
  return `${(resources ?? []).join(', ')}: ${verbs.join(', ')}`;
}
