import { identity } from '../../kubectl/objects';
import { arcIssue, LISTENER_IMAGE_VARIABLE, MANAGER_ARGUMENT, REGISTRATION_ANNOTATION } from '../arc';
import { formatAge, PATIENCE, since } from '../age';
import { controllersFor, type Controller } from '../controller';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import { envOf } from '../env';
import type { Facts } from '../facts';
import { type Kinds } from '../kinds';
import { listenersOfDeletedRunnerSets, recreatedListeners } from '../listener';

export const listenerMissing: Diagnosis = {
  id: 'listener-missing',
  title: 'a registered runner set has no listener, so it gets no jobs',
  upstream: arcIssue(3649),
  find: perSet(({ id, name, namespace, object, listeners, listenerPods }, facts) => {
    const { annotations = {}, creationTimestamp } = object.metadata;
    const registered = annotations[REGISTRATION_ANNOTATION];
    const controllerNamespaces = controllersFor(facts, namespace)
      .filter(({ ready }) => ready)
      .map(controller => controller.namespace);
    const justCreated = listeners.some(({ metadata }) => since(metadata.creationTimestamp, facts.now) <= PATIENCE);
    if (registered === undefined || listenerPods.length > 0 || object.status?.phase === 'Outdated' || justCreated)
      return [];
    if (
      since(creationTimestamp, facts.now) <= PATIENCE ||
      controllerNamespaces.length === 0 ||
      !facts.wasRead('Pod', controllerNamespaces[0])
    )
      return [];
    return [
      {
        severity: 'error',
        cause: `${name} has no listener: it gets no jobs`,
        evidence: [
          `AutoscalingRunnerSet ${id} is ${formatAge(since(creationTimestamp, facts.now))} old and registered at ` +
            `GitHub as scale set ${registered}`,
          ...(listeners.length > 0
            ? listeners.map(listener => `${identity(listener)} has no pod`)
            : ['the cluster has no AutoscalingListener for it']),
        ],
        remedy: [
          ...listeners.map(
            ({ metadata }) =>
              `kubectl delete autoscalinglistener ${metadata.name} --namespace ${metadata.namespace ?? ''}: the ` +
              'controller creates another',
          ),
          `kubectl logs --namespace ${controllerNamespaces[0] as string} deployment/` +
            (controllersFor(facts, namespace)[0]?.object.metadata.name ?? ''),
        ],
      },
    ];
  }),
};

export const listenerFailing: Diagnosis = {
  id: 'listener-failing',
  title: 'a listener crashes, or was evicted from its node',
  upstream: arcIssue(4656),
  find: perSet(({ name, listenerPods }) =>
    listenerPods.flatMap((pod): Omit<Finding, 'set'>[] => {
      const { phase, reason, message, containerStatuses = [] } = pod.status ?? {};
      const ended = containerStatuses.flatMap(({ state, lastState, restartCount = 0, name: container }) => {
        const terminated = state?.terminated ?? lastState?.terminated;
        return terminated && terminated.exitCode !== 0
          ? [
              `container ${container} exited with code ${terminated.exitCode ?? 'unknown'} ` +
                `(${terminated.reason ?? 'no reason'})${restartCount > 0 ? `, ${restartCount} restarts` : ''}`,
            ]
          : [];
      });
      if (phase !== 'Failed' && ended.length === 0) return [];
      const evicted = reason === 'Evicted';
      return [
        {
          severity: 'error',
          cause: evicted
            ? `the listener of ${name} was evicted from its node: its runners get no jobs`
            : `the listener of ${name} crashes: its runners get no jobs`,
          evidence: [
            `${identity(pod)} is ${phase ?? 'in an unknown phase'}${reason ? ` (${reason})` : ''}` +
              (message ? `: ${message}` : ''),
            ...ended,
          ],
          remedy: evicted
            ? [
                'set resource requests or a priority class in listenerTemplate, and free resources on the node',
                `kubectl delete pod ${pod.metadata.name} --namespace ${pod.metadata.namespace ?? ''}: the ` +
                  'controller creates another',
              ]
            : [`kubectl logs ${pod.metadata.name} --namespace ${pod.metadata.namespace ?? ''}`],
        },
      ];
    }),
  ),
};

/**
 * The command that makes the controller recreate a listener for the current state of its set. A listener has no state.
 */
function deleteListener({ metadata: { name, namespace } }: Kinds['AutoscalingListener']): string {
  return `kubectl delete autoscalinglistener ${name} --namespace ${namespace ?? ''}`;
}

export const listenerStale: Diagnosis = {
  id: 'listener-stale',
  title: 'a listener reports to an EphemeralRunnerSet that does not exist, and exits as soon as it starts',
  upstream: arcIssue(4661),
  find: perSet((set, facts) =>
    listenersOfDeletedRunnerSets(set, facts).map((listener): Omit<Finding, 'set'> => {
      const existing = set.runnerSets.map(({ metadata }) => metadata.name).join(', ') || 'none';
      return {
        severity: 'error',
        cause:
          `the listener of ${set.name} reports to an EphemeralRunnerSet that does not exist: its runners get no ` +
          'jobs, and the controller does not repair it',
        evidence: [
          `${identity(listener)} has ephemeralRunnerSetName: ${listener.spec?.ephemeralRunnerSetName ?? ''}; ` +
            `EphemeralRunnerSets of ${set.id}: ${existing}`,
        ],
        remedy: [
          'run deskrun up, which recreates the listener',
          `or ${deleteListener(listener)}: the controller creates another, for the existing EphemeralRunnerSet`,
        ],
      };
    }),
  ),
};

