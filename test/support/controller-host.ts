import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import { Manager } from './manager';
import type { Manifest } from './sets';

const POLL_INTERVAL_MS = 200;
const CONTROLLERS = '/apis/apps/v1/deployments?labelSelector=app.kubernetes.io%2Fpart-of%3Dgha-rs-controller';

/**
 * Does for the Deployment of a controller what Kubernetes and a node would: while it is there, a real controller runs
 * for each of its replicas, with the arguments, environment and ServiceAccount of its pod template. One that ends is
 * started again, and all are when the pod template changes. The status of the Deployment says so.
 */
export class ControllerHost {
  private managers: Manager[] = [];
  private template = '';
  private started = 0;
  private stopped = false;
  private readonly logs: string[] = [];
  private readonly work: Promise<void>;

  private constructor(private readonly cluster: Cluster) {
    this.work = this.run();
  }

  static start(cluster: Cluster): ControllerHost {
    return new ControllerHost(cluster);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.work;
    await this.stopManagers();
  }

  get runs(): boolean {
    return this.managers.length > 0;
  }

  /** The number of controllers that were started. */
  get starts(): number {
    return this.started;
  }

  /** The last lines of each controller's log. */
  get log(): string {
    const logs = this.managers.map(manager => manager.lastWords);
    return [...this.logs.slice(-3), ...(logs.length > 0 ? logs : ['no controller runs'])].join('\n');
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.poll().catch((error: unknown) => this.logs.push(String(error)));
      await sleep(POLL_INTERVAL_MS);
    }
  }

  private async poll(): Promise<void> {
    const found = await this.cluster.controlPlane.api.get(CONTROLLERS);
    if (found === undefined) return;
    const [deployment] = (JSON.parse(found) as { items: Manifest[] }).items;
    const template = JSON.stringify(deployment?.spec.template ?? null);
    const replicas = (deployment?.spec.replicas as number | undefined) ?? 0;
    const failed = this.managers.some(manager => !manager.runs);
    if (failed) this.logs.push(...this.managers.map(manager => manager.lastWords));
    if (failed || template !== this.template || replicas < this.managers.length) await this.stopManagers();
    this.template = template;
    while (deployment !== undefined && this.managers.length < replicas)
      this.managers.push(await Manager.start(this.cluster, deployment, `manager-${++this.started}`));
    if (deployment !== undefined) await this.report(deployment);
  }

  private async stopManagers(): Promise<void> {
    await Promise.all(this.managers.map(manager => manager.stop()));
    this.managers = [];
  }

  private async report({ metadata: { namespace, name, generation }, status }: Manifest): Promise<void> {
    const running = this.managers.length;
    if (status?.observedGeneration === generation && status?.availableReplicas === running) return;
    await this.cluster.controlPlane.api.send(
      'PATCH',
      `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/status`,
      {
        status: {
          observedGeneration: generation,
          replicas: running,
          updatedReplicas: running,
          readyReplicas: running,
          availableReplicas: running,
        },
      },
    );
  }
}
