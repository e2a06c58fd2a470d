import { identity } from '../../kubectl/objects';
import { arcIssue } from '../arc';
import { formatAge, PATIENCE, since } from '../age';
import { isStuck, perSet, type Diagnosis, type Finding } from '../diagnosis';
import type { Facts } from '../facts';
import { type ContainerStatus, type Kinds } from '../kinds';
import type { ScaleSet } from '../scale-set';

type Pod = Kinds['Pod'];

/** A diagnosis with one finding for all runner, job and listener pods of a set with evidence of something wrong. */
function perPods(
  evidenceIn: (pod: Pod, facts: Facts) => string[],
  describe: (set: ScaleSet, pods: readonly Pod[]) => Pick<Finding, 'cause' | 'remedy'>,
): Diagnosis['find'] {
  return perSet((set, facts) => {
    const affected = [...set.pods, ...set.listenerPods]
      .map(pod => ({ pod, evidence: evidenceIn(pod, facts) }))
      .filter(({ evidence }) => evidence.length > 0);
    return affected.length === 0
      ? []
      : [
          {
            severity: 'error',
            ...describe(
              set,
              affected.map(({ pod }) => pod),
            ),
            evidence: [
              ...affected.slice(0, 3).flatMap(({ pod, evidence }) => evidence.map(line => `${identity(pod)}: ${line}`)),
              ...(affected.length > 3 ? [`and ${affected.length - 3} more pods`] : []),
            ],
          },
        ];
  });
}

function statusesOf({ status = {} }: Pod): ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}

/** Describes the containers of a pod that are waiting for one of these reasons. */
function waiting(...reasons: string[]): (pod: Pod) => string[] {
  return pod =>
    statusesOf(pod).flatMap(({ name, state }) => {
      const { reason = '', message } = state?.waiting ?? {};
      return reasons.includes(reason)
        ? [`container ${name} is waiting: ${reason}${message ? `: ${message}` : ''}`]
        : [];
    });
}

/** The messages of events with one of these reasons about a pod that has not started. */
function eventsAbout(pod: Pod, { objects }: Facts, reasons: readonly string[]): string[] {
  if (pod.status?.phase !== 'Pending') return [];
  const messages = objects.Event.filter(
    ({ reason = '', involvedObject = {} }) =>
      reasons.includes(reason) &&
      involvedObject.kind === 'Pod' &&
      involvedObject.name === pod.metadata.name &&
      involvedObject.namespace === pod.metadata.namespace,
  ).map(({ reason, message }) => `${reason as string}: ${message ?? ''}`);
  return [...new Set(messages)];
}

export const unschedulable: Diagnosis = {
  id: 'unschedulable',
  title: 'a pod cannot be scheduled',
  find: perPods(
    ({ metadata, status = {} }, { now }) =>
      since(metadata.creationTimestamp, now) <= PATIENCE
        ? []
        : (status.conditions ?? [])
            .filter(
              ({ type, status: met, reason }) =>
                type === 'PodScheduled' && met === 'False' && reason === 'Unschedulable',
            )
            .map(({ message }) => message ?? 'Unschedulable'),
    ({ name }, [pod]) => ({
      cause: `pods of ${name} cannot be scheduled to any node`,
      remedy: [
        `kubectl describe pod ${pod?.metadata.name as string} --namespace ${pod?.metadata.namespace as string}`,
        'change nodeSelector, tolerations or resources to match a node, or add a node',
      ],
    }),
  ),
};

export const imagePull: Diagnosis = {
  id: 'image-pull',
  title: 'a node cannot pull an image',
  find: perPods(
    waiting(
      'ErrImagePull',
      'ImagePullBackOff',
      'InvalidImageName',
      'ErrImageNeverPull',
      'ImageInspectError',
      'RegistryUnavailable',
    ),
    ({ name }, pods) => ({
      cause: `a node cannot pull an image of ${name}: ${[
        ...new Set(
          pods.flatMap(pod =>
            statusesOf(pod)
              .filter(({ state }) => /Image|Registry/.test(state?.waiting?.reason ?? ''))
              .map(({ image = 'unknown' }) => image),
          ),
        ),
      ].join(', ')}`,
      remedy: [
        "check its name, its tag and that it exists for the node's architecture",
        'a private image needs imagePullSecrets; kind load docker-image copies an image of the host to a kind cluster',
      ],
    }),
  ),
};

