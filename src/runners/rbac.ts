import type { k8s } from '../kubernetes';

const rule = (apiGroups: string[], resources: string[], verbs: string[]): k8s.PolicyRule => ({
  apiGroups,
  resources,
  verbs,
});
const RBAC = ['rbac.authorization.k8s.io'];

/**
 * What the controller may do in a scale set's namespace; where a private authority is named, read its ConfigMap too.
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
 * What the container hooks may do. They refuse to run when any of it is missing; the build that runs container actions as Jobs
 * needs those too.
 *
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

/** A rule in one line: `pods: get, list`. */
export function describeRule({ resources, verbs }: k8s.PolicyRule): string {
  return `${(resources ?? []).join(', ')}: ${verbs.join(', ')}`;
}
