import { arcIssue } from '../arc';
import { formatAge, PATIENCE, since } from '../age';
import { isStuck, perSet, type Diagnosis, type Finding } from '../diagnosis';
import type { Facts } from '../facts';
import { nameOf, type ContainerStatus, type Kinds } from '../kinds';
import type { ScaleSet } from '../scale-set';

type Pod = Kinds['Pod'];

/** One finding for all pods of a set, runners', jobs' and listener's, in which something is seen. */
function perPods(
  see: (pod: Pod, facts: Facts) => string[],
  say: (set: ScaleSet, pods: readonly Pod[]) => Pick<Finding, 'cause' | 'remedy'>,
): Diagnosis['find'] {
  return perSet((set, facts) => {
    const seen = [...set.pods, ...set.listenerPods]
      .map(pod => ({ pod, evidence: see(pod, facts) }))
      .filter(({ evidence }) => evidence.length > 0);
    return seen.length === 0
      ? []
      : [
          {
            severity: 'error',
            ...say(
              set,
              seen.map(({ pod }) => pod),
            ),
            evidence: [
              ...seen.slice(0, 3).flatMap(({ pod, evidence }) => evidence.map(line => `${nameOf(pod)}: ${line}`)),
              ...(seen.length > 3 ? [`and ${seen.length - 3} more pods`] : []),
            ],
          },
        ];
  });
}

function statusesOf({ status = {} }: Pod): ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}

/** The containers that wait for one of these reasons. */
function waiting(...reasons: string[]): (pod: Pod) => string[] {
  return pod =>
    statusesOf(pod).flatMap(({ name, state }) => {
      const { reason = '', message } = state?.waiting ?? {};
      return reasons.includes(reason) ? [`container ${name} waits: ${reason}${message ? `: ${message}` : ''}`] : [];
    });
}

/** What the cluster reports of a pod that has not started. */
function reported(pod: Pod, { objects }: Facts, reasons: readonly string[]): string[] {
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
  title: 'a pod that no node takes',
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
      cause: `no node takes pods of ${name}`,
      remedy: [
        `kubectl describe pod ${pod?.metadata.name as string} --namespace ${pod?.metadata.namespace as string}`,
        'make nodeSelector, tolerations or resources fit a node, or add a node that fits them',
      ],
    }),
  ),
};

export const imagePull: Diagnosis = {
  id: 'image-pull',
  title: 'an image that a node cannot pull',
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
      cause: `an image of ${name} cannot be pulled: ${[
        ...new Set(
          pods.flatMap(pod =>
            statusesOf(pod)
              .filter(({ state }) => /Image|Registry/.test(state?.waiting?.reason ?? ''))
              .map(({ image = 'unknown' }) => image),
          ),
        ),
      ].join(', ')}`,
      remedy: [
        "check its name, its tag, and that it exists for the node's architecture; a private one needs imagePullSecrets; a kind cluster takes one from the machine with kind load docker-image",
      ],
    }),
  ),
};

export const containerConfig: Diagnosis = {
  id: 'container-config',
  title: 'a container that cannot be made: a Secret, a key or a command is not there',
  find: perPods(waiting('CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'), ({ name }) => ({
    cause: `a container of ${name} cannot be made`,
    remedy: ['give it what the message names, and delete the pod'],
  })),
};

export const crashLoop: Diagnosis = {
  id: 'crash-loop',
  title: 'a container that ends soon after each start, such as a Docker daemon whose directory another one uses',
  find: perPods(
    pod =>
      statusesOf(pod)
        .filter(({ state }) => state?.waiting?.reason === 'CrashLoopBackOff')
        .map(({ name, restartCount = 0, lastState }) => {
          const { exitCode, reason = 'unknown' } = lastState?.terminated ?? {};
          return `container ${name} was restarted ${restartCount} times (CrashLoopBackOff); it last ended with ${exitCode ?? 'no exit code'} (${reason})`;
        }),
    ({ name }, [pod]) => {
      const container = pod && statusesOf(pod).find(({ state }) => state?.waiting?.reason === 'CrashLoopBackOff');
      return {
        cause: `container ${container?.name as string} of ${name} ends soon after each start: its pods wait`,
        remedy: [
          `read why it ends: kubectl logs ${pod?.metadata.name as string} --namespace ${pod?.metadata.namespace as string} --container ${container?.name as string} --previous`,
        ],
      };
    },
  ),
};

