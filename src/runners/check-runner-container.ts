import type { Finding, ValuePath } from '../errors';
import { HOOK_PATH } from '../hooks/versions';
import type { k8s } from '../kubernetes';
import { EXTENSION_DIRECTORY, EXTENSION_KEY } from '../modes/hook-runner';
import { RUNNER_CONTAINER, type ContainerPlace } from '../modes/mode';
import type { Locate } from '../pod/origin';
import { cleanPath } from '../pod/path';
import type { ResolvedSetProps } from './resolve-props';

/** The composed runner pod of a set, and where each part of it was written. */
export interface PlannedPod {
  readonly props: ResolvedSetProps;
  readonly template: k8s.PodTemplateSpec;
  readonly locate: Locate;
  /** True if the set has a hook extension. */
  readonly hasExtension: boolean;
}

/** Checks that the user, the token and the environment variables of the runner container work in its mode. */
export function runnerContainerFindings(pod: PlannedPod): Finding[] {
  const runner = pod.template.spec?.containers.find(({ name }) => name === RUNNER_CONTAINER);
  return runner === undefined
    ? []
    : [
        ...rootFindings(pod, runner),
        ...restartFindings(pod, runner),
        ...tokenFindings(pod, runner),
        ...variableFindings(pod, runner),
      ];
}

const RUNNER: ContainerPlace = { list: 'containers', name: RUNNER_CONTAINER };

/** The restartPolicy of a container overrides that of the pod. */
function restartFindings({ props }: PlannedPod, { restartPolicy }: k8s.Container): Finding[] {
  return restartPolicy === undefined || restartPolicy === 'Never'
    ? []
    : [
        {
          path: ['template', 'spec', 'containers', overrideOf(props, RUNNER).index, 'restartPolicy'],
          message: `must be Never, got ${restartPolicy}: a runner works for one job; leave it out`,
        },
      ];
}

/**
 * The start script of the runner refuses to run as uid 0, unless an environment variable allows it.
 *
 * @see https://github.com/actions/runner/blob/main/src/Misc/layoutroot/run-helper.sh.template
 */
function rootFindings({ props, template }: PlannedPod, runner: k8s.Container): Finding[] {
  const { runAsUser, runAsNonRoot, path } = userOf(props, template, runner);
  // With runAsNonRoot, the check of every pod refuses it.
  if (runAsUser !== 0 || runAsNonRoot === true) return [];
  const startsScript = [...(runner.command ?? []), ...(runner.args ?? [])].some(part => part.includes('run.sh'));
  const allowed = runner.env?.some(
    ({ name, value, valueFrom }) => name === 'RUNNER_ALLOW_RUNASROOT' && (Boolean(value) || valueFrom !== undefined),
  );
  return startsScript && !allowed
    ? [
        {
          path,
          message:
            "must not be 0: the runner's start script refuses to run as root; leave it out, or set env " +
            'RUNNER_ALLOW_RUNASROOT: "1" too',
        },
      ]
    : [];
}

/** The user of the runner container, and where it was written. */
function userOf(props: ResolvedSetProps, { spec }: k8s.PodTemplateSpec, { securityContext: own }: k8s.Container) {
  const { index } = overrideOf(props, RUNNER);
  const inContainer = own?.runAsUser !== undefined;
  const place: ValuePath = inContainer ? ['spec', 'containers', index, 'securityContext'] : ['spec', 'securityContext'];
  return {
    runAsUser: own?.runAsUser ?? spec?.securityContext?.runAsUser,
    runAsNonRoot: own?.runAsNonRoot ?? spec?.securityContext?.runAsNonRoot,
    path: inContainer && index < 0 ? ['containerMode'] : ['template', ...place, 'runAsUser'],
  };
}

/** What the template of the user says about a container. */
export function overrideOf(
  { template }: ResolvedSetProps,
  { list, name }: ContainerPlace,
): { readonly index: number; readonly container?: k8s.Container } {
  const containers = (template?.spec?.[list] ?? []) as readonly k8s.Container[];
  const index = containers.findIndex(container => container.name === name);
  return { index, container: containers[index] };
}

const TOKEN_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

function tokenFindings({ props, template: { spec } }: PlannedPod, runner: k8s.Container): Finding[] {
  if (spec?.automountServiceAccountToken !== false || props.containerMode.capabilities.hook === undefined) return [];
  const tokens = (spec.volumes ?? [])
    .filter(({ projected }) => projected?.sources?.some(source => source.serviceAccountToken !== undefined))
    .map(({ name }) => name);
  const mounted = runner.volumeMounts?.some(
    ({ name, mountPath }) => tokens.includes(name) && cleanPath(mountPath) === TOKEN_DIRECTORY,
  );
  return mounted
    ? []
    : [
        {
          path: ['template', 'spec', 'automountServiceAccountToken'],
          message:
            `must not be false in containerMode ${props.containerMode.type}: the container hooks make job pods ` +
            `with the token of the runner's ServiceAccount; leave it out`,
        },
      ];
}

/** Returns the problem of an environment variable, or undefined. */
type VariableRule = (variable: k8s.EnvVar, pod: PlannedPod) => string | undefined;

