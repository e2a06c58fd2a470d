import { arcIssue, LISTENER_IMAGE_VARIABLE, MANAGER_ARGUMENT, REGISTRATION_ANNOTATION } from '../arc';
import { formatAge, PATIENCE, since } from '../age';
import { controllersFor, type Controller } from '../controller';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import { envOf } from '../env';
import type { Facts } from '../facts';
import { nameOf, type Kinds } from '../kinds';
import { listenersOfDeletedRunnerSets, recreatedListeners } from '../listener';

export const listenerMissing: Diagnosis = {
  id: 'listener-missing',
  title: 'a registered runner set without a listener, so that nobody hears of its jobs',
  upstream: arcIssue(3649),
  find: perSet(({ id, name, namespace, object, listeners, listenerPods }, facts) => {
    const { annotations = {}, creationTimestamp } = object.metadata;
    const registered = annotations[REGISTRATION_ANNOTATION];
    const controllerNamespaces = controllersFor(facts, namespace)
      .filter(({ ready }) => ready)
      .map(controller => controller.namespace);
    const justMade = listeners.some(({ metadata }) => since(metadata.creationTimestamp, facts.now) <= PATIENCE);
    if (registered === undefined || listenerPods.length > 0 || object.status?.phase === 'Outdated' || justMade)
      return [];
    if (
      since(creationTimestamp, facts.now) <= PATIENCE ||
      controllerNamespaces.length === 0 ||
      !facts.looked('Pod', controllerNamespaces[0])
    )
      return [];
    return [
      {
        severity: 'error',
        cause: `nothing listens for jobs of ${name}`,
        evidence: [
          `AutoscalingRunnerSet ${id} is registered at GitHub as ${registered} for ${formatAge(since(creationTimestamp, facts.now))}`,
          ...(listeners.length > 0
            ? listeners.map(listener => `${nameOf(listener)} has no pod`)
            : ['there is no AutoscalingListener for it']),
        ],
        remedy: [
          ...listeners.map(
            ({ metadata }) =>
              `kubectl delete autoscalinglistener ${metadata.name} --namespace ${metadata.namespace as string}, and the controller makes another`,
          ),
          `kubectl logs --namespace ${controllerNamespaces[0] as string} deployment/${controllersFor(facts, namespace)[0]?.object.metadata.name as string}`,
        ],
      },
    ];
  }),
};

export const listenerFailing: Diagnosis = {
  id: 'listener-failing',
  title: 'a listener that crashes, or was evicted from its node',
  upstream: arcIssue(4656),
  find: perSet(({ name, listenerPods }) =>
    listenerPods.flatMap((pod): Omit<Finding, 'set'>[] => {
      const { phase, reason, message, containerStatuses = [] } = pod.status ?? {};
      const ended = containerStatuses.flatMap(({ state, lastState, restartCount = 0, name: container }) => {
        const terminated = state?.terminated ?? lastState?.terminated;
        return terminated && terminated.exitCode !== 0
          ? [
              `container ${container} ended with exit code ${terminated.exitCode ?? 'unknown'} (${terminated.reason ?? 'no reason'})${restartCount > 0 ? `, ${restartCount} restarts` : ''}`,
            ]
          : [];
      });
      if (phase !== 'Failed' && ended.length === 0) return [];
      const evicted = reason === 'Evicted';
      return [
        {
          severity: 'error',
          cause: evicted
            ? `the listener of ${name} was evicted from its node: no job reaches the runners`
            : `the listener of ${name} crashes: no job reaches the runners`,
          evidence: [
            `${nameOf(pod)} is ${phase ?? 'of unknown phase'}${reason ? ` (${reason})` : ''}${message ? `: ${message}` : ''}`,
            ...ended,
          ],
          remedy: evicted
            ? [
                'give the listener requests or a priority class (listenerTemplate), and the node room',
                `kubectl delete pod ${pod.metadata.name} --namespace ${pod.metadata.namespace ?? ''}, and the controller makes another`,
              ]
            : [`kubectl logs ${pod.metadata.name} --namespace ${pod.metadata.namespace ?? ''}`],
        },
      ];
    }),
  ),
};

