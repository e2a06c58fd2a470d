import { GitHubAuth, type RunnerSetProps } from '../../src';
import type { Desired } from '../../src/cli/apply/desired';
import { byKey, type Observed } from '../../src/cli/apply/observed';
import { owned } from '../../src/cli/apply/ownership';
import { bySet, isRunnerSet } from '../../src/cli/apply/set-objects';
import { keyOf, type LiveObject } from '../../src/cli/kubectl/objects';
import type { Manifest } from '../../src/cli/project';
import { synthSet } from './sets';

const PROJECT = 'tests';

/** The synthesized objects of one runner set in namespace ci, with the project label `tests`. */
export function setObjects(name: string, props: Partial<RunnerSetProps> = {}): Manifest[] {
  const { manifests } = synthSet({ name, auth: GitHubAuth.fromSecret('github'), ...props }, { namespace: 'ci' });
  return manifests.map(manifest => owned(manifest as Manifest, PROJECT));
}

/** The desired state of a configuration with these objects. */
export function desiredOf(objects: readonly Manifest[], more: Partial<Desired> = {}): Desired {
  return {
    project: PROJECT,
    arcVersion: '0.14.2',
    namespaces: [],
    impliedNamespaces: [],
    controller: [],
    shared: [],
    sets: bySet(objects),
    ...more,
  };
}

/** An object after `up` has applied it and ARC has processed it. */
export function applied(object: Manifest, metadata: Partial<LiveObject['metadata']> = {}): LiveObject {
  const registered = object.kind === 'AutoscalingRunnerSet' && {
    annotations: { ...object.metadata.annotations, 'runner-scale-set-id': '1' },
    finalizers: ['autoscalingrunnerset.actions.github.com/finalizer'],
  };
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...registered,
      managedFields: [{ manager: 'deskrun', operation: 'Apply' }],
      ...metadata,
    },
  };
}

/** A controller for all namespaces that deskrun does not manage. */
export const CONTROLLER = {
  name: 'arc-gha-rs-controller',
  namespace: 'arc-systems',
  account: { namespace: 'arc-systems', name: 'arc-gha-rs-controller' },
  version: '0.14.2',
  isManaged: false,
  stopped: false,
};

/** A cluster with these objects, all applied for the configuration, and the desired state of another one. */
export function observedOf(desired: Desired, present: readonly LiveObject[], more: Partial<Observed> = {}): Observed {
  const there = byKey(present);
  const wanted = [
    ...desired.namespaces,
    ...desired.impliedNamespaces,
    ...desired.shared,
    ...[...desired.sets.values()].flat(),
  ].filter(object => there.has(keyOf(object)));
  return {
    live: new Map(wanted.map(object => [keyOf(object), there.get(keyOf(object)) as LiveObject])),
    // The dry run returns the desired objects, with the fields that ARC adds.
    applied: new Map(
      wanted.map(object => {
        const { metadata } = there.get(keyOf(object)) as LiveObject;
        const fromArc = isRunnerSet(object)
          ? {
              annotations: { ...metadata.annotations, ...object.metadata.annotations },
              finalizers: metadata.finalizers,
            }
          : {};
        return [keyOf(object), { ...object, metadata: { ...object.metadata, ...fromArc } }];
      }),
    ),
    refusals: new Map(),
    owned: present.filter(({ kind }) => kind !== 'Namespace'),
    controllers: [CONTROLLER],
    runnerSets: present.filter(({ kind }) => kind === 'AutoscalingRunnerSet'),
    listening: [],
    secrets: new Set(['ci/github']),
    ...more,
  };
}
