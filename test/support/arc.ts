import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { GitHubAuth, RunnerSet, type RunnerSetProps } from '../../src';
import { synthController } from '../controller/controllers';
import { arcBuild } from './arc-build';
import { arcAssets } from './assets';
import { Cluster } from './cluster';
import { FakeGitHub } from './fake-github';
import type { JobResult } from './fake-github-jobs';
import { Node } from './node';
import { Manager } from './manager';
import { runnerChart, type Manifest, type Surroundings } from './sets';

export const CONTROLLER_NAMESPACE = 'arc-systems';
export const RUNNER_NAMESPACE = 'arc-runners';

/** The kinds that a controller reads or creates. */
export const KINDS = [
  'autoscalingrunnersets',
  'autoscalinglisteners',
  'ephemeralrunnersets',
  'ephemeralrunners',
  'pods',
  'secrets',
  'serviceaccounts',
  'roles',
  'rolebindings',
  'configmaps',
];

const TOKEN = 'not-a-token';
const TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 100;

/** A listener that refers to a missing EphemeralRunnerSet this many times in a row is stale. */
const POLLS_UNTIL_STALE = 30;

/**
 * A real controller on a cluster, with the ServiceAccount and the permissions of ArcController; a fake node that runs
 * its pods; and a fake GitHub that accepts the Secrets `github` and `github-app` of the namespace of the runners.
 */
export class Arc {
  private constructor(
    readonly cluster: Cluster,
    readonly github: FakeGitHub,
    private manager: Manager,
    private readonly node: Node,
    private readonly deployment: Manifest,
  ) {}

