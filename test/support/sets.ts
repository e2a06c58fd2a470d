import type { Chart } from 'cdk8s';
import { parse } from 'yaml';
import {
  ContainerMode,
  DeskrunApp,
  GitHubAuth,
  PropsError,
  RunnerChart,
  RunnerSet,
  type DeskrunAppProps,
  type JobPod,
  type RunnerChartProps,
  type RunnerSetProps,
} from '../../src';
import { DeskrunError, formatPath } from '../../src/errors';

export { deepFreeze } from './deep-freeze';

/** A manifest as data, of the type that cdk8s gives it. */
export type Manifest = ReturnType<Chart['toJson']>[number];

/** A container as data. */
export interface ContainerManifest {
  readonly name: string;
  readonly args: string[];
  readonly env: Manifest[];
  readonly volumeMounts: Manifest[];
  readonly [field: string]: Manifest;
}

/** The spec of a pod as data. */
export interface PodManifest {
  readonly containers: ContainerManifest[];
  readonly initContainers?: ContainerManifest[];
  readonly volumes: Manifest[];
  readonly [field: string]: Manifest;
}

/** A job pod as data. */
export interface JobPodManifest {
  readonly metadata: JobPod['metadata'];
  readonly spec: PodManifest;
}

/** What every set has to be told. */
export const docs = {
  name: 'docs',
  githubConfigUrl: 'https://github.com/rubionic/docs',
  auth: GitHubAuth.fromSecret('github'),
};

/** For what belongs to organizations. */
export const organization = 'https://github.com/rubionic';

/** What the app and the chart around a set say. */
export type Surroundings = Pick<DeskrunAppProps, 'arcVersion' | 'kubernetesVersion'> & Partial<RunnerChartProps>;

/** A chart of runners in an app of its own. */
export function runnerChart({ arcVersion, kubernetesVersion, ...chart }: Surroundings = {}): RunnerChart {
  return new RunnerChart(new DeskrunApp({ arcVersion, kubernetesVersion }), 'runners', {
    namespace: 'arc-runners',
    ...chart,
  });
}

/** One runner set, alone in its app, in mode `kubernetes-novolume` unless told otherwise. */
export function synthSet(props: Partial<RunnerSetProps> = {}, around: Surroundings = {}): SynthesizedSet {
  return synthesized(
    chart => new RunnerSet(chart, 'set', { ...docs, containerMode: ContainerMode.kubernetesNoVolume(), ...props }),
    around,
  );
}

/** The runner set that `make` puts into a chart, with everything in that chart. */
export function synthesized(make: (chart: RunnerChart) => RunnerSet, around: Surroundings = {}): SynthesizedSet {
  const chart = runnerChart(around);
  const set = make(chart);
  return new SynthesizedSet(set, chart.toJson());
}

/** The manifests of one runner set, by kind and by what tests ask of them. */
export class SynthesizedSet {
  constructor(
    readonly set: RunnerSet,
    readonly manifests: readonly Manifest[],
  ) {}

  ofKind(kind: string): Manifest[] {
    return this.manifests.filter(manifest => manifest.kind === kind);
  }

  /** The only manifest of a kind, or the only one whose name ends so. */
  one(kind: string, nameEnd = ''): Manifest {
    const found = this.ofKind(kind).filter(({ metadata }) => String(metadata.name).endsWith(nameEnd));
    if (found.length !== 1)
      throw new Error(`${found.length} manifests of kind ${kind}${nameEnd && ` named *${nameEnd}`}`);
    return found[0];
  }

  /** `Kind name` of every manifest, in order. */
  get names(): string[] {
    return this.manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  }

  get runnerSet(): Manifest {
    return this.one('AutoscalingRunnerSet');
  }

  /** The spec of the runner pod. */
  get pod(): PodManifest {
    return this.runnerSet.spec.template.spec;
  }

  /** A container or init container of the runner pod. */
  container(name: string): ContainerManifest {
    return containerOf(this.pod, name);
  }

  get runner(): ContainerManifest {
    return this.container('runner');
  }

  /** What the hook merges into job pods; nothing when there is nothing to merge. */
  get extension(): Manifest {
    const [map] = this.ofKind('ConfigMap');
    return map && parse(map.data.content as string);
  }

  /** The job pod that the hook makes of it. */
  get jobPod(): JobPodManifest {
    const pod = this.set.scaleSets[0]?.effectiveJobPod();
    if (!pod) throw new Error('the set has no job pods');
    return pod as JobPodManifest;
  }

  /** The container of the job pod that steps run in. */
  get job(): ContainerManifest {
    return containerOf(this.jobPod.spec, 'job');
  }
}

/** The container or init container of that name. */
export function containerOf(pod: PodManifest, name: string): ContainerManifest {
  const [found, ...others] = [...(pod.initContainers ?? []), ...pod.containers].filter(
    container => container.name === name,
  );
  if (found === undefined || others.length > 0)
    throw new Error(`${found === undefined ? 'no container' : 'several containers'} named ${name}`);
  return found;
}

/** A container's variables by name. */
export function envOf({ env }: Partial<ContainerManifest>): Record<string, unknown> {
  return Object.fromEntries((env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
}

/** `path: message` of everything for which `make` is refused. */
export function findingsOf(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return error.findings.map(({ path, message }) => `${formatPath(path)}: ${message}`);
  }
  throw new Error('nothing was refused');
}

/** What `make` makes, or nothing where it is refused. */
export function ifAccepted<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof DeskrunError) return undefined;
    throw error;
  }
}