/** What makes the controller create a listener anew, for its set as it is now. A listener keeps nothing. */
function recreate({ metadata: { name, namespace } }: Kinds['AutoscalingListener']): string {
  return `kubectl delete autoscalinglistener ${name} --namespace ${namespace ?? ''}`;
}

export const listenerDead: Diagnosis = {
  id: 'listener-dead',
  title: 'a listener for an EphemeralRunnerSet that does not exist: it exits as soon as it starts',
  upstream: arcIssue(4661),
  find: perSet((set, facts) =>
    listenersOfDeletedRunnerSets(set, facts).map((listener): Omit<Finding, 'set'> => {
      const living = set.runnerSets.map(({ metadata }) => metadata.name).join(', ') || 'none';
      return {
        severity: 'error',
        cause: `the listener of ${set.name} reports to a runner set that does not exist: no job reaches the runners, and the controller does not correct it`,
        evidence: [
          `${nameOf(listener)} has ephemeralRunnerSetName: ${listener.spec?.ephemeralRunnerSetName ?? ''}; the EphemeralRunnerSets of ${set.id}: ${living}`,
        ],
        remedy: [
          'deskrun up recreates the listener',
          `or ${recreate(listener)}: the controller creates another for the EphemeralRunnerSet that exists`,
        ],
      };
    }),
  ),
};

/** How many pods had a listener's name lately, by the events about them. */
function podsSeen({ objects }: Facts, { metadata: { name, namespace } }: Kinds['Pod']): number {
  const uids = objects.Event.flatMap(({ involvedObject: of }) =>
    of?.kind === 'Pod' && of.name === name && of.namespace === namespace && of.uid !== undefined ? [of.uid] : [],
  );
  return new Set(uids).size;
}

/** With so many pods within the hour that events are kept, it was not a node that was drained. */
const MANY_PODS = 3;

export const listenerRecreated: Diagnosis = {
  id: 'listener-recreated',
  title: 'a listener whose pod was just created, although the listener is minutes old: it may exit again and again',
  upstream: arcIssue(4661),
  symptom: true,
  find: perSet((set, facts) =>
    recreatedListeners(set, facts).map(({ listener, pod }): Omit<Finding, 'set'> => {
      const pods = podsSeen(facts, pod);
      const again = pods >= MANY_PODS;
      return {
        severity: again ? 'error' : 'warning',
        cause: again
          ? `the listener of ${set.name} exits again and again: no job reaches the runners`
          : `the pod of the listener of ${set.name} was just created again: if it stays so young, the listener exits right after its start`,
        evidence: [
          `${nameOf(listener)} is ${formatAge(since(listener.metadata.creationTimestamp, facts.now))} old, ${nameOf(pod)} ${formatAge(since(pod.metadata.creationTimestamp, facts.now))}`,
          ...(pods > 1 ? [`events tell of ${pods} pods with this name`] : []),
        ],
        remedy: [
          'run deskrun doctor again in a minute',
          `kubectl logs ${pod.metadata.name} --namespace ${pod.metadata.namespace ?? ''} --follow, until it exits: the last line says why`,
        ],
      };
    }),
  ),
};

/** The image that a controller gives to the listeners that it creates. */
function listenerImage({ object }: Controller): string | undefined {
  const manager = (object.spec?.template?.spec?.containers ?? []).find(({ args = [] }) =>
    args.includes(MANAGER_ARGUMENT),
  );
  return envOf(manager, LISTENER_IMAGE_VARIABLE) ?? manager?.image;
}

