import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceAccountReference } from '../../src';
import { arcAssets } from './assets';
import type { Cluster } from './cluster';
import { NewerDefinitions } from './newer-definitions';
import { Program } from './program';

/** A real controller of all namespaces, in an account of the cluster and with that account's rights. */
export class Manager {
  private constructor(
    private readonly program: Program,
    private readonly definitions: NewerDefinitions,
  ) {}

  static async start(cluster: Cluster, account: ServiceAccountReference): Promise<Manager> {
    const { api, folder } = cluster.controlPlane;
    const definitions = await NewerDefinitions.of(api, await cluster.tokenOf(account));
    const kubeconfig = join(folder, 'controller.kubeconfig');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'test', cluster: { server: definitions.url } }],
        contexts: [{ name: 'test', context: { cluster: 'test', user: '' } }],
        'current-context': 'test',
      }),
    );
    const program = new Program(
      join(arcAssets(), 'manager'),
      [
        '--auto-scaling-runner-set-only',
        '--log-level=debug',
        '--log-format=text',
        '--update-strategy=immediate',
        '--metrics-addr=0',
        '--listener-metrics-addr=0',
        '--listener-metrics-endpoint=',
      ],
      join(folder, 'manager.log'),
      {
        KUBECONFIG: kubeconfig,
        CONTROLLER_MANAGER_POD_NAMESPACE: account.namespace,
        CONTROLLER_MANAGER_CONTAINER_IMAGE: 'controller:test',
      },
    );
    return new Manager(program, definitions);
  }

  get runs(): boolean {
    return this.program.runs;
  }

  /** The end of what it has said. */
  get lastWords(): string {
    return this.program.lastWords;
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await this.definitions.stop();
  }
}
