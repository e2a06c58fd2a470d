import { arcIssue, CLEANUP_ANNOTATION_PREFIX, CLEANUP_FINALIZER, SET_NAME_LABEL } from '../arc';
import { formatAge, since } from '../age';
import { controllersFor } from '../controller';
import { isStuck, type Diagnosis, type Finding } from '../diagnosis';
import type { Facts } from '../facts';
import { nameOf, RESOURCES, type KubeObject } from '../kinds';
import { isBusy, type ScaleSet } from '../scale-set';
import { isLookedAfter } from './controller';
import { secretMissing } from './credential';
import { managerRights } from './rights';

function seen(object: KubeObject, { now }: Facts): string {
  return `${nameOf(object)} is being deleted for ${formatAge(since(object.metadata.deletionTimestamp, now))} and has the finalizers ${(object.metadata.finalizers ?? []).join(', ')}`;
}

/** What takes an object's finalizers off by force. */
function unlock({ kind, metadata: { name, namespace } }: KubeObject): string {
  const resource = kind === 'Secret' ? 'secret' : RESOURCES[kind as keyof typeof RESOURCES];
  return `kubectl patch ${resource} ${name}${namespace === undefined ? '' : ` --namespace ${namespace}`} --type merge --patch '{"metadata":{"finalizers":null}}'`;
}

const OWN_KINDS = {
  AutoscalingRunnerSet:
    'the controller has not signed it off at GitHub, for which it needs the Secret with the credential and its manager Role',
  AutoscalingListener: 'the controller has not removed its pod, Secret, Role, RoleBinding and ServiceAccount',
  EphemeralRunnerSet: 'its runners are not gone yet',
  EphemeralRunner: 'the controller has not removed its pod, its Secret or its registration at GitHub',
} as const;

/** A diagnosis for each of ARC's own kinds. */
const ownKinds = Object.entries(OWN_KINDS).map(([kind, why]): Diagnosis => ({
  id: `stuck-${{ AutoscalingRunnerSet: 'set', AutoscalingListener: 'listener', EphemeralRunnerSet: 'runner-set', EphemeralRunner: 'runner' }[kind as keyof typeof OWN_KINDS]}`,
  title: `an ${kind} that is deleted and does not go`,
  upstream: arcIssue(3440),
  find: facts =>
    unexplained(
      facts,
      facts.objects[kind as keyof typeof OWN_KINDS]
        .filter(object => isStuck(object, facts))
        .flatMap((object): Finding[] => {
          const { namespace = '', labels = {} } = object.metadata;
          const alone = facts.looked('Deployment') && !isLookedAfter(facts, namespace);
          if (!alone && isWaitingForJobs(object, facts)) return [];
          return [
            {
              severity: 'error',
              set:
                kind === 'AutoscalingRunnerSet'
                  ? `${namespace}/${object.metadata.name}`
                  : setOf(labels[SET_NAME_LABEL], labels['actions.github.com/scale-set-namespace']),
              cause: `${nameOf(object)} does not go away: ${alone ? 'only the controller takes its finalizer off, and none runs' : why}`,
              evidence: [seen(object, facts)],
              remedy: alone
                ? [
                    'start the controller again (deskrun up); it cleans up by itself',
                    `or, if ARC is gone for good: ${unlock(object)}`,
                  ]
                : [
                    `see what stops it: kubectl logs ${logsOf(facts, namespace)}`,
                    `by force, leaving what it cleans up behind: ${unlock(object)}`,
                  ],
            },
          ];
        }),
    ),
}));

/** But for those of sets whose credential, or the controller's right to it, is missing: that is what holds them. */
function unexplained(facts: Facts, stuck: readonly Finding[]): Finding[] {
  const held = new Set(
    stuck.length === 0 ? [] : [...secretMissing.find(facts), ...managerRights.find(facts)].map(({ set }) => set),
  );
  return stuck.filter(({ set }) => !held.has(set));
}

