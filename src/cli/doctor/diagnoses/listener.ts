import { arcIssue, REGISTRATION_ANNOTATION } from '../arc';
import { formatAge, PATIENCE, since } from '../age';
import { controllersFor } from '../controller';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import { nameOf } from '../kinds';

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

export const listenerDiagnoses = [listenerMissing, listenerFailing, listenerOrphaned, unregistered];
