import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { arcAssets } from './assets';
import type { Cluster } from './cluster';
import { startAsPod } from './pod-program';
import type { Program } from './program';
import type { Manifest } from './sets';

const POLL_INTERVAL_MS = 200;

interface Listener {
  readonly pod: Manifest;
  readonly program: Program;
  readonly startedAt: string;
}

/**
 * A fake node. It runs the real programs of listeners and reports their end. It reports all other pods as running,
 * until {@link endPod}. Pods are not bound to it, so that the API server removes deleted pods at once.
 */
export class Node {
  private readonly listeners = new Map<string, Listener>();
  private readonly logs: string[] = [];
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
    await Promise.all([...this.listeners.values()].map(({ program }) => program.stop()));
  }

  /** The last lines of each listener's log. */
  get log(): string {
    return [
      ...this.logs.slice(-5),
      ...[...this.listeners.values()].map(({ pod, program }) => `${pod.metadata.name}: ${program.log}`),
    ].join('\n');
  }

  /** Ends a running pod, as when its first container exits. */
  async endPod(namespace: string, name: string, exitCode = 0): Promise<void> {
    const pod = JSON.parse((await this.cluster.controlPlane.api.get(podPath(namespace, name))) ?? 'null');
    if (pod === null) throw new Error(`no pod ${namespace}/${name}`);
    await this.reportEnd(pod, exitCode, pod.status.containerStatuses[0].state.running.startedAt as string);
  }

  /** Kills the program of a listener. @throws when it does not run */
  killListener(name: string): void {
    const found = [...this.listeners.values()].find(({ pod }) => pod.metadata.name === name);
    if (found === undefined) throw new Error(`no listener ${name} runs`);
    found.program.kill();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.poll().catch((error: unknown) => this.logs.push(String(error)));
      await sleep(POLL_INTERVAL_MS);
    }
  }

  private async poll(): Promise<void> {
    const pods = JSON.parse((await this.cluster.controlPlane.api.get('/api/v1/pods')) ?? '{}').items as
      Manifest[] | undefined;
    if (!pods) return;
    const there = new Set(pods.map(({ metadata }) => metadata.uid as string));
    for (const [uid, { pod, program, startedAt }] of this.listeners) {
      if (there.has(uid) && program.runs) continue;
      this.listeners.delete(uid);
      await program.stop();
      if (!there.has(uid)) continue;
      this.logs.push(`${pod.metadata.name} ended with ${program.exitCode}: ${program.log}`);
      await this.reportEnd(pod, program.exitCode, startedAt);
    }
    for (const pod of pods.filter(({ status }) => status.phase === 'Pending')) await this.start(pod);
  }

  private async start(pod: Manifest): Promise<void> {
    const startedAt = new Date().toISOString();
    if (pod.metadata.labels?.['app.kubernetes.io/component'] === 'runner-scale-set-listener')
      this.listeners.set(pod.metadata.uid, { pod, program: await this.startListener(pod), startedAt });
    await this.report(pod, 'Running', { running: { startedAt } });
  }

  private async startListener({ metadata: { namespace, name }, spec }: Manifest): Promise<Program> {
    const folder = join(this.cluster.controlPlane.folder, name as string);
    mkdirSync(folder, { recursive: true });
    const secretName = (spec.volumes as Manifest[]).find(({ secret }) => secret !== undefined).secret
      .secretName as string;
    const secret = JSON.parse(
      (await this.cluster.controlPlane.api.get(`/api/v1/namespaces/${namespace}/secrets/${secretName}`)) ?? 'null',
    );
    if (secret === null) throw new Error(`no Secret ${namespace}/${secretName} for ${name}`);
    const config = join(folder, 'config.json');
    writeFileSync(config, Buffer.from(secret.data['config.json'] as string, 'base64'), { mode: 0o600 });
    return startAsPod(this.cluster, {
      name: name as string,
      serviceAccount: { namespace, name: spec.serviceAccountName },
      file: join(arcAssets(), 'listener'),
      env: { LISTENER_CONFIG_PATH: config },
    });
  }

  /** An ended container is not restarted: runners and listeners have restartPolicy Never. */
  private reportEnd(pod: Manifest, exitCode: number, startedAt: string): Promise<void> {
    const failed = exitCode !== 0;
    return this.report(pod, failed ? 'Failed' : 'Succeeded', {
      terminated: {
        exitCode,
        reason: failed ? 'Error' : 'Completed',
        startedAt,
        finishedAt: new Date().toISOString(),
        containerID: `test://${pod.metadata.uid}`,
      },
    });
  }

  private async report({ metadata: { namespace, name }, spec }: Manifest, phase: string, state: object): Promise<void> {
    const containerStatuses = (spec.containers as Manifest[]).map(container => ({
      name: container.name,
      image: container.image,
      imageID: '',
      ready: phase === 'Running',
      restartCount: 0,
      state,
    }));
    await this.cluster.controlPlane.api.send('PATCH', `${podPath(namespace, name)}/status`, {
      status: { phase, containerStatuses },
    });
  }
}

function podPath(namespace: string, name: string): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}
