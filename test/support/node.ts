import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { arcAssets } from './assets';
import type { Cluster } from './cluster';
import { endingWithUs, Program } from './program';
import type { Manifest } from './sets';

const LOOKS_EVERY_MS = 200;

/**
 * Stands in for a node. It runs listeners, which are real programs; of every other pod it says that it runs. Pods are not bound to it,
 * so that the server removes them as soon as they are deleted.
 */
export class Node {
  private readonly listeners = new Map<string, Program>();
  private readonly said: string[] = [];
  private stopped = false;
  private readonly work: Promise<void>;

  private constructor(private readonly cluster: Cluster) {
    this.work = this.run();
  }

  static start(cluster: Cluster): Node {
    return new Node(cluster);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.work;
    await Promise.all([...this.listeners.values()].map(listener => listener.stop()));
  }

  /** The end of what each listener has said. */
  get lastWords(): string {
    return [...this.said, ...[...this.listeners.values()].map(listener => listener.lastWords)].join('\n');
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.look().catch((error: unknown) => this.said.push(String(error)));
      await sleep(LOOKS_EVERY_MS);
    }
  }

  private async look(): Promise<void> {
    const pods = JSON.parse((await this.cluster.controlPlane.api.get('/api/v1/pods')) ?? '{}').items as
      Manifest[] | undefined;
    if (!pods) return;
    const there = new Set(pods.map(({ metadata }) => metadata.uid as string));
    for (const [uid, listener] of this.listeners) {
      if (there.has(uid)) continue;
      this.listeners.delete(uid);
      await listener.stop();
    }
    for (const pod of pods.filter(({ status }) => status.phase === 'Pending')) await this.start(pod);
  }

  private async start(pod: Manifest): Promise<void> {
    const {
      metadata: { namespace, name, uid, labels },
      spec,
    } = pod;
    if (labels?.['app.kubernetes.io/component'] === 'runner-scale-set-listener')
      this.listeners.set(uid, await this.startListener(pod));
    const containerStatuses = (spec.containers as Manifest[]).map(container => ({
      name: container.name,
      image: container.image,
      imageID: '',
      ready: true,
      restartCount: 0,
      state: { running: { startedAt: new Date().toISOString() } },
    }));
    await this.cluster.controlPlane.api.ask('PATCH', `/api/v1/namespaces/${namespace}/pods/${name}/status`, {
      status: { phase: 'Running', containerStatuses },
    });
  }

  /** A listener finds its rights where every pod does, so that it needs a view of the file system of its own. */
  private async startListener({ metadata: { namespace, name }, spec }: Manifest): Promise<Program> {
    const { api, folder: own } = this.cluster.controlPlane;
    const folder = join(own, name as string);
    mkdirSync(folder, { recursive: true });
    const secretName = (spec.volumes as Manifest[]).find(({ secret }) => secret !== undefined).secret
      .secretName as string;
    const secret = JSON.parse(
      await this.cluster.succeed(['get', 'secret', secretName, `--namespace=${namespace}`, '--output=json']),
    );
    writeFileSync(join(folder, 'config.json'), Buffer.from(secret.data['config.json'] as string, 'base64'), {
      mode: 0o600,
    });
    writeFileSync(join(folder, 'token'), await this.cluster.tokenOf({ namespace, name: spec.serviceAccountName }), {
      mode: 0o600,
    });

    const account = '/run/secrets/kubernetes.io/serviceaccount';
    const commands = `mount -t tmpfs tmpfs /run && mkdir -p ${account} && cp "$1/token" ${account}/ && cp "$2" ${account}/ca.crt && shift 2 && exec "$@"`;
    const { hostname, port } = new URL(api.server);
    const [file, args] = endingWithUs(join(arcAssets(), 'listener'), []);
    return new Program(
      '/usr/bin/unshare',
      ['--user', '--map-root-user', '--mount', '/bin/sh', '-c', commands, 'sh', folder, api.certificate, file, ...args],
      join(folder, 'log'),
      {
        PATH: '/usr/bin:/bin',
        LISTENER_CONFIG_PATH: join(folder, 'config.json'),
        KUBERNETES_SERVICE_HOST: hostname,
        KUBERNETES_SERVICE_PORT: port,
      },
    );
  }
}
