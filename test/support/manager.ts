import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minorOf } from '../../src/app/versions';
import { arcBuild, knownArguments } from './arc-build';
import { arcAssets } from './assets';
import type { Cluster } from './cluster';
import { NewerCrdProxy } from './newer-crd-proxy';
import { startAsPod } from './pod-program';
import type { Program } from './program';
import type { Manifest } from './sets';

/**
 * A real controller that runs like a pod of its Deployment: with the arguments and environment of the container, and
 * the ServiceAccount of the pod.
 */
export class Manager {
  private constructor(
    private readonly program: Program,
    private readonly proxy: NewerCrdProxy | undefined,
  ) {}

  /**
   * Starts a pod of a Deployment, whose files are in the folder `name`.
   *
   * @throws when the Deployment is of another version of ARC
   */
  static async start(cluster: Cluster, deployment: Manifest, name = 'manager'): Promise<Manager> {
    const { namespace } = deployment.metadata as { namespace: string };
    const { serviceAccountName, containers } = deployment.spec.template.spec;
    const container = (containers as Manifest[]).find(candidate => candidate.name === 'manager');
    const { version, isOlder } = arcBuild();
    const [, tag] = /:v?(\d+\.\d+\.\d+)[^:/]*$/.exec(container.image as string) ?? [];
    if (tag === undefined || minorOf(tag) !== minorOf(version))
      throw new Error(`${container.image} cannot be run: ARC_ASSETS has version ${version}`);

    const serviceAccount = { namespace, name: serviceAccountName as string };
    const proxy = isOlder
      ? await NewerCrdProxy.of(cluster.controlPlane.api, await cluster.tokenOf(serviceAccount))
      : undefined;
    const program = await startAsPod(cluster, {
      name,
      serviceAccount,
      file: join(arcAssets(), 'manager'),
      args: knownArguments(container.args as string[]),
      env: { ...environmentOf(container, namespace), ...(proxy && kubeconfigOf(proxy, cluster, name)) },
    });
    return new Manager(program, proxy);
  }

  get runs(): boolean {
    return this.program.runs;
  }

  /** The last lines of its log. */
  get lastWords(): string {
    return this.program.log;
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await this.proxy?.stop();
  }
}

/** The environment variables of a container with a value, or with the namespace of its pod. */
function environmentOf(container: Manifest, namespace: string): Record<string, string> {
  return Object.fromEntries(
    (container.env as Manifest[]).flatMap(({ name, value, valueFrom }): [string, string][] => {
      if (valueFrom?.fieldRef?.fieldPath === 'metadata.namespace') return [[name, namespace]];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Writes a kubeconfig for a controller behind a proxy: with the files of its pod it would use TLS. */
function kubeconfigOf(proxy: NewerCrdProxy, cluster: Cluster, name: string): Record<string, string> {
  const folder = join(cluster.controlPlane.folder, name);
  mkdirSync(folder, { recursive: true });
  const KUBECONFIG = join(folder, 'kubeconfig');
  writeFileSync(
    KUBECONFIG,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server: proxy.url } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: '' } }],
      'current-context': 'test',
    }),
  );
  return { KUBECONFIG };
}