export const containerConfig: Diagnosis = {
  id: 'container-config',
  title: 'a container cannot be created: a Secret, a key or a command does not exist',
  find: perPods(waiting('CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'), ({ name }) => ({
    cause: `a container of ${name} cannot be created`,
    remedy: ['create what the message names, and delete the pod'],
  })),
};

/**
 * The containers that the node restarts repeatedly. Between two attempts a node reports CrashLoopBackOff or, often for
 * more than a minute, only how the last attempt ended.
 */
function crashing(pod: Pod): ContainerStatus[] {
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return [];
  return statusesOf(pod).filter(
    ({ state, restartCount = 0 }) =>
      state?.waiting?.reason === 'CrashLoopBackOff' ||
      (restartCount >= RESTARTS && (state?.terminated?.exitCode ?? 0) !== 0),
  );
}

/** From how many restarts on a container that has ended counts as one that ends soon after each start. */
const RESTARTS = 2;

export const crashLoop: Diagnosis = {
  id: 'crash-loop',
  title: 'a container exits soon after each start, such as a Docker daemon whose directory another daemon uses',
  find: perPods(
    pod =>
      crashing(pod).map(({ name, restartCount = 0, state, lastState }) => {
        const { exitCode, reason = 'unknown' } = state?.terminated ?? lastState?.terminated ?? {};
        return (
          `container ${name} was restarted ${restartCount} times${state?.waiting ? ' (CrashLoopBackOff)' : ''}; ` +
          `its last exit code: ${exitCode ?? 'unknown'} (${reason})`
        );
      }),
    ({ name }, [pod]) => {
      const container = pod && crashing(pod)[0];
      return {
        cause: `container ${container?.name ?? ''} of ${name} exits soon after each start`,
        remedy: [
          `read why it exits: kubectl logs ${pod?.metadata.name ?? ''} --namespace ` +
            `${pod?.metadata.namespace ?? ''} --container ${container?.name ?? ''} --previous`,
        ],
      };
    },
  ),
};

export const outOfMemory: Diagnosis = {
  id: 'out-of-memory',
  title: 'a container was killed because it ran out of memory',
  upstream: arcIssue(3319),
  find: perPods(
    pod =>
      statusesOf(pod)
        .filter(({ state, lastState }) => [state, lastState].some(at => at?.terminated?.reason === 'OOMKilled'))
        .map(({ name }) => {
          const limit = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].find(
            container => container.name === name,
          )?.resources?.limits?.memory;
          return (
            `container ${name} was OOMKilled; its memory limit is ` +
            `${limit ?? 'not set, so the node was out of memory'}`
          );
        }),
    ({ name }) => ({
      cause: `a pod of ${name} ran out of memory: its job is lost`,
      remedy: [
        'raise memory in resources, or in jobPod.resources for steps in a job pod',
        'or run fewer runners on a node: lower maxRunners',
      ],
    }),
  ),
};

/**
 * Evictions of a set's runner and job pods that only events report: a pod whose container exits with code 0 when it is
 * stopped is Succeeded, without a reason, and the controller deletes it.
 */
function evictions({ name, namespace }: ScaleSet, { objects }: Facts): [pod: string, message: string][] {
  return objects.Event.flatMap(({ reason, message = 'Evicted', involvedObject: { kind, ...pod } = {} }) =>
    reason === 'Evicted' &&
    kind === 'Pod' &&
    pod.namespace === namespace &&
    pod.name?.startsWith(`${name}-`) &&
    /^-[a-z0-9]{5}-runner-/.test(pod.name.slice(name.length))
      ? [[`Pod ${pod.namespace}/${pod.name}`, message.trim()]]
      : [],
  );
}