  static async start(): Promise<Arc> {
    const key = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const github = await FakeGitHub.start({
      token: TOKEN,
      app: { id: '7', installationId: '8', publicKey: key.publicKey },
    });
    const cluster = await Cluster.start();
    await cluster.applyCrds();
    await cluster.apply([
      ...controllerOnlyCrds(),
      ...[CONTROLLER_NAMESPACE, RUNNER_NAMESPACE].map(name => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      })),
    ]);
    const { manifests, deployment } = synthController({}, { arcVersion: arcBuild().version });
    await cluster.apply([
      ...manifests,
      credential('github', { github_token: TOKEN }),
      credential('github-app', {
        github_app_id: '7',
        github_app_installation_id: '8',
        github_app_private_key: key.privateKey,
      }),
    ]);
    return new Arc(cluster, github, await Manager.start(cluster, deployment), Node.start(cluster), deployment);
  }

  async stop(): Promise<void> {
    await this.manager.stop();
    await this.node.stop();
    await this.cluster.stop();
    await this.github.stop();
  }

  /** Stops the controller, as after the deletion of its Deployment. The objects that it created remain. */
  stopManager(): Promise<void> {
    return this.manager.stop();
  }

  /** Starts the controller again. */
  async restartManager(): Promise<void> {
    this.manager = await Manager.start(this.cluster, this.deployment);
  }

  /** Kills the listener of a set, as a node without memory does. */
  async killListener(set: string): Promise<void> {
    const { AutoscalingListener: [listener] = [] } = await this.objectsOf(set);
    this.node.killListener(listener.metadata.name as string);
  }

  /** Completes a job. The runner that ran it exits. */
  async completeJob(jobId: number, result?: JobResult): Promise<void> {
    const { runner } = this.github.completeJob(jobId, result);
    if (runner) await this.node.endPod(RUNNER_NAMESPACE, runner.name);
  }

  /** Waits until the listener of a set has a session at GitHub. */
  async waitForListener(set: string): Promise<void> {
    await this.waitFor(`${set} has a listener`, () => {
      const found = [...this.github.scaleSets.values()].find(({ name }) => name === set);
      return Promise.resolve(found && [...this.github.sessions.values()].includes(found.id) ? true : undefined);
    });
  }

  /**
   * Waits until a set has exactly this number of runners, all running and registered at GitHub, and returns their
   * names.
   */
  runners(set: string, count: number): Promise<string[]> {
    return this.waitFor(`${set} has ${count} runners`, async () => {
      const { EphemeralRunner: runners = [] } = await this.objectsOf(set);
      const registered = new Set([...this.github.runners.values()].map(({ name }) => name));
      const running = runners.filter(
        ({ metadata, status }) => status?.phase === 'Running' && registered.has(metadata.name as string),
      );
      const names = running.map(({ metadata }) => metadata.name as string).sort();
      return runners.length === count && names.length === count ? names : undefined;
    });
  }

  /** Creates a runner set for a repository of this GitHub, with one idle runner. */
  set(
    name: string,
    props: Pick<RunnerSetProps, 'containerMode'> & Partial<RunnerSetProps>,
    around?: Surroundings,
  ): Manifest[] {
    const { version, isOlder } = arcBuild();
    // Code that is older than sidecar containers drops the field that makes an init container a sidecar.
    const kubernetesVersion = isOlder ? '1.28' : undefined;
    const chart = runnerChart({ arcVersion: version, kubernetesVersion, ...around });
    new RunnerSet(chart, 'set', {
      name,
      githubConfigUrl: `${this.github.url}/rubionic/${name}`,
      auth: GitHubAuth.fromSecret('github'),
      minRunners: 1,
      ...props,
    });
    return chart.toJson();
  }

  /**
   * The objects of a set by kind: those that were applied, and those that the controller created. Without objects that
   * the garbage collector deletes, which does not run here.
   */
  async objectsOf(name: string): Promise<Record<string, Manifest[]>> {
    const objects = await this.cluster.list(...KINDS);
    const there = new Set(objects.map(({ metadata }) => metadata.uid as string));
    const kept = objects.filter(({ metadata }) =>
      ((metadata.ownerReferences as Manifest[] | undefined) ?? []).every(({ uid }) => there.has(uid as string)),
    );
    const own = kept.filter(
      ({ metadata }) =>
        metadata.labels?.['actions.github.com/scale-set-name'] === name || String(metadata.name).startsWith(`${name}-`),
    );
    const kinds = [...new Set(own.map(({ kind }) => kind as string))];
    return Object.fromEntries(kinds.map(kind => [kind, own.filter(object => object.kind === kind)]));
  }

  /** Applies a set and waits for its runner. */
  async run(manifests: readonly Manifest[]): Promise<SettledSet> {
    await this.cluster.apply(manifests);
    return this.waitForSettled(manifests.find(({ kind }) => kind === 'AutoscalingRunnerSet').metadata.name as string);
  }

  /**
   * Waits until a set has one object of each kind, its runner runs, and all statuses are up to date. Returns its
   * objects.
   */
  async waitForSettled(name: string, differs: (set: SettledSet) => boolean = () => true): Promise<SettledSet> {
    let deadLooks = 0;
    return this.waitFor(`${name} has a runner`, async () => {
      const {
        AutoscalingRunnerSet: [set] = [],
        AutoscalingListener: listeners = [],
        EphemeralRunnerSet: runnerSets = [],
        EphemeralRunner: runners = [],
        Pod: pods = [],
      } = await this.objectsOf(name);
      const names = runnerSets.map(({ metadata }) => metadata.name as string);
      const isDead = listeners.some(({ spec }) => !names.includes(spec.ephemeralRunnerSetName as string));
      deadLooks = isDead ? deadLooks + 1 : 0;
      if (deadLooks === POLLS_UNTIL_STALE) await this.recreateListener(listeners[0]);

      const pod = pods.find(({ metadata }) => metadata.name === runners[0]?.metadata.name);
      const single = [listeners, runnerSets, runners].every(({ length }) => length === 1);
      const running =
        pod?.status.phase === 'Running' &&
        runners[0]?.status?.phase === 'Running' &&
        set?.status?.currentRunners === 1 &&
        isReported(runnerSets[0]);
      const settled = { set, listener: listeners[0], runnerSet: runnerSets[0], runner: runners[0], pod } as SettledSet;
      return single && running && differs(settled) ? settled : undefined;
    });
  }

  /**
   * In ARC 0.14 a new set may have a listener for a deleted EphemeralRunnerSet
   * (actions/actions-runner-controller#4661). Replaces such a listener, for tests that are not about it.
   */
  private async recreateListener({ metadata: { namespace, name } }: Manifest): Promise<void> {
    await this.cluster.succeed(['delete', 'autoscalinglistener', name, `--namespace=${namespace}`]);
  }

  /** Waits until `look` returns a value. */
  async waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + TIMEOUT_MS;
    while (Date.now() < deadline) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(POLL_INTERVAL_MS);
    }
    throw new Error(`not after ${TIMEOUT_MS / 1000} s: ${what}\n${this.manager.lastWords}\n${this.node.log}`);
  }
}

/**
 * Reports whether a runner set counts its one runner as running, and its listener has no more patches to send. The
 * counts of the AutoscalingRunnerSet may be outdated: they are written when the total changes.
 */
function isReported({ spec, status }: Manifest): boolean {
  return status?.runningEphemeralRunners === 1 && !status.pendingEphemeralRunners && !spec.patchID;
}

/** The objects that a controller creates for a set with one runner, one of each kind. */
export interface SettledSet {
  readonly set: Manifest;
  readonly listener: Manifest;
  readonly runnerSet: Manifest;
  readonly runner: Manifest;
  readonly pod: Manifest;
}

export function credential(name: string, stringData: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: RUNNER_NAMESPACE }, stringData };
}

/** The CRDs of objects that only the controller creates, from ARC itself. The others come from the library. */
export function controllerOnlyCrds(): Manifest[] {
  return ['ephemeralrunnersets', 'ephemeralrunners'].flatMap(kind =>
    parseAllDocuments(readFileSync(join(arcAssets(), 'crds', `actions.github.com_${kind}.yaml`), 'utf8')).map(
      document => document.toJS(),
    ),
  );
}
