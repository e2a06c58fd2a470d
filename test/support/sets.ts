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

/** A manifest as data, with the type of cdk8s. */
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

/** The required props of a set. */
export const docs = {
  name: 'docs',
  githubConfigUrl: 'https://github.com/rubionic/docs',
  auth: GitHubAuth.fromSecret('github'),
};

/** A URL of an organization. */
export const organization = 'https://github.com/rubionic';

/** Props of the app and the chart of a set. */
export type Surroundings = Pick<DeskrunAppProps, 'arcVersion' | 'kubernetesVersion'> & Partial<RunnerChartProps>;

/** A RunnerChart in its own app. */
export function runnerChart({ arcVersion, kubernetesVersion, ...chart }: Surroundings = {}): RunnerChart {
  return new RunnerChart(new DeskrunApp({ arcVersion, kubernetesVersion }), 'runners', {
    namespace: 'arc-runners',
    ...chart,
  });
}

/** One runner set, alone in its app, by default in mode `kubernetes-novolume`. */
export function synthSet(props: Partial<RunnerSetProps> = {}, around: Surroundings = {}): SynthesizedSet {
  return synthesized(
    chart => new RunnerSet(chart, 'set', { ...docs, containerMode: ContainerMode.kubernetesNoVolume(), ...props }),
    around,
  );
}

/** The runner set that `make` creates in a chart, with all manifests of the chart. */
export function synthesized(make: (chart: RunnerChart) => RunnerSet, around: Surroundings = {}): SynthesizedSet {
  const chart = runnerChart(around);
  const set = make(chart);
  return new SynthesizedSet(set, chart.toJson());
}

/** The manifests of one runner set, with methods to find objects. */
export class SynthesizedSet {
  constructor(
    readonly set: RunnerSet,
    readonly manifests: readonly Manifest[],
  ) {}

  ofKind(kind: string): Manifest[] {
    return this.manifests.filter(manifest => manifest.kind === kind);
  }

  /** The only manifest of a kind, or the only one whose name has this suffix. */
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

  /** The hook extension; undefined if there is none. */
  get extension(): Manifest {
    const [map] = this.ofKind('ConfigMap');
    return map && parse(map.data.content as string);
  }

  /** The job pod that the hook creates. */
  get jobPod(): JobPodManifest {
    const pod = this.set.scaleSets[0]?.effectiveJobPod();
    if (!pod) throw new Error('the set has no job pods');
    return pod as JobPodManifest;
  }

  /** The job container of the job pod. */
  get job(): ContainerManifest {
    return containerOf(this.jobPod.spec, 'job');
  }
}

/** The container or init container with this name. */
export function containerOf(pod: PodManifest, name: string): ContainerManifest {
  const [found, ...others] = [...(pod.initContainers ?? []), ...pod.containers].filter(
    container => container.name === name,
  );
  if (found === undefined || others.length > 0)
    throw new Error(`${found === undefined ? 'no container' : 'several containers'} named ${name}`);
  return found;
}

/** The environment variables of a container by name. */
export function envOf({ env }: Partial<ContainerManifest>): Record<string, unknown> {
  return Object.fromEntries((env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
}

/** Returns the findings for which `make` is refused, as `path: message`. */
export function findingsOf(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return error.findings.map(({ path, message }) => `${formatPath(path)}: ${message}`);
  }
  throw new Error('nothing was refused');
}

/** Returns the result of `make`, or undefined if it is refused. */
export function ifAccepted<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof DeskrunError) return undefined;
    throw error;
  }
}
