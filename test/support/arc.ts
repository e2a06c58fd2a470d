import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { synthController } from '../controller/controllers';
import type { Cluster } from './cluster';
import { writeKubeconfig } from './control-plane';
import { Node } from './node';
import { Program } from './program';
import type { Manifest } from './sets';

/** What a controller is made of, in the folder that `ARC_ASSETS` names. */
const PARTS = ['manager', 'listener', 'crds'] as const;

/**
 * The folder with the programs of the Actions Runner Controller and its own definitions.
 *
 * @throws when `ARC_ASSETS` is not set, or names a folder without one of them
 */
export function arcAssets(): string {
  const assets = process.env.ARC_ASSETS;
  const remedy = 'build them with: export ARC_ASSETS=$(scripts/control-plane.sh arc)';
  if (!assets) throw new Error(`ARC_ASSETS must name the folder that has ${PARTS.join(', ')}, and is not set; ${remedy}`);
  const missing = PARTS.filter(part => !existsSync(join(assets, part)));
  if (missing.length > 0) throw new Error(`ARC_ASSETS is ${assets}, where there is no ${missing.join(' and no ')}; ${remedy}`);
  return assets;
}

const CONTROLLER_NAMESPACE = 'arc-systems';

/** A real controller on a cluster, in the account and with the rights that our ArcController gives it, and a node that runs its pods. */
export class Arc {
  private constructor(private readonly cluster: Cluster, private manager: Program, private readonly node: Node) {}

  /** @throws with the last words of the controller when it does not get ready */
  static async install(cluster: Cluster): Promise<Arc> {
    const { manifests, controller } = synthController();
    await cluster.defineRunnerSets();
    await cluster.apply([...ownDefinitions(), ...namespaces(CONTROLLER_NAMESPACE)]);
    await cluster.apply(manifests);
    const { api, folder } = cluster.controlPlane;
    writeKubeconfig(join(folder, 'controller.kubeconfig'), api, await cluster.tokenOf(controller.serviceAccount));
    return new Arc(cluster, startManager(cluster), Node.start(cluster));
  }

  /** Ends the controller, as when its Deployment is deleted; what it made stays. */
  async stopManager(): Promise<void> {
    await this.manager.stop();
  }

  /** Starts the controller again. */
  restartManager(): void {
    this.manager = startManager(this.cluster);
  }

  async stop(): Promise<void> {
    await this.manager.stop();
    await this.node.stop();
  }

  /** What the controller and its listeners said last. */
  get lastWords(): string {
    return `${this.manager.lastWords}\n${this.node.lastWords}`;
  }
}

function startManager(cluster: Cluster): Program {
  const { folder } = cluster.controlPlane;
  return new Program(join(arcAssets(), 'manager'), [
    '--auto-scaling-runner-set-only', '--log-level=debug', '--log-format=text', '--update-strategy=immediate',
    '--metrics-addr=0', '--listener-metrics-addr=0', '--listener-metrics-endpoint=',
  ], join(folder, 'manager.log'), {
    KUBECONFIG: join(folder, 'controller.kubeconfig'), CONTROLLER_MANAGER_POD_NAMESPACE: CONTROLLER_NAMESPACE, CONTROLLER_MANAGER_CONTAINER_IMAGE: 'controller:test',
  });
}

/** The controller's definitions of the objects that it alone makes. Those of runner sets are ours. */
function ownDefinitions(): Manifest[] {
  return ['ephemeralrunnersets', 'ephemeralrunners'].flatMap(kind =>
    parseAllDocuments(readFileSync(join(arcAssets(), 'crds', `actions.github.com_${kind}.yaml`), 'utf8')).map(document => document.toJS() as Manifest));
}

export function namespaces(...names: string[]): Manifest[] {
  return names.map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}