/** The number of pods with a listener's name that recent events are about. */
function podsInEvents({ objects }: Facts, { metadata: { name, namespace } }: Kinds['Pod']): number {
  const uids = objects.Event.flatMap(({ involvedObject: of }) =>
    of?.kind === 'Pod' && of.name === name && of.namespace === namespace && of.uid !== undefined ? [of.uid] : [],
  );
  return new Set(uids).size;
}

/** Events are kept for an hour. So many pods of one listener in that time are not the result of draining a node. */
const MANY_PODS = 3;

export const listenerRecreated: Diagnosis = {
  id: 'listener-recreated',
  title: 'a listener is minutes old and its pod was just created: it may be restarting repeatedly',
  upstream: arcIssue(4661),
  isSymptom: true,
  find: perSet((set, facts) =>
    recreatedListeners(set, facts).map(({ listener, pod }): Omit<Finding, 'set'> => {
      const pods = podsInEvents(facts, pod);
      const isRepeated = pods >= MANY_PODS;
      return {
        severity: isRepeated ? 'error' : 'warning',
        cause: isRepeated
          ? `the listener of ${set.name} exits repeatedly: its runners get no jobs`
          : `the listener pod of ${set.name} was just recreated; if that happens again, the listener exits right ` +
            'after its start',
        evidence: [
          `${identity(listener)} is ${formatAge(since(listener.metadata.creationTimestamp, facts.now))} old, ` +
            `${identity(pod)} ${formatAge(since(pod.metadata.creationTimestamp, facts.now))}`,
          ...(pods > 1 ? [`events are about ${pods} pods with this name`] : []),
        ],
        remedy: [
          'run deskrun doctor again in a minute',
          `kubectl logs ${pod.metadata.name} --namespace ${pod.metadata.namespace ?? ''} --follow, until it ` +
            'exits: the last line says why',
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
  title: 'a listener runs another image than the controller gives to new listeners',
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
        cause:
          `the listener of ${set.name} runs another image than the controller gives to new listeners: an upgrade ` +
          'of the controller does not replace listeners',
        evidence: [
          `${identity(listener)} has image: ${listener.spec?.image ?? ''}`,
          `Deployment ${controller?.id ?? ''} creates listeners with image ${image ?? ''}`,
        ],
        remedy: [`${deleteListener(listener)}: the controller creates another`],
      }));
  }),
};

export const listenerOrphaned: Diagnosis = {
  id: 'listener-orphaned',
  title: 'a listener whose runner set does not exist, or a second listener for the same set',
  find: ({ objects, scaleSets, wasRead }) => [
    ...objects.AutoscalingListener.flatMap((listener): Finding[] => {
      const { autoscalingRunnerSetName: name = '', autoscalingRunnerSetNamespace: namespace = '' } =
        listener.spec ?? {};
      return listener.metadata.deletionTimestamp !== undefined ||
        !wasRead('AutoscalingRunnerSet', namespace) ||
        scaleSets.some(set => set.name === name && set.namespace === namespace)
        ? []
        : [
            {
              severity: 'warning',
              cause:
                `a listener exists for runner set ${namespace}/${name}, which does not: no runner runs the jobs it ` +
                'takes',
              evidence: [`${identity(listener)} has autoscalingRunnerSetName: ${name}`],
              remedy: [deleteListener(listener)],
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
        cause:
          `${name} has ${listeners.length} listeners: one remained when its URL or runner group changed, and no ` +
          'runner runs the jobs it takes',
        evidence: listeners.map(
          listener => `${identity(listener)}, created ${listener.metadata.creationTimestamp ?? 'at an unknown time'}`,
        ),
        remedy: ['delete all of them: the controller creates the right one:', ...listeners.map(deleteListener)],
      })),
  ],
};

export const unregistered: Diagnosis = {
  id: 'unregistered',
  title: 'the controller could not register a runner set at GitHub',
  isSymptom: true,
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
            cause: `${name} is not registered at GitHub: it gets no jobs`,
            evidence: [
              `AutoscalingRunnerSet ${id} is ${formatAge(age)} old and has no annotation ${REGISTRATION_ANNOTATION}`,
              `githubConfigUrl: ${spec.githubConfigUrl ?? '(none)'}, runnerGroup: ${spec.runnerGroup ?? '(default)'}`,
            ],
            remedy: [
              `kubectl logs --namespace ${controller.namespace} deployment/${controller.object.metadata.name}`,
              'look for the answer of GitHub: a credential without the permissions, a runner group that does not ' +
                'exist, or no connection at all',
            ],
          },
        ];
  }),
};

export const listenerDiagnoses = [
  listenerMissing,
  listenerStale,
  listenerFailing,
  listenerRecreated,
  listenerOrphaned,
  listenerOld,
  unregistered,
];
