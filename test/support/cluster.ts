import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chart } from 'cdk8s';
import { ArcCrds, DeskrunApp, type ServiceAccountReference } from '../../src';
import { controlPlaneAssets } from './assets';
import { startControlPlane, type ControlPlane, type ControlPlaneOptions } from './control-plane';
import { listResource } from './resources';
import type { Manifest } from './sets';

/** The output of a command and its exit code. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * An API server and what tests do with it as its administrator: apply manifests and delete them, list objects, run
 * kubectl.
 *
 * Applying, deleting and dry runs go through kubectl, as our documentation tells people to; {@link list} and {@link
 * tokenOf} ask the API server directly, since tests call them again and again.
 */
export class Cluster {
  private readonly existing = new Set<string>();

  private constructor(readonly controlPlane: ControlPlane) {}

  static async start(options?: ControlPlaneOptions): Promise<Cluster> {
    return new Cluster(await startControlPlane(options));
  }

  /** Connects to a running cluster. */
  static of(controlPlane: ControlPlane): Cluster {
    return new Cluster(controlPlane);
  }

  stop(): Promise<void> {
    return this.controlPlane.stop();
  }

  /** Runs kubectl as a cluster administrator. */
  kubectl(args: readonly string[], stdin = ''): Promise<Outcome> {
    return this.run(join(controlPlaneAssets(), 'kubectl'), args, { stdin });
  }

  /** Runs commands in a shell that has kubectl in its PATH and a kubeconfig of the administrator. */
  shell(commands: string, cwd: string): Promise<Outcome> {
    return this.run('/bin/bash', ['-euo', 'pipefail', '-c', commands], { cwd });
  }

  private run(
    file: string,
    args: readonly string[],
    { stdin = '', cwd }: { stdin?: string; cwd?: string },
  ): Promise<Outcome> {
    const { kubeconfig, folder } = this.controlPlane;
    return new Promise((resolve, reject) => {
      const child = spawn(file, args, {
        cwd,
        env: { PATH: `${controlPlaneAssets()}:${process.env.PATH}`, KUBECONFIG: kubeconfig, HOME: folder },
      });
      const said = { stdout: '', stderr: '' };
      child.stdout.setEncoding('utf8').on('data', (part: string) => (said.stdout += part));
      child.stderr.setEncoding('utf8').on('data', (part: string) => (said.stderr += part));
      child.once('error', reject).once('close', status => resolve({ status, ...said }));
      child.stdin.end(stdin);
    });
  }

  /**
   * Applies manifests or YAML, as the documentation recommends, and returns the objects.
   * @throws with the error of the server when it refuses an object
   */
  async apply(manifests: readonly Manifest[] | string): Promise<Manifest[]> {
    return itemsOf(
      await this.succeed(
        ['apply', '--server-side', '--validate=strict', '--output=json', '--filename=-'],
        textOf(manifests),
      ),
    );
  }

  /** The error of a strict server-side dry run of manifests; empty when the server accepts them. */
  async refusal(manifests: readonly Manifest[] | string): Promise<string> {
    const { status, stderr } = await this.kubectl(
      ['create', '--dry-run=server', '--validate=strict', '--output=name', '--filename=-'],
      textOf(manifests),
    );
    return status === 0 ? '' : stderr;
  }

  /**
   * Lists all objects of some resources (`pods`, `autoscalingrunnersets`), in all namespaces.
   * @throws when the server does not have a resource
   */
  async list(...kinds: string[]): Promise<Manifest[]> {
    const { api } = this.controlPlane;
    return (await Promise.all(kinds.map(kind => listResource(api, kind)))).flat();
  }

  /** Applies the CRDs of ARC and waits until they are established. */
  async applyCrds(): Promise<void> {
    const chart = new Chart(new DeskrunApp(), 'crds');
    new ArcCrds(chart, 'crds');
    await this.apply(chart.toJson());
    // `kubectl wait` fails on a CRD that has no conditions yet.
    while (!(await this.list('customresourcedefinitions')).every(isEstablished)) await sleep(100);
  }

  /**
   * Creates objects that manifests need and do not contain: their namespaces, and the PriorityClasses of their pods.
   */
  async createPrerequisites(manifests: readonly Manifest[]): Promise<void> {
    const namespaces = manifests.map(({ metadata }) => String(metadata.namespace ?? 'default'));
    const priorities = manifests
      .flatMap(manifest => podsOf(manifest))
      .map(({ spec }) => String(spec.priorityClassName ?? ''))
      .filter(name => name !== '' && !name.startsWith('system-'));
    const missing = [
      ...unique(namespaces).map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      ...unique(priorities).map(name => ({
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name },
        value: 1,
      })),
    ].filter(({ kind, metadata: { name } }) => !this.existing.has(`${kind} ${name}`));
    if (missing.length === 0) return;
    await this.apply(missing);
    for (const { kind, metadata } of missing) this.existing.add(`${kind} ${metadata.name}`);
  }

  /** Deletes all applied objects and removes their finalizers: no controller runs. Namespaces and CRDs remain. */
  async deleteAll(manifests: readonly Manifest[]): Promise<void> {
    const own = manifests.filter(({ kind }) => !['Namespace', 'CustomResourceDefinition'].includes(kind as string));
    const guarded = own.filter(({ metadata }) => metadata.finalizers !== undefined);
    if (guarded.length > 0)
      await this.apply(guarded.map(({ metadata: { finalizers: _, ...metadata }, ...rest }) => ({ ...rest, metadata })));
    await this.succeed(['delete', '--filename=-'], textOf(own));
    for (const { kind, metadata } of own) this.existing.delete(`${kind} ${metadata.name}`);
  }

  /**
   * Returns a token of a ServiceAccount, valid for an hour.
   * @throws with the response of the server when the ServiceAccount does not exist
   */
  async tokenOf({ namespace, name }: ServiceAccountReference): Promise<string> {
    const reply = await this.controlPlane.api.send(
      'POST',
      `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
      { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } },
    );
    if (reply?.status !== 201) throw new Error(`no token of ${namespace}/${name}: ${reply?.text ?? 'no answer'}`);
    return (JSON.parse(reply.text) as { status: { token: string } }).status.token;
  }

  /** Runs kubectl. @throws with the error of kubectl if it fails */
  async succeed(args: readonly string[], stdin?: string): Promise<string> {
    const { status, stdout, stderr } = await this.kubectl(args, stdin);
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
}

/** Returns the pods of a manifest, with everything that admission in its namespace checks. */
export function podsOf({ kind, metadata, spec }: Manifest): Manifest[] {
  const pod = (template: Manifest) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name: metadata.name, namespace: metadata.namespace },
    spec: template.spec,
  });
  if (kind === 'Pod') return [pod({ metadata, spec })];
  return spec?.template?.spec?.containers ? [pod(spec.template)] : [];
}

function isEstablished({ status }: Manifest): boolean {
  return ((status?.conditions as Manifest[] | undefined) ?? []).some(
    condition => condition.type === 'Established' && condition.status === 'True',
  );
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function textOf(manifests: readonly Manifest[] | string): string {
  return typeof manifests === 'string'
    ? manifests
    : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
}

function itemsOf(json: string): Manifest[] {
  const answer = JSON.parse(json);
  return answer.kind === 'List' ? answer.items : [answer];
}
