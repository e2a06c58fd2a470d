import type { k8s } from '../kubernetes';
import type { ControllerNames } from './names';

/** Permissions of the controller in one namespace or in the whole cluster. */
export interface Grant {
  /** Prefix of the construct IDs, before `Role` and `RoleBinding`. */
  readonly id: string;
  readonly name: string;

  /** @default - the whole cluster */
  readonly namespace?: string;
  readonly rules: readonly k8s.PolicyRule[];
}

/** Where a controller runs, and which namespaces it watches. */
export interface Reach {
  readonly namespace: string;
  readonly watchSingleNamespace?: string;

  /** True if there are several pods, which elect a leader. */
  readonly elects: boolean;
}

/**
 * The permissions of a controller. They do not include reading the Secrets of runner sets or creating their pods: each
 * runner set grants that in its own namespace.
 */
export function grantsOf(names: ControllerNames, { namespace, watchSingleNamespace, elects }: Reach): Grant[] {
  return [
    ...(watchSingleNamespace === undefined
      ? [{ id: 'Cluster', name: names.full, rules: CLUSTER_RULES }]
      : [
          { id: 'SingleNamespace', name: names.singleNamespace, namespace, rules: SINGLE_NAMESPACE_RULES },
          {
            id: 'SingleNamespaceWatch',
            name: names.singleNamespaceWatch,
            namespace: watchSingleNamespace,
            rules: SINGLE_NAMESPACE_WATCH_RULES,
          },
        ]),
    { id: 'Listener', name: names.listener, namespace, rules: LISTENER_RULES },
    ...(elects ? [{ id: 'LeaderElection', name: names.leaderElection, namespace, rules: LEADER_ELECTION_RULES }] : []),
  ];
}

const ALL = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const SEE = ['list', 'watch'];
const STATUS = ['get', 'patch', 'update'];
const FINALIZERS = ['patch', 'update'];

const rule =
  (apiGroup: string) =>
  (resource: string, verbs: readonly string[]): k8s.PolicyRule => ({
    apiGroups: [apiGroup],
    resources: [resource],
    verbs: [...verbs],
  });
const core = rule('');
const rbac = rule('rbac.authorization.k8s.io');
const arc = rule('actions.github.com');

/**
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller/templates/manager_cluster_role.yaml
 */
const CLUSTER_RULES: readonly k8s.PolicyRule[] = [
  arc('autoscalingrunnersets', ALL),
  arc('autoscalingrunnersets/finalizers', FINALIZERS),
  arc('autoscalingrunnersets/status', STATUS),
  arc('autoscalinglisteners', ALL),
  arc('autoscalinglisteners/status', STATUS),
  arc('autoscalinglisteners/finalizers', FINALIZERS),
  arc('ephemeralrunnersets', ALL),
  arc('ephemeralrunnersets/status', STATUS),
  arc('ephemeralrunnersets/finalizers', FINALIZERS),
  arc('ephemeralrunners', ALL),
  arc('ephemeralrunners/finalizers', FINALIZERS),
  arc('ephemeralrunners/status', STATUS),
  core('pods', SEE),
  core('serviceaccounts', SEE),
  rbac('rolebindings', SEE),
  rbac('roles', [...SEE, 'patch']),
];

/**
 * Permissions for listeners, which run in the namespace of the controller.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller/templates/manager_listener_role.yaml
 */
const LISTENER_RULES: readonly k8s.PolicyRule[] = [
  core('pods', ['create', 'delete', 'get']),
  core('pods/status', ['get']),
  core('secrets', ['create', 'delete', 'get', 'patch', 'update']),
  core('serviceaccounts', ['create', 'delete', 'get', 'patch', 'update']),
];

/**
 * Permissions in the namespace of a controller that watches another namespace.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller/templates/manager_single_namespace_controller_role.yaml
 */
const SINGLE_NAMESPACE_RULES: readonly k8s.PolicyRule[] = [
  arc('autoscalinglisteners', ALL),
  arc('autoscalinglisteners/status', STATUS),
  arc('autoscalinglisteners/finalizers', FINALIZERS),
  core('pods', SEE),
  core('serviceaccounts', SEE),
  rbac('rolebindings', SEE),
  rbac('roles', SEE),
  arc('autoscalingrunnersets', SEE),
  arc('ephemeralrunnersets', SEE),
  arc('ephemeralrunners', SEE),
];

/**
 * Permissions in the single namespace that a controller watches.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller/templates/manager_single_namespace_watch_role.yaml
 */
const SINGLE_NAMESPACE_WATCH_RULES: readonly k8s.PolicyRule[] = [
  ...['autoscalingrunnersets', 'ephemeralrunnersets', 'ephemeralrunners'].flatMap(resource => [
    arc(resource, ALL),
    arc(`${resource}/finalizers`, FINALIZERS),
    arc(`${resource}/status`, STATUS),
  ]),
  arc('autoscalinglisteners', SEE),
  core('pods', SEE),
  core('serviceaccounts', SEE),
  rbac('rolebindings', SEE),
  rbac('roles', [...SEE, 'patch']),
];

/**
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller/templates/leader_election_role.yaml
 */
const LEADER_ELECTION_RULES: readonly k8s.PolicyRule[] = [
  rule('coordination.k8s.io')('leases', ['get', 'watch', 'list', 'delete', 'update', 'create']),
  core('events', ['create', 'patch']),
];