export const outOfMemory: Diagnosis = {
  id: 'out-of-memory',
  title: 'a container that was ended for taking more memory than its limit',
  upstream: arcIssue(3319),
  find: perPods(
    pod =>
      statusesOf(pod)
        .filter(({ state, lastState }) => [state, lastState].some(at => at?.terminated?.reason === 'OOMKilled'))
        .map(({ name }) => {
          const limit = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].find(
            container => container.name === name,
          )?.resources?.limits?.memory;
          return `container ${name} was ended (OOMKilled); its memory limit is ${limit ?? 'not set, so the node had none left'}`;
        }),
    ({ name }) => ({
      cause: `a pod of ${name} ran out of memory: the job that it ran is lost`,
      remedy: [
        'raise the memory limit and request of resources, or of jobPod.resources for steps in a job pod',
        'let fewer runners share a node: maxRunners',
      ],
    }),
  ),
};

/**
 * Evictions of a set's runner and job pods that only events tell of: a pod whose container ends with 0 when it is told to stop is
 * Succeeded, without a reason, and the controller removes it.
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
  title: 'a runner or job pod that its node evicted',
  upstream: arcIssue(1355),
  find: perSet((set, facts) => {
    const gone = new Map([
      ...evictions(set, facts),
      ...set.pods
        .filter(({ status }) => status?.reason === 'Evicted')
        .map(pod => [nameOf(pod), pod.status?.message ?? 'Evicted'] as const),
    ]);
    return gone.size === 0
      ? []
      : [
          {
            severity: 'error',
            cause: `a node evicted ${gone.size === 1 ? 'a pod' : `${gone.size} pods`} of ${set.name}: the jobs are lost`,
            evidence: [...gone].slice(0, 3).map(([pod, message]) => `${pod}: ${message}`),
            remedy: [
              'ask for the memory and ephemeral-storage that jobs use (resources), bound scratch volumes with sizeLimit, and keep caches on a disk of their own',
            ],
          },
        ];
  }),
};

/** What kubelet says of a host path that is not what its type asks for. */
const WRONG_TYPE = /hostPath type check failed/;

export const hostPathMissing: Diagnosis = {
  id: 'host-path-missing',
  title: 'a directory or socket of the node that a pod mounts and that is not there',
  find: perPods(
    (pod, facts) => reported(pod, facts, ['FailedMount']).filter(message => WRONG_TYPE.test(message)),
    ({ name }) => ({
      cause: `a path of the node that ${name} mounts is not there, or is something else`,
      remedy: [
        'make it on the node (for a kind cluster: mounted into it); or use a source that is made when it is missing',
      ],
    }),
  ),
};

export const mountFailed: Diagnosis = {
  id: 'mount-failed',
  title: 'a volume that cannot be mounted',
  find: perPods(
    (pod, facts) =>
      reported(pod, facts, ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']).filter(
        message => !WRONG_TYPE.test(message),
      ),
    ({ name }) => ({
      cause: `a volume of ${name} cannot be mounted: its pods wait`,
      remedy: ['make what the message names'],
    }),
  ),
};

/** Why a node no longer reports what its pods do, or nothing. */
function lostNode({ objects, looked }: Facts, name: string): string | undefined {
  const node = objects.Node.find(({ metadata }) => metadata.name === name);
  if (!node) return looked('Node') ? `the cluster has no Node ${name}` : undefined;
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready && ready.status !== 'True' ? `Node ${name} is Ready: ${ready.status}` : undefined;
}

export const podOnLostNode: Diagnosis = {
  id: 'pod-on-lost-node',
  title: 'a pod, such as the listener, that is being deleted on a node which is lost, and does not go',
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
            ? `the listener of ${set.name} is Terminating on a lost node, and the controller waits for it: no job reaches the runners`
            : `a pod of ${set.name} is Terminating on a lost node: its runner counts against maxRunners`,
          evidence: [
            `${nameOf(pod)} is being deleted for ${formatAge(since(pod.metadata.deletionTimestamp, facts.now))}`,
            lost,
          ],
          remedy: [
            'bring the node back',
            `or, if it is gone for good: kubectl delete pod ${name} --namespace ${namespace} --force --grace-period=0`,
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
