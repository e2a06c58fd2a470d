import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import { Manager } from './manager';
import type { Manifest } from './sets';

const LOOKS_EVERY_MS = 400;
const CONTROLLERS = '/apis/apps/v1/deployments?labelSelector=app.kubernetes.io%2Fpart-of%3Dgha-rs-controller';

/**
 * Does for the Deployment of a controller what Kubernetes and a node would: while it is there, a real controller runs in its account,
 * and is started again when it ends. The Deployment's status says so; what its container is told is not looked at, since the
 * controller that we have is an older one.
 */
export class ControllerHost {
  private manager: Manager | undefined;
  private stopped = false;
  private readonly said: string[] = [];
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
    await this.manager?.stop();
  }

  get runs(): boolean {
    return this.manager !== undefined;
  }

  /** The end of what the controller has said. */
  get lastWords(): string {
    return [...this.said.slice(-3), this.manager?.lastWords ?? 'no controller runs'].join('\n');
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.look().catch((error: unknown) => this.said.push(String(error)));
      await sleep(LOOKS_EVERY_MS);
    }
  }

  private async look(): Promise<void> {
    const found = await this.cluster.controlPlane.api.get(CONTROLLERS);
    if (found === undefined) return;
    const [deployment] = (JSON.parse(found) as { items: Manifest[] }).items;
    const wanted = deployment !== undefined && deployment.spec.replicas !== 0;
    if (this.manager !== undefined && !(wanted && this.manager.runs)) {
      this.said.push(this.manager.lastWords);
      await this.manager.stop();
      this.manager = undefined;
    }
    if (wanted && this.manager === undefined) {
      const {
        metadata: { namespace },
        spec,
      } = deployment;
      this.manager = await Manager.start(this.cluster, { namespace, name: spec.template.spec.serviceAccountName });
    }
    if (deployment !== undefined) await this.say(deployment, wanted ? 1 : 0);
  }

  private async say({ metadata: { namespace, name, generation }, status }: Manifest, running: number): Promise<void> {
    if (status?.observedGeneration === generation && status?.availableReplicas === running) return;
    await this.cluster.controlPlane.api.ask(
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