export const listenerOld: Diagnosis = {
  id: 'listener-old-image',
  title: 'a listener with another image than the controller gives to new ones',
  find: perSet((set, facts) => {
    const [controller, ...others] = controllersFor(facts, set.namespace).filter(({ ready }) => ready);
    const image = controller && others.length === 0 ? listenerImage(controller) : undefined;
    return set.listeners
      .filter(
        ({ metadata, spec }) =>
          metadata.deletionTimestamp === undefined &&
          image !== undefined &&
          spec?.image !== undefined &&
          spec.image !== image,
      )
      .map((listener): Omit<Finding, 'set'> => ({
        severity: 'warning',
        cause: `the listener of ${set.name} runs another image than the controller gives to new listeners: the controller does not replace it after an upgrade`,
        evidence: [
          `${nameOf(listener)} has image: ${listener.spec?.image ?? ''}`,
          `Deployment ${controller?.id ?? ''} creates listeners with ${image ?? ''}`,
        ],
        remedy: [`${recreate(listener)}: the controller creates another`],
      }));
  }),
};

export const listenerOrphaned: Diagnosis = {
  id: 'listener-orphaned',
  title: 'a listener whose runner set is gone, or one of two for the same set',
  find: ({ objects, scaleSets, looked }) => [
    ...objects.AutoscalingListener.flatMap((listener): Finding[] => {
      const { autoscalingRunnerSetName: name = '', autoscalingRunnerSetNamespace: namespace = '' } =
        listener.spec ?? {};
      return listener.metadata.deletionTimestamp !== undefined ||
        !looked('AutoscalingRunnerSet', namespace) ||
        scaleSets.some(set => set.name === name && set.namespace === namespace)
        ? []
        : [
            {
              severity: 'warning',
              cause: `a listener is left of runner set ${namespace}/${name}, which is gone: it takes jobs that nobody runs`,
              evidence: [`${nameOf(listener)} is for AutoscalingRunnerSet ${namespace}/${name}`],
              remedy: [
                `kubectl delete autoscalinglistener ${listener.metadata.name} --namespace ${listener.metadata.namespace as string}`,
              ],
            },
          ];
    }),
    ...scaleSets
      .filter(
        ({ listeners }) => listeners.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length > 1,
      )
      .map(({ id, name, listeners }): Finding => ({
        severity: 'error',
        set: id,
        cause: `${name} has ${listeners.length} listeners: one was left behind when its URL or group changed, and takes jobs that nobody runs`,
        evidence: listeners.map(
          listener => `${nameOf(listener)}, made ${listener.metadata.creationTimestamp ?? 'at an unknown time'}`,
        ),
        remedy: [
          'delete them all, and the controller makes the one that belongs:',
          ...listeners.map(
            ({ metadata }) =>
              `kubectl delete autoscalinglistener ${metadata.name} --namespace ${metadata.namespace as string}`,
          ),
        ],
      })),
  ],
};

export const unregistered: Diagnosis = {
  id: 'unregistered',
  title: 'a runner set that the controller could not register at GitHub',
  symptom: true,
  find: perSet(({ id, name, namespace, object, spec }, facts) => {
    const age = since(object.metadata.creationTimestamp, facts.now);
    const [controller] = controllersFor(facts, namespace).filter(({ ready }) => ready);
    return !controller ||
      age <= PATIENCE ||
      object.status?.phase === 'Outdated' ||
      object.metadata.annotations?.[REGISTRATION_ANNOTATION] !== undefined
      ? []
      : [
          {
            severity: 'error',
            cause: `${name} is not registered at GitHub: no job reaches it`,
            evidence: [
              `AutoscalingRunnerSet ${id} is ${formatAge(age)} old and has no annotation ${REGISTRATION_ANNOTATION}`,
              `githubConfigUrl: ${spec.githubConfigUrl ?? 'none'}, runnerGroup: ${spec.runnerGroup ?? 'the default'}`,
            ],
            remedy: [
              `kubectl logs --namespace ${controller.namespace} deployment/${controller.object.metadata.name} says what GitHub answered: a credential without the rights, a group that does not exist, a network without a way out`,
            ],
          },
        ];
  }),
};

export const listenerDiagnoses = [
  listenerMissing,
  listenerDead,
  listenerFailing,
  listenerRecreated,
  listenerOrphaned,
  listenerOld,
  unregistered,
];
