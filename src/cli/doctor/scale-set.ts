import { HOOK_PATH } from '../../hooks/versions';
import type { ContainerModeType } from '../../modes/capabilities';
import { COMPONENT_LABEL, SET_NAME_LABEL, SET_NAMESPACE_LABEL } from '../../runners/arc-names';
import { LISTENER_COMPONENT, RUNNER_POD_LABEL } from './arc';
import { envOf } from './env';
import { extensionOf, type Extension } from './extension';
import type { Kinds, KubeObject, Objects } from './kinds';
import type { Container, PodSpec } from './pod';

/** A runner scale set with the objects that belong to it. */
export interface ScaleSet {
  readonly object: Kinds['AutoscalingRunnerSet'];
  /** `namespace/name`. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly spec: NonNullable<Kinds['AutoscalingRunnerSet']['spec']>;
  /** The pod template of its runners. */
  readonly pod: PodSpec;
  readonly runner?: Container;
  /** Its container mode, from its pod template. @default - unknown */
  readonly mode?: ContainerModeType;
  readonly extension?: Extension;
  readonly listeners: readonly Kinds['AutoscalingListener'][];
  readonly listenerPods: readonly Kinds['Pod'][];
  readonly runnerSets: readonly Kinds['EphemeralRunnerSet'][];
  readonly runners: readonly Kinds['EphemeralRunner'][];
  /** The pods of its runners and of their jobs. */
  readonly pods: readonly Kinds['Pod'][];
}

/** Reports whether a runner has a job. */
export function isBusy({ status: { phase, jobRequestId, jobId } = {} }: Kinds['EphemeralRunner']): boolean {
  return phase === 'Running' && Boolean(jobRequestId || jobId);
}

/** The runner sets of a cluster. */
export function scaleSetsOf(objects: Objects): ScaleSet[] {
  return objects.AutoscalingRunnerSet.map((object): ScaleSet => {
    const { name, namespace = '' } = object.metadata;
    const spec = object.spec ?? {};
    const pod = spec.template?.spec ?? {};
    const runner = pod.containers?.find(container => container.name === 'runner');
    const extension = runner && extensionOf(runner, pod, namespace, objects.ConfigMap);
    const children = objects.Pod.filter(child => belongsTo(child, name, namespace));
    const isListener = ({ metadata }: KubeObject) => metadata.labels?.[COMPONENT_LABEL] === LISTENER_COMPONENT;
    const runnerPods = children.filter(child => !isListener(child));
    const runnerNames = new Set(runnerPods.map(({ metadata }) => metadata.name));
    const jobPods = objects.Pod.filter(
      ({ metadata }) => metadata.namespace === namespace && runnerNames.has(metadata.labels?.[RUNNER_POD_LABEL] ?? ''),
    );
    return {
      object,
      id: `${namespace}/${name}`,
      name,
      namespace,
      spec,
      pod,
      runner,
      mode: modeOf(pod, runner, extension),
      extension,
      listeners: objects.AutoscalingListener.filter(
        ({ spec: listener }) =>
          listener?.autoscalingRunnerSetName === name && listener.autoscalingRunnerSetNamespace === namespace,
      ),
      listenerPods: children.filter(isListener),
      runnerSets: objects.EphemeralRunnerSet.filter(child => belongsTo(child, name, namespace)),
      runners: objects.EphemeralRunner.filter(child => belongsTo(child, name, namespace)),
      pods: [...runnerPods, ...jobPods],
    };
  });
}

function belongsTo({ metadata: { labels = {} } }: KubeObject, name: string, namespace: string): boolean {
  return labels[SET_NAME_LABEL] === name && labels[SET_NAMESPACE_LABEL] === namespace;
}

/** Derives the container mode from the pod template: the path of the hook, the dind container, privileges. */
function modeOf(
  { containers = [], initContainers = [] }: PodSpec,
  runner: Container | undefined,
  extension: Extension | undefined,
): ContainerModeType | undefined {
  const hook = envOf(runner, 'ACTIONS_RUNNER_CONTAINER_HOOKS');
  if (hook === HOOK_PATH['0.7.0']) return 'kubernetes';
  if (hook === HOOK_PATH['0.8.1']) {
    const job = extension?.pod?.spec?.containers?.find(({ name }) => name === '$job');
    return [runner, job].some(container => container?.securityContext?.privileged)
      ? 'cached-privileged-kubernetes'
      : 'kubernetes-novolume';
  }
  if ([...containers, ...initContainers].some(({ name }) => name === 'dind')) return 'dind';
  return runner && hook === undefined ? 'runner' : undefined;
}
