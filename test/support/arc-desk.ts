import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../src/cli/run';
import { arcBuild } from './arc-build';
import { controlPlaneAssets } from './assets';
import { Cluster } from './cluster';
import { consoleIn } from './console';
import { ControllerHost } from './controller-host';
import type { Outcome, RunnerEntry } from './desk';
import { FakeGitHub } from './fake-github';
import { Node } from './node';
import type { Manifest } from './sets';

// Each command calls kubectl about ten times, and some wait for the controller.
jest.setTimeout(300_000);

/** The credentials that the fake GitHub accepts. */
export const TOKEN = 'not-a-token';

const TIMEOUT_MS = 60_000;

/** The kinds of the objects of a runner set, and of the objects that a controller creates for it. */
const KINDS = [
  'autoscalingrunnersets',
  'ephemeralrunnersets',
  'ephemeralrunners',
  'pods',
  'secrets',
  'serviceaccounts',
  'roles',
  'rolebindings',
  'configmaps',
];

/** An empty cluster, in which a real controller runs as soon as one is installed, and a fake GitHub. */
export class ArcDesk {
  private constructor(
    readonly cluster: Cluster,
    readonly github: FakeGitHub,
    private readonly host: ControllerHost,
    private readonly node: Node,
  ) {}

  static async start(): Promise<ArcDesk> {
    const github = await FakeGitHub.start({ token: TOKEN });
    const cluster = await Cluster.start({ deletesNamespaces: true });
    return new ArcDesk(cluster, github, ControllerHost.start(cluster), Node.start(cluster));
  }

  async stop(): Promise<void> {
    await this.host.stop();
    await this.node.stop();
    await this.cluster.stop();
    await this.github.stop();
  }

  /** Creates a configuration in a folder of this name, with its own home directory. Its namespace has the same name. */
  project(name: string): Project {
    return new Project(this, name);
  }

  /** Deletes the Deployment of the controller, and waits until its process exits. */
  async stopController(): Promise<void> {
    await this.cluster.succeed(['delete', 'deployment', 'arc-gha-rs-controller', '--namespace=arc-systems']);
    await this.waitFor('the controller has ended', () => Promise.resolve(this.host.runs ? undefined : true));
  }

  /** The number of controllers that were started, one for each replica. */
  get controllerStarts(): number {
    return this.host.starts;
  }

  /** The scale sets that are registered at GitHub, by name. */
  get scaleSets(): string[] {
    return [...this.github.scaleSets.values()].map(({ name }) => name).sort();
  }

  /** Waits until `look` returns a value. */
  async waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + TIMEOUT_MS;
    while (Date.now() < deadline) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(100);
    }
    throw new Error(`not after ${TIMEOUT_MS / 1000} s: ${what}\n${this.host.log}\n${this.node.log}`);
  }
}

/** A user's configuration. */
export class Project {
  readonly folder: string;
  readonly home: string;

  constructor(
    private readonly desk: ArcDesk,
    readonly name: string,
  ) {
    this.folder = join(desk.cluster.controlPlane.folder, 'projects', name);
    this.home = join(desk.cluster.controlPlane.folder, 'homes', name);
    for (const folder of [this.folder, this.home]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(this.home, 'token.txt'), `${TOKEN}\n`, { mode: 0o600 });
  }

  /** The environment of its user. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: `${controlPlaneAssets()}:${process.env.PATH}`, HOME: this.home };
  }

  /** Writes `deskrun.yaml`. By default, the repository of a runner set has its name. */
  configure(...runners: readonly RunnerEntry[]): this {
    const entries = runners.map(runner => ({
      repository: `${this.desk.github.url}/rubionic/${runner.name}`,
      containerMode: 'kubernetes-novolume',
      auth: { secret: 'github' },
      ...runner,
    }));
    writeFileSync(
      join(this.folder, 'deskrun.yaml'),
      JSON.stringify({ namespace: this.name, arcVersion: arcBuild().version, runners: entries }),
    );
    return this;
  }

  /** Runs `deskrun` in its folder. */
  async deskrun(...args: string[]): Promise<Outcome> {
    const console = consoleIn(this.folder, this.env);
    const code = await run(args, console.io);
    return { code, stdout: console.stdout(), stderr: console.stderr() };
  }

  /** Runs `deskrun` in its folder, on the cluster. */
  onCluster(command: string, ...args: string[]): Promise<Outcome> {
    return this.deskrun(command, ...args, '--kubeconfig', this.desk.cluster.controlPlane.kubeconfig);
  }

  /** Runs `deskrun up` or `deskrun down` on the cluster, with a short timeout. */
  apply(command: 'up' | 'down', ...args: string[]): Promise<Outcome> {
    return this.onCluster(command, '--timeout', '40s', ...args);
  }

  /** Creates its namespace with the Secret `github`, which has the credential of its runners. */
  async createNamespace(): Promise<this> {
    await this.desk.cluster.apply([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.name } },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'github', namespace: this.name },
        stringData: { github_token: TOKEN },
      },
    ]);
    return this;
  }

  /**
   * The objects of some kinds in its namespace, without those that the garbage collector deletes: it does not run here.
   */
  async objects(...kinds: string[]): Promise<Manifest[]> {
    const all = await this.desk.cluster.list(...kinds);
    const there = new Set(all.map(({ metadata }) => metadata.uid as string));
    const isKept = ({ metadata }: Manifest): boolean =>
      ((metadata.ownerReferences as Manifest[] | undefined) ?? []).every(({ uid }) => there.has(uid as string));
    return all.filter(object => object.metadata.namespace === this.name && isKept(object));
  }

  /** `Kind name` of the objects that `deskrun` created in its namespace. */
  async createdObjects(): Promise<string[]> {
    const found = await this.objects(...KINDS);
    return found
      .filter(({ metadata }) => metadata.labels?.['deskrun.dev/project'] !== undefined)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .sort();
  }
}
