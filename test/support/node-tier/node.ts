import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { Api } from '../api';
import { Cluster, podsOf, type Outcome } from '../cluster';
import type { Manifest } from '../sets';

const SCRIPT = join(__dirname, '../../../scripts/node.sh');
const TIMEOUT_MS = 120_000;

/** The address of the node, on a loopback interface that only its pods and these tests use. */
export const NODE_ADDRESS = '10.99.0.1';

/** A namespace of the test node, for one test file. */
export class NodeNamespace {
  private constructor(
    readonly cluster: Cluster,
    readonly name: string,
  ) {}

  /** Creates it. All pods are admitted. */
  static async create(name: string): Promise<NodeNamespace> {
    const cluster = await connect();
    await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }]);
    return new NodeNamespace(cluster, name);
  }

  /** Deletes it with all its objects, also those that wait for a controller that does not run. */
  async delete(): Promise<void> {
    const waiting = (await this.cluster.list('serviceaccounts', 'roles', 'rolebindings')).filter(
      ({ metadata }) => metadata.namespace === this.name && metadata.finalizers !== undefined,
    );
    for (const { kind, metadata } of waiting)
      await this.kubectl('patch', kind, metadata.name, '--type=merge', '--patch={"metadata":{"finalizers":null}}');
    await this.cluster.succeed(['delete', 'namespace', this.name, '--wait=true', '--timeout=90s']);
    await this.cluster.stop();
  }

  /** Runs kubectl in it. @throws unless it succeeds */
  kubectl(...args: string[]): Promise<string> {
    return this.cluster.succeed([...args, `--namespace=${this.name}`]);
  }

  /** Applies the manifests of a runner set, with its pod in place of the set, and waits until the pod is ready. */
  async runPodOf(manifests: readonly Manifest[]): Promise<Manifest> {
    const { metadata } = await this.createPodOf(manifests);
    return this.waitFor(`pod ${metadata.name} is ready`, async () => {
      const pod = await this.pod(metadata.name as string);
      return isReady(pod) ? pod : undefined;
    });
  }

  /** As {@link runPodOf}, without waiting. */
  async createPodOf(manifests: readonly Manifest[]): Promise<Manifest> {
    const [pod] = manifests.flatMap(podsOf);
    if (pod === undefined) throw new Error('no pod in the manifests');
    const others = manifests.filter(({ kind }) => kind !== 'AutoscalingRunnerSet' && kind !== 'Pod');
    await this.cluster.apply([...others, pod]);
    return pod;
  }

  /** Makes directories of the node persistent volumes, the only ones of a new storage class. Each is bound once. */
  async makeLocalVolumes(storageClassName: string, count = 1): Promise<void> {
    const names = Array.from({ length: count }, (_, index) => `${storageClassName}-${index + 1}`);
    onNode('mkdir', '-p', ...names.map(name => `/srv/${name}`));
    const hostname = { key: 'kubernetes.io/hostname', operator: 'In', values: ['node1'] };
    await this.cluster.apply([
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: storageClassName },
        provisioner: 'kubernetes.io/no-provisioner',
        volumeBindingMode: 'WaitForFirstConsumer',
      },
      ...names.map(name => ({
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name },
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          storageClassName,
          local: { path: `/srv/${name}` },
          nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [hostname] }] } },
        },
      })),
    ]);
  }

  async pod(name: string): Promise<Manifest> {
    return JSON.parse(await this.kubectl('get', 'pod', name, '--output=json'));
  }

  /** Returns the output of a script in a container of a pod. @throws unless it succeeds */
  async sh(pod: string, container: string, script: string): Promise<string> {
    const { status, stdout, stderr } = await this.attempt(pod, container, script);
    if (status !== 0) throw new Error(`${script}: ${stderr}${stdout}`);
    return stdout.trim();
  }

  /** Returns the result of a script in a container of a pod. */
  attempt(pod: string, container: string, script: string): Promise<Outcome> {
    return this.cluster.kubectl([
      ...['exec', pod, `--container=${container}`, `--namespace=${this.name}`],
      ...['--', '/bin/sh', '-e', '-c', script],
    ]);
  }

  /** Deletes a pod and waits until it is deleted. */
  async deletePod(name: string): Promise<void> {
    await this.kubectl('delete', 'pod', name, '--wait=true', '--timeout=60s');
  }

  /**
   * Waits until `look` returns a value.
   * @throws with the pods of the namespace at the timeout
   */
  async waitFor<T>(what: string, look: () => Promise<T | undefined>, withinMs = TIMEOUT_MS): Promise<T> {
    const deadline = Date.now() + withinMs;
    while (Date.now() < deadline) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(200);
    }
    throw new Error(`not after ${withinMs / 1000} s: ${what}\n${await this.describe()}`);
  }

  /** The pods and the last events, for error messages. */
  private async describe(): Promise<string> {
    const pods = await this.kubectl('get', 'pods', '--output=wide');
    const events = await this.kubectl('get', 'events', '--sort-by=.lastTimestamp', '--output=wide');
    return `${pods}\n${events.split('\n').slice(-20).join('\n')}`;
  }
}

/** Kills every container of the node at once, as a power failure does, and restarts the node with its disk. */
export function rebootNode(): void {
  execFileSync(SCRIPT, ['reboot']);
}

/** Runs a command as root on the node. */
export function onNode(...command: string[]): string {
  return execFileSync(SCRIPT, ['exec', ...command], { encoding: 'utf8' });
}

export function isReady({ status }: Manifest): boolean {
  return ((status.conditions as Manifest[] | undefined) ?? []).some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );
}

async function connect(): Promise<Cluster> {
  const kubeconfig = process.env.NODE_ACCESS as string;
  const access = parse(readFileSync(kubeconfig, 'utf8'));
  const [{ cluster }] = access.clusters;
  const [{ user }] = access.users;
  const api = new Api(cluster.server, cluster['certificate-authority'], user.token);
  const folder = mkdtempSync(join(tmpdir(), 'test-node-'));
  const { gitVersion } = JSON.parse((await api.get('/version')) ?? '{}');
  return Cluster.of({
    kubeconfig,
    api,
    version: gitVersion,
    folder,
    stop: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
}