export const evicted: Diagnosis = {
  id: 'evicted',
  title: 'a node evicted a runner or job pod',
  upstream: arcIssue(1355),
  find: perSet((set, facts) => {
    const gone = new Map([
      ...evictions(set, facts),
      ...set.pods
        .filter(({ status }) => status?.reason === 'Evicted')
        .map(pod => [identity(pod), pod.status?.message ?? 'Evicted'] as const),
    ]);
    return gone.size === 0
      ? []
      : [
          {
            severity: 'error',
            cause:
              `a node evicted ${gone.size === 1 ? 'a pod' : `${gone.size} pods`} of ${set.name}: the jobs are ` +
              'lost',
            evidence: [...gone].slice(0, 3).map(([pod, message]) => `${pod}: ${message}`),
            remedy: [
              'request the memory and ephemeral-storage that jobs use in resources, set sizeLimit on scratch ' +
                'volumes, and keep caches on a separate disk',
            ],
          },
        ];
  }),
};

/** The message of kubelet for a host path that does not match the type of its volume. */
const WRONG_TYPE = /hostPath type check failed/;

export const hostPathMissing: Diagnosis = {
  id: 'host-path-missing',
  title: 'a pod mounts a directory or socket of the node that does not exist',
  find: perPods(
    (pod, facts) => eventsAbout(pod, facts, ['FailedMount']).filter(message => WRONG_TYPE.test(message)),
    ({ name }) => ({
      cause: `a path of the node that ${name} mounts does not exist, or is not of the type that the volume names`,
      remedy: [
        'create it on the node (for kind: mount it into the node), or use a source that is created when it is missing',
      ],
    }),
  ),
};

export const mountFailed: Diagnosis = {
  id: 'mount-failed',
  title: 'a volume cannot be mounted',
  find: perPods(
    (pod, facts) =>
      eventsAbout(pod, facts, ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']).filter(
        message => !WRONG_TYPE.test(message),
      ),
    ({ name }) => ({
      cause: `a volume of ${name} cannot be mounted: its pods do not start`,
      remedy: ['create what the message names'],
    }),
  ),
};

/** Describes a node that does not exist or is not ready; `undefined` for any other. */
function lostNode({ objects, wasRead }: Facts, name: string): string | undefined {
  const node = objects.Node.find(({ metadata }) => metadata.name === name);
  if (!node) return wasRead('Node') ? `the cluster has no Node ${name}` : undefined;
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready && ready.status !== 'True' ? `Node ${name} is Ready: ${ready.status}` : undefined;
}

export const podOnLostNode: Diagnosis = {
  id: 'pod-on-lost-node',
  title: 'a pod, such as the listener, is stuck in deletion on a lost node',
  find: perSet((set, facts) =>
    [...set.listenerPods, ...set.pods].flatMap((pod): Omit<Finding, 'set'>[] => {
      const node = pod.spec?.nodeName;
      const lost = node !== undefined && isStuck(pod, facts) ? lostNode(facts, node) : undefined;
      if (lost === undefined) return [];
      const isListener = set.listenerPods.includes(pod);
      const { name, namespace = '' } = pod.metadata;
      return [
        {
          severity: isListener ? 'error' : 'warning',
          cause: isListener
            ? `the listener of ${set.name} is Terminating on a lost node, and the controller waits for it: its ` +
              'runners get no jobs'
            : `a pod of ${set.name} is Terminating on a lost node: its runner counts against maxRunners`,
          evidence: [
            `${identity(pod)} has been in deletion for ${formatAge(since(pod.metadata.deletionTimestamp, facts.now))}`,
            lost,
          ],
          remedy: [
            'restart the node',
            `or, if it is lost for good: kubectl delete pod ${name} --namespace ${namespace} --force --grace-period=0`,
          ],
        },
      ];
    }),
  ),
};

export const podDiagnoses = [
  podOnLostNode,
  unschedulable,
  imagePull,
  containerConfig,
  crashLoop,
  outOfMemory,
  evicted,
  hostPathMissing,
  mountFailed,
];
