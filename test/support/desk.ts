import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { run } from '../../src/cli/run';
import type { LiveObject } from '../../src/cli/kubectl/objects';
import { consoleIn, type Console } from './console';
import { FakeTools } from './fake-tools';
import { temporaryFolder } from './folders';

/** The output and the exit code of a command. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An entry of `runners` in `deskrun.yaml`. */
export type RunnerEntry = { readonly name: string } & { readonly [key: string]: unknown };

/** The CRDs of ARC, by key. */
export const CRDS: Readonly<Record<string, unknown>> = Object.fromEntries(
  ['AutoscalingRunnerSet', 'AutoscalingListener', 'EphemeralRunnerSet', 'EphemeralRunner'].map(kind => {
    const plural = `${kind.toLowerCase()}s`;
    const name = `${plural}.actions.github.com`;
    return [
      `apiextensions.k8s.io/CustomResourceDefinition ${name}`,
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name },
        spec: { group: 'actions.github.com', names: { plural, kind } },
      },
    ];
  }),
);

/**
 * The objects of a cluster with a controller that helm installed, with its CRDs, and the credential Secret of the
 * runners.
 */
export const PREPARED = {
  '/Namespace ci': { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ci' } },
  '/Secret ci/github': { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github', namespace: 'ci' } },
  ...CRDS,
  'apps/Deployment arc-systems/arc-gha-rs-controller': {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'arc-gha-rs-controller',
      namespace: 'arc-systems',
      labels: { 'app.kubernetes.io/part-of': 'gha-rs-controller', 'app.kubernetes.io/managed-by': 'Helm' },
    },
    spec: {
      template: {
        spec: {
          serviceAccountName: 'arc-gha-rs-controller',
          containers: [{ name: 'manager', image: 'ghcr.io/actions/gha-runner-scale-set-controller:0.14.2' }],
        },
      },
    },
    status: { availableReplicas: 1 },
  },
};

/** A configuration in its own folder, and a fake cluster. */
export class Desk {
  readonly tools = new FakeTools();
  readonly folder = temporaryFolder();

  constructor(cluster: Readonly<Record<string, unknown>> = {}) {
    this.tools.add('kubectl', { objects: PREPARED, ...cluster });
  }

  /** Writes the configuration. By default, runners have mode dind and repository rubionic/docs, in namespace ci. */
  configure(runners: readonly RunnerEntry[], more: Readonly<Record<string, unknown>> = {}): this {
    const entries = runners.map(runner => ({
      repository: 'https://github.com/rubionic/docs',
      containerMode: 'dind',
      auth: { secret: 'github' },
      ...runner,
    }));
    writeFileSync(join(this.folder, 'deskrun.yaml'), stringify({ namespace: 'ci', runners: entries, ...more }));
    return this;
  }

  /** Runs `deskrun` on the cluster, whose context is `desk`. */
  async deskrun(...args: string[]): Promise<Outcome> {
    return this.runIn(consoleIn(this.folder, this.tools.env), [...args, '--context', 'desk', '--project', 'tests']);
  }

  /** Runs `deskrun` in its folder, for commands that use no cluster. */
  async deskrunLocally(...args: string[]): Promise<Outcome> {
    return this.runIn(consoleIn(this.folder, this.tools.env), args);
  }

  /** As {@link deskrun}, with another console and without additions to the command line. */
  async runIn(console: Console, args: readonly string[]): Promise<Outcome> {
    const code = await run(args, console.io);
    return { code, stdout: console.stdout(), stderr: console.stderr() };
  }

  /** Adds an object to the cluster, by its key with the API group. */
  addObject(key: string, object: unknown): void {
    this.tools.change('kubectl', { objects: { ...this.tools.cluster, [key]: object } });
  }

  /** Removes an object from the cluster, by its key with the API group. */
  removeObject(key: string): void {
    const { [key]: _, ...rest } = this.tools.cluster as Record<string, unknown>;
    this.tools.change('kubectl', { objects: rest });
  }

  /** An object of the cluster, by `Kind namespace/name`. */
  object(name: string): LiveObject | undefined {
    return this.objects.get(name);
  }

  /** The objects of the cluster, by `Kind namespace/name`. */
  get objects(): Map<string, LiveObject> {
    return new Map(
      Object.entries(this.tools.cluster).map(([key, object]) => [key.slice(key.indexOf('/') + 1), object]),
    );
  }

  /** The scale sets of the cluster, in order. */
  get sets(): string[] {
    return [...this.objects.keys()]
      .filter(key => key.startsWith('AutoscalingRunnerSet '))
      .map(key => key.split('/')[1] as string)
      .sort();
  }
}
