import {
  CLEANUP_ANNOTATION_PREFIX,
  CLEANUP_FINALIZER,
  SET_NAME_LABEL,
  SET_NAMESPACE_LABEL,
} from '../../../runners/arc-names';
import { identity } from '../../kubectl/objects';
import { arcIssue } from '../arc';
import { formatAge, since } from '../age';
import { controllersFor } from '../controller';
import { isStuck, type Diagnosis, type Finding } from '../diagnosis';
import type { Facts } from '../facts';
import { RESOURCES, type KubeObject } from '../kinds';
import { isBusy, type ScaleSet } from '../scale-set';
import { isWatched } from './controller';
import { secretMissing } from './credential';
import { managerPermissions } from './permissions';

function deletionState(object: KubeObject, { now }: Facts): string {
  return (
    `${identity(object)} has been in deletion for ${formatAge(since(object.metadata.deletionTimestamp, now))}; its ` +
    `finalizers: ${(object.metadata.finalizers ?? []).join(', ') || 'none'}`
  );
}

/** The command that removes all finalizers of an object. */
function removeFinalizers({ kind, metadata: { name, namespace } }: KubeObject): string {
  const resource = kind === 'Secret' ? 'secret' : RESOURCES[kind as keyof typeof RESOURCES];
  const where = namespace === undefined ? '' : ` --namespace ${namespace}`;
  return `kubectl patch ${resource} ${name}${where} --type merge --patch '{"metadata":{"finalizers":null}}'`;
}

const OWN_KINDS = {
  AutoscalingRunnerSet:
    'the controller has not removed it from GitHub, for which it needs the Secret with the credential and the ' +
    "set's manager Role",
  AutoscalingListener: 'the controller has not removed its pod, Secret, Role, RoleBinding and ServiceAccount',
  EphemeralRunnerSet: 'its EphemeralRunners still exist',
  EphemeralRunner: 'the controller has not removed its pod, its Secret or its registration at GitHub',
} as const;

const STUCK_IDS: { readonly [kind in keyof typeof OWN_KINDS]: string } = {
  AutoscalingRunnerSet: 'stuck-set',
  AutoscalingListener: 'stuck-listener',
  EphemeralRunnerSet: 'stuck-runner-set',
  EphemeralRunner: 'stuck-runner',
};

/** A diagnosis for each of ARC's own kinds. */
const ownKinds = Object.entries(OWN_KINDS).map(([kind, why]): Diagnosis => ({
  id: STUCK_IDS[kind as keyof typeof OWN_KINDS],
  title: `an ${kind} is stuck in deletion`,
  upstream: arcIssue(3440),
  find: facts =>
    unexplained(
      facts,
      facts.objects[kind as keyof typeof OWN_KINDS]
        .filter(object => isStuck(object, facts))
        .flatMap((object): Finding[] => {
          const { namespace = '', labels = {} } = object.metadata;
          const alone = facts.wasRead('Deployment') && !isWatched(facts, namespace);
          if (!alone && isWaitingForJobs(object, facts)) return [];
          return [
            {
              severity: 'error',
              set:
                kind === 'AutoscalingRunnerSet'
                  ? `${namespace}/${object.metadata.name}`
                  : setOf(labels[SET_NAME_LABEL], labels[SET_NAMESPACE_LABEL]),
              cause:
                `${identity(object)} is stuck in deletion: ` +
                `${alone ? 'only the controller removes its finalizer, and no controller runs' : why}`,
              evidence: [deletionState(object, facts)],
              remedy: alone
                ? [
                    'start the controller (deskrun up): it then completes the deletion',
                    `or, if ARC was uninstalled for good: ${removeFinalizers(object)}`,
                  ]
                : [
                    `read why in the log of the controller: kubectl logs ${logsOf(facts, namespace)}`,
                    'or force the deletion, which leaves behind what the controller would clean up: ' +
                      `${removeFinalizers(object)}`,
                  ],
            },
          ];
        }),
    ),
}));

/**
 * Without findings about sets whose credential, or the controller's permission to read it, is missing: that is the
 * cause.
 */