function setOf(name: string | undefined, namespace: string | undefined): string | undefined {
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

function logsOf(facts: Facts, namespace: string): string {
  return controllersFor(facts, namespace)
    .map(({ object, namespace: where }) => `--namespace ${where} deployment/${object.metadata.name}`)
    .join(' or ');
}

/** Whether a job is still running below it, which the controller lets end. A runner without one it takes away. */
function isWaitingForJobs({ metadata }: KubeObject, { scaleSets }: Facts): boolean {
  const set = scaleSets.find(
    ({ name, namespace }) =>
      namespace === metadata.namespace && [metadata.name, metadata.labels?.[SET_NAME_LABEL]].includes(name),
  );
  return set?.runners.some(isBusy) ?? false;
}

/** The objects around a set that wait for its controller's leave to go. */
function guarded({ objects, secrets }: Facts): KubeObject[] {
  return [...objects.ServiceAccount, ...objects.Role, ...objects.RoleBinding, ...secrets].filter(({ metadata }) =>
    metadata.finalizers?.includes(CLEANUP_FINALIZER),
  );
}

/** Whether a set that there is says that it cleans this object up. */
function isNamed(object: KubeObject, { scaleSets }: Facts): boolean {
  return scaleSets.some(set => names(set, object));
}

function names(
  {
    namespace: where,
    object: {
      metadata: { annotations = {} },
    },
  }: ScaleSet,
  { metadata: { name, namespace } }: KubeObject,
): boolean {
  return (
    where === namespace &&
    Object.entries(annotations).some(([key, value]) => key.startsWith(CLEANUP_ANNOTATION_PREFIX) && value === name)
  );
}

export const orphanedFinalizer: Diagnosis = {
  id: 'orphaned-finalizer',
  title: 'an account, role, binding or Secret that is deleted and waits for a runner set that does not know it',
  upstream: arcIssue(3574),
  find: facts =>
    guarded(facts)
      .filter(
        object =>
          isStuck(object, facts) &&
          facts.looked('AutoscalingRunnerSet', object.metadata.namespace) &&
          !isNamed(object, facts),
      )
      .map((object): Finding => ({
        severity: 'error',
        set: setOf(object.metadata.labels?.[SET_NAME_LABEL], object.metadata.namespace),
        cause: `${nameOf(object)} does not go away: no runner set names it in an annotation ${CLEANUP_ANNOTATION_PREFIX}*, so the controller never lets go of it`,
        evidence: [seen(object, facts)],
        remedy: [unlock(object)],
      })),
};

export const guardWaiting: Diagnosis = {
  id: 'guard-waiting',
  title: 'an account, role, binding or Secret that is deleted and waits for its runner set, which is not',
  find: facts =>
    facts.scaleSets
      .filter(({ object }) => object.metadata.deletionTimestamp === undefined)
      .flatMap((set): Finding[] => {
        const waiting = guarded(facts).filter(
          object => isStuck(object, facts) && object.metadata.namespace === set.namespace && names(set, object),
        );
        return waiting.length === 0
          ? []
          : [
              {
                severity: 'warning',
                set: set.id,
                cause: `${waiting.length} of what ${set.name} needs ${waiting.length === 1 ? 'is' : 'are'} deleted, and ${waiting.length === 1 ? 'goes' : 'go'} only with it`,
                evidence: waiting.map(object => seen(object, facts)),
                remedy: [
                  'deskrun up deletes the runner set, waiting for its jobs, and makes it again with all of it',
                  `or, if it is to go: kubectl delete ${RESOURCES.AutoscalingRunnerSet} ${set.name} --namespace ${set.namespace}`,
                ],
              },
            ];
      }),
};

export const unnamedGuard: Diagnosis = {
  id: 'unnamed-guard',
  title:
    'an account, role, binding or Secret that could not be deleted: its runner set does not name it for cleaning up',
  find: facts =>
    guarded(facts).flatMap((object): Finding[] => {
      const { labels = {}, namespace, deletionTimestamp } = object.metadata;
      const set = facts.scaleSets.find(
        ({ name, namespace: where }) => name === labels[SET_NAME_LABEL] && where === namespace,
      );
      return deletionTimestamp !== undefined || !set || isNamed(object, facts)
        ? []
        : [
            {
              severity: 'warning',
              set: set.id,
              cause: `${nameOf(object)} will not go when ${set.name} is deleted: the controller cleans up only what the set names`,
              evidence: [
                `${nameOf(object)} has the finalizer ${CLEANUP_FINALIZER}; no annotation ${CLEANUP_ANNOTATION_PREFIX}* of ${nameOf(set.object)} names it`,
              ],
              remedy: [
                'it is left from another containerMode or a former credential; where nothing uses it any more, delete it and:',
                unlock(object),
              ],
            },
          ];
    }),
};

export const namespaceTerminating: Diagnosis = {
  id: 'namespace-terminating',
  title: "a namespace that is deleted and waits for ARC's objects in it",
  upstream: arcIssue(3447),
  find: facts =>
    facts.objects.Namespace.filter(object => isStuck(object, facts)).flatMap((object): Finding[] => {
      const { AutoscalingRunnerSet, AutoscalingListener, EphemeralRunnerSet, EphemeralRunner } = facts.objects;
      const left = [
        ...AutoscalingRunnerSet,
        ...AutoscalingListener,
        ...EphemeralRunnerSet,
        ...EphemeralRunner,
        ...guarded(facts),
      ].filter(({ metadata }) => metadata.namespace === object.metadata.name);
      return left.length === 0
        ? []
        : [
            {
              severity: 'error',
              cause: `namespace ${object.metadata.name} does not go away: ${left.length} of ARC's objects in it have finalizers`,
              evidence: left.slice(0, 5).map(nameOf),
              remedy: [
                'a namespace takes the Secret with the credential along, without which ARC cannot sign runner sets off, and GitHub keeps them until one of the same name is made and deleted; by force, in this order:',
                ...left.map(unlock),
              ],
            },
          ];
    }),
};

export const finalizerDiagnoses = [...ownKinds, orphanedFinalizer, guardWaiting, unnamedGuard, namespaceTerminating];
