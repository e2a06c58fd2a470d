import { minorOf } from '../../app/versions';
import { instanceNames } from '../../runners/naming';
import { VERSION_LABEL } from '../../runners/arc-names';
import { since } from '../doctor/age';
import { controllersFor } from '../doctor/controller';
import { concerning, examine, type Diagnosed } from '../doctor/examine';
import type { Facts } from '../doctor/facts';
import { listenersOfDeletedRunnerSets, recreatedListeners } from '../doctor/listener';
import { isBusy, type ScaleSet } from '../doctor/scale-set';
import type { Project } from '../project';

/** The status of a cluster and its runner sets, as `deskrun status` shows it. */
export interface ClusterStatus {
  readonly cluster: string;
  readonly controllers: readonly { readonly name: string; readonly version: string; readonly ready: boolean }[];
  readonly sets: readonly SetStatus[];
  /** Runner sets of the configuration that the cluster does not have. */
  readonly missing: readonly string[];
  readonly findings: readonly Diagnosed[];
}

/** The status of a runner set. */
export interface SetStatus {
  readonly set: string;
  readonly namespace: string;
  readonly mode: string;
  /** The number of runners that its listener asks for. */
  readonly desired: number;
  readonly running: number;
  /** Running runners that have a job. */
  readonly busy: number;
  readonly pending: number;
  readonly failed: number;
  readonly listener: 'ok' | 'starting' | 'failing' | 'missing';
  readonly version: string;
  /** Whether its controller has the same minor version. */
  readonly versionFits: boolean;
  readonly ageSeconds: number;
  /** `deleting`, or the phase that ARC reports: Running, Pending, Outdated. */
  readonly phase: string;
  readonly errors: number;
  readonly warnings: number;
}

/** The status of some of a cluster's runner sets. */
export function clusterStatus(
  cluster: string,
  facts: Facts,
  chosen: readonly ScaleSet[],
  project?: Pick<Project, 'runners' | 'namespace'>,
): ClusterStatus {
  const all = examine(facts);
  const findings =
    chosen.length === facts.scaleSets.length
      ? all
      : concerning(
          all,
          chosen.map(({ id }) => id),
        );
  const configured = (project?.runners ?? []).flatMap(({ name, instances = 1 }) => instanceNames(name, instances));
  return {
    cluster,
    controllers: facts.controllers.map(({ id, version = 'of unknown version', ready }) => ({
      name: id,
      version,
      ready,
    })),
    sets: chosen.map(set => setStatus(set, facts, findings)),
    missing: configured.filter(
      name => !facts.scaleSets.some(set => set.name === name && set.namespace === project?.namespace),
    ),
    findings,
  };
}

function setStatus(set: ScaleSet, facts: Facts, findings: readonly Diagnosed[]): SetStatus {
  const { metadata, status = {} } = set.object;
  const version = metadata.labels?.[VERSION_LABEL] ?? 'none';
  const count = (severity: string) =>
    findings.filter(finding => finding.set === set.id && finding.severity === severity).length;
  const inPhase = (...phases: (string | undefined)[]) =>
    set.runners.filter(runner => phases.includes(runner.status?.phase)).length;
  return {
    set: set.name,
    namespace: set.namespace,
    mode: set.mode ?? 'runner',
    desired: set.runnerSets.reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0),
    running: inPhase('Running'),
    busy: set.runners.filter(isBusy).length,
    pending: inPhase('Pending', undefined, ''),
    failed: inPhase('Failed'),
    listener: listenerHealth(set, facts),
    version,
    versionFits: controllersFor(facts, set.namespace).every(
      controller => controller.version === undefined || minorOf(controller.version) === minorOf(version),
    ),
    ageSeconds: Math.floor(since(metadata.creationTimestamp, facts.now) / 1000),
    phase: metadata.deletionTimestamp === undefined ? (status.phase ?? 'Pending') : 'deleting',
    errors: count('error'),
    warnings: count('warning'),
  };
}

function listenerHealth(set: ScaleSet, facts: Facts): SetStatus['listener'] {
  const {
    listenerPods: [pod],
  } = set;
  // A crashing listener often has no pod: its own fields are checked first.
  if (listenersOfDeletedRunnerSets(set, facts).length > 0) return 'failing';
  if (!pod) return 'missing';
  if (recreatedListeners(set, facts).length > 0) return 'failing';
  const { phase, containerStatuses = [] } = pod.status ?? {};
  if (
    phase === 'Failed' ||
    containerStatuses.some(({ state, lastState }) => state?.terminated ?? lastState?.terminated)
  )
    return 'failing';
  return phase === 'Running' ? 'ok' : 'starting';
}