function unexplained(facts: Facts, stuck: readonly Finding[]): Finding[] {
  const held = new Set(
    stuck.length === 0 ? [] : [...secretMissing.find(facts), ...managerPermissions.find(facts)].map(({ set }) => set),
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

/** Reports whether a runner of the object's set has a job. The controller waits for jobs, and deletes idle runners. */
function isWaitingForJobs({ metadata }: KubeObject, { scaleSets }: Facts): boolean {
  const set = scaleSets.find(
    ({ name, namespace }) =>
      namespace === metadata.namespace && [metadata.name, metadata.labels?.[SET_NAME_LABEL]].includes(name),
  );
  return set?.runners.some(isBusy) ?? false;
}

/** The objects of runner sets with the finalizer that the controller removes when it deletes the set. */
function protectedObjects({ objects, secrets }: Facts): KubeObject[] {
  return [...objects.ServiceAccount, ...objects.Role, ...objects.RoleBinding, ...secrets].filter(({ metadata }) =>
    metadata.finalizers?.includes(CLEANUP_FINALIZER),
  );
}

/** Reports whether an existing set names this object in a cleanup annotation. */
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
  title: 'a ServiceAccount, Role, RoleBinding or Secret is stuck in deletion, and no runner set names it for cleanup',
  upstream: arcIssue(3574),
  find: facts =>
    protectedObjects(facts)
      .filter(
        object =>
          isStuck(object, facts) &&
          facts.wasRead('AutoscalingRunnerSet', object.metadata.namespace) &&
          !isNamed(object, facts),
      )
      .map((object): Finding => ({
        severity: 'error',
        set: setOf(object.metadata.labels?.[SET_NAME_LABEL], object.metadata.namespace),
        cause:
          `${identity(object)} is stuck in deletion: no runner set names it in an annotation ` +
          `${CLEANUP_ANNOTATION_PREFIX}*, so the controller never removes its finalizer`,
        evidence: [deletionState(object, facts)],
        remedy: [removeFinalizers(object)],
      })),
};

export const neededObjectTerminating: Diagnosis = {
  id: 'needed-object-terminating',
  title: 'a ServiceAccount, Role, RoleBinding or Secret is in deletion while its runner set is not',
  find: facts =>
    facts.scaleSets
      .filter(({ object }) => object.metadata.deletionTimestamp === undefined)
      .flatMap((set): Finding[] => {
        const waiting = protectedObjects(facts).filter(
          object => isStuck(object, facts) && object.metadata.namespace === set.namespace && names(set, object),
        );
        return waiting.length === 0
          ? []
          : [
              {
                severity: 'warning',
                set: set.id,
                cause:
                  `${waiting.length === 1 ? 'an object' : `${waiting.length} objects`} that ${set.name} needs ` +
                  `${waiting.length === 1 ? 'is' : 'are'} in deletion, which completes only when the runner set ` +
                  'is deleted',
                evidence: waiting.map(object => deletionState(object, facts)),
                remedy: [
                  'run deskrun up: it waits for the jobs of the runner set, deletes it and recreates it with all ' +
                    'its objects',
                  `or, if the runner set is no longer needed: kubectl delete ${RESOURCES.AutoscalingRunnerSet} ` +
                    `${set.name} --namespace ${set.namespace}`,
                ],
              },
            ];
      }),
};

export const finalizerNotListed: Diagnosis = {
  id: 'finalizer-not-listed',
  title: 'a ServiceAccount, Role, RoleBinding or Secret cannot be deleted: its runner set does not name it for cleanup',
  find: facts =>
    protectedObjects(facts).flatMap((object): Finding[] => {
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
              cause:
                `${identity(object)} will remain when ${set.name} is deleted: the controller removes the finalizer ` +
                'only from objects that the set names',
              evidence: [
                `${identity(object)} has the finalizer ${CLEANUP_FINALIZER}; no annotation ` +
                  `${CLEANUP_ANNOTATION_PREFIX}* of ${identity(set.object)} names it`,
              ],
              remedy: [
                'it belongs to a former containerMode or credential; if nothing uses it, delete it, and then:',
                removeFinalizers(object),
              ],
            },
          ];
    }),
};

export const namespaceTerminating: Diagnosis = {
  id: 'namespace-terminating',
  title: 'a namespace is stuck in deletion because objects of ARC in it have finalizers',
  upstream: arcIssue(3447),
  find: facts =>
    facts.objects.Namespace.filter(object => isStuck(object, facts)).flatMap((object): Finding[] => {
      const { AutoscalingRunnerSet, AutoscalingListener, EphemeralRunnerSet, EphemeralRunner } = facts.objects;
      const left = [
        ...AutoscalingRunnerSet,
        ...AutoscalingListener,
        ...EphemeralRunnerSet,
        ...EphemeralRunner,
        ...protectedObjects(facts),
      ].filter(({ metadata }) => metadata.namespace === object.metadata.name);
      return left.length === 0
        ? []
        : [
            {
              severity: 'error',
              cause:
                `namespace ${object.metadata.name} is stuck in deletion: ${left.length} ` +
                `${left.length === 1 ? 'object of ARC in it has' : 'objects of ARC in it have'} finalizers`,
              evidence: left.slice(0, 5).map(identity),
              remedy: [
                'the Secret with the credential is deleted with the namespace, so ARC cannot remove the runner ' +
                  'sets from GitHub: GitHub keeps each until a set of the same name is created and deleted; to ' +
                  'force the deletion, run in this order:',
                ...left.map(removeFinalizers),
              ],
            },
          ];
    }),
};

export const finalizerDiagnoses = [
  ...ownKinds,
  orphanedFinalizer,
  neededObjectTerminating,
  finalizerNotListed,
  namespaceTerminating,
];