/**
 * Rules for environment variables that the container hooks and ARC read. Those that the mode sets itself always pass.
 */
const VARIABLES: Readonly<Record<string, VariableRule>> = {
  ACTIONS_RUNNER_CONTAINER_HOOKS: ({ value = '' }, { props }) => {
    const { hook } = props.containerMode.capabilities;
    const { type } = props.containerMode;
    const known: readonly string[] = Object.values(HOOK_PATH);
    if (hook === undefined)
      return known.includes(value) && props.serviceAccountName === undefined
        ? 'makes the runner create job pods, for which its ServiceAccount has no permissions in containerMode ' +
            `${type}; use containerMode ` +
            `${value === HOOK_PATH['0.7.0'] ? 'kubernetes' : 'kubernetes-novolume'}`
        : undefined;
    return value !== HOOK_PATH[hook] && (value === '' || known.includes(value))
      ? `must be ${HOOK_PATH[hook]} in containerMode ${type}, got ${JSON.stringify(value)}; leave it out, or ` +
          'choose the containerMode of that hook'
      : undefined;
  },
  ACTIONS_RUNNER_POD_NAME: ({ valueFrom }, pod) =>
    usesHook(pod) && valueFrom?.fieldRef?.fieldPath !== 'metadata.name'
      ? 'must come from the field metadata.name: job pods are found and removed by it; leave it out'
      : undefined,
  ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER: ({ value }, { props }) => {
    const { _mode: mode, capabilities, type } = props.containerMode;
    const wanted = String(!mode.stepsInRunner);
    if (capabilities.hook === undefined || value === wanted) return undefined;
    if (type === 'cached-privileged-kubernetes')
      return (
        `contradicts requireJobContainer (${wanted}), which decides whether the runner or the job pods get the ` +
        'privileges; set requireJobContainer instead'
      );
    return (
      `must be "true" in containerMode ${type}: without it, steps of jobs without container: run in the runner, ` +
      'whose ServiceAccount may read every Secret of the namespace; leave it out, or use a containerMode whose ' +
      'steps run in the runner (runner, dind)'
    );
  },
  ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE: ({ value }, { hasExtension }) =>
    hasExtension && value !== `${EXTENSION_DIRECTORY}/${EXTENSION_KEY}`
      ? 'replaces the hook extension of the runner set, so its job pod settings would be lost; use ' +
        'jobPod.template instead'
      : undefined,
  ACTIONS_RUNNER_CLAIM_NAME: (_, { props }) => {
    switch (props.containerMode.capabilities.hook) {
      case '0.7.0':
        return 'makes job pods mount that claim and not the work volume of their runner; leave it out';
      case '0.8.1':
        return ignored(props);
      default:
        return undefined;
    }
  },
  ACTIONS_RUNNER_USE_KUBE_SCHEDULER: (_, { props }) =>
    props.containerMode.capabilities.hook === '0.8.1' ? ignored(props) : undefined,
  ACTIONS_RUNNER_KUBERNETES_NAMESPACE: ({ value }, pod) =>
    usesHook(pod) && pod.props.serviceAccountName === undefined && value !== pod.props.namespace
      ? "makes job pods in another namespace, where the set's ServiceAccount has no rights; set namespace instead"
      : undefined,
  http_proxy: fromProxy,
  https_proxy: fromProxy,
  no_proxy: fromProxy,
};

function variableFindings(pod: PlannedPod, { env = [] }: k8s.Container): Finding[] {
  return env.flatMap((variable): Finding[] => {
    const problem = Object.hasOwn(VARIABLES, variable.name) ? VARIABLES[variable.name]?.(variable, pod) : undefined;
    if (problem === undefined) return [];
    const path = variablePath(pod, variable.name);
    return [{ path, message: path.includes(variable.name) ? problem : `${variable.name} ${problem}` }];
  });
}

/** The path at which an environment variable of the runner container was written. */
export function variablePath(pod: PlannedPod, name: string): ValuePath {
  return entryPath(pod, RUNNER, 'env', variable => variable.name === name);
}

/** The path at which an entry of a list of a container was written. */
export function entryPath<List extends 'env' | 'volumeMounts'>(
  { template, locate }: PlannedPod,
  { list, name }: ContainerPlace,
  field: List,
  isMeant: (entry: NonNullable<k8s.Container[List]>[number]) => boolean,
): ValuePath {
  const containers = (template.spec?.[list] ?? []) as readonly k8s.Container[];
  const index = containers.findIndex(container => container.name === name);
  const entries = (containers[index]?.[field] ?? []) as NonNullable<k8s.Container[List]>;
  const path = ['spec', list, index, field, (entries as (typeof entries)[number][]).findIndex(isMeant)];
  return locate(path) ?? ['template', ...path];
}

function usesHook({ props }: PlannedPod): boolean {
  return props.containerMode.capabilities.hook !== undefined;
}

function ignored({ containerMode }: ResolvedSetProps): string {
  return `is not read by the container hook of containerMode ${containerMode.type}; leave it out`;
}

function fromProxy(_: k8s.EnvVar, { props }: PlannedPod): string | undefined {
  return props.proxy === undefined ? undefined : 'is set by ARC from proxy, whose value wins; leave it out';
}
