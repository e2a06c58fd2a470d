import { setTimeout as pause } from 'node:timers/promises';
import type { Io } from '../command';
import type { Manifest } from '../project';
import { runTool, ToolError } from '../tool';
import { parseApiResources, type ApiResource } from './api-resources';
import { errorMessage } from './error-message';
import { named, type LiveObject, type Named } from './objects';

/** The field manager of server-side apply. */
export const FIELD_MANAGER = 'deskrun';

/** The cluster to connect to. */
export interface Connection {
  /** The kubeconfig file. @default - that of kubectl: `$KUBECONFIG`, or `~/.kube/config` */
  readonly kubeconfig?: string;
  /** The context. @default - the current context of the kubeconfig */
  readonly context?: string;
}

/** Options of apply. */
export interface ApplyOptions {
  /** Whether to run a server-side dry run, which changes nothing. */
  readonly dryRun?: boolean;
  /** Whether to overwrite fields of other field managers. */
  readonly force?: boolean;
}

/** Runs kubectl. Objects are passed on stdin, since some are Secrets. */
export class Kubectl {
  constructor(
    private readonly io: Io,
    private readonly connection: Connection = {},
  ) {}

  /** The name of the cluster in messages. */
  get where(): string {
    const { kubeconfig, context } = this.connection;
    return (
      [
        ...(context === undefined ? [] : [`context ${context}`]),
        ...(kubeconfig === undefined ? [] : [`kubeconfig ${kubeconfig}`]),
      ].join(' of ') || "kubectl's current context"
    );
  }

  /** @throws ToolError when kubectl is not installed */
  clientVersion(): Promise<string> {
    return this.call(['version', '--client', '--output=json']);
  }

  /** All kinds that the API server serves. */
  async apiResources(): Promise<ApiResource[]> {
    return parseApiResources(await this.read(['api-resources', '--no-headers']));
  }

  /** All objects of these resources, in all namespaces. */
  async list(resources: readonly string[], selector?: string): Promise<LiveObject[]> {
    if (resources.length === 0) return [];
    return itemsOf(
      await this.read([
        'get',
        resources.join(','),
        '--all-namespaces',
        '--show-managed-fields',
        '--output=json',
        ...(selector === undefined ? [] : [`--selector=${selector}`]),
      ]),
    );
  }

  /** The existing ones among some objects. */
  async get(objects: readonly Named[]): Promise<LiveObject[]> {
    if (objects.length === 0) return [];
    return itemsOf(
      await this.read(
        ['get', '--filename=-', '--ignore-not-found', '--show-managed-fields', '--output=json'],
        listOf(objects.map(named)),
      ),
    );
  }

  /** Applies objects and returns the results. A refused object does not stop those after it. */
  async apply(
    objects: readonly Manifest[],
    { dryRun = false, force = false }: ApplyOptions = {},
  ): Promise<LiveObject[]> {
    if (objects.length === 0) return [];
    return itemsOf(
      await this.call(
        [
          'apply',
          '--server-side',
          `--field-manager=${FIELD_MANAGER}`,
          '--validate=strict',
          '--filename=-',
          '--show-managed-fields',
          '--output=json',
          ...(dryRun ? ['--dry-run=server'] : []),
          ...(force ? ['--force-conflicts'] : []),
        ],
        listOf(objects),
      ),
    );
  }

  /** Deletes objects and, by default, waits until they are gone. Objects that do not exist are ignored. */
  async delete(
    objects: readonly Named[],
    { wait = true, timeoutSeconds = 0 }: { readonly wait?: boolean; readonly timeoutSeconds?: number } = {},
  ): Promise<void> {
    if (objects.length === 0) return;
    await this.call(
      [
        'delete',
        '--filename=-',
        '--ignore-not-found',
        `--wait=${wait}`,
        ...(wait ? [`--timeout=${timeoutSeconds}s`] : []),
      ],
      listOf(objects.map(named)),
    );
  }

  /** Removes one finalizer of an object. */
  async release(object: LiveObject, finalizer: string): Promise<void> {
    const finalizers = (object.metadata.finalizers ?? []).filter(other => other !== finalizer);
    await this.call(
      ['patch', '--filename=-', '--type=merge', `--patch=${JSON.stringify({ metadata: { finalizers } })}`],
      JSON.stringify(named(object)),
    );
  }

  async waitNodesReady(timeoutSeconds: number): Promise<void> {
    await this.call(['wait', '--for=condition=Ready', 'nodes', '--all', `--timeout=${timeoutSeconds}s`]);
  }

  /** Waits until CRDs are established, so that objects of their kinds can be created. */
  async waitEstablished(crds: readonly Named[], timeoutSeconds: number): Promise<void> {
    const deadline = Date.now() + timeoutSeconds * 1000;
    for (;;) {
      try {
        await this.call(
          ['wait', '--for=condition=Established', '--filename=-', `--timeout=${timeoutSeconds}s`],
          listOf(crds.map(named)),
        );
        return;
      } catch (error) {
        // A new CRD has no conditions yet, and then kubectl fails instead of waiting.
        if (
          !(error instanceof ToolError) ||
          !error.message.includes('.status.conditions accessor error') ||
          Date.now() >= deadline
        )
          throw error;
      }
      await pause(200, undefined, { signal: this.io.signal }).catch(() => {
        throw new ToolError('interrupted');
      });
    }
  }

  /** Waits until the rollout of a Deployment is complete. */
  async waitAvailable({ metadata: { name, namespace } }: Named, timeoutSeconds: number): Promise<void> {
    await this.call([
      'rollout',
      'status',
      `deployment/${name}`,
      `--namespace=${namespace ?? 'default'}`,
      `--timeout=${timeoutSeconds}s`,
    ]);
  }

  /** Runs a read-only command with a timeout for the API server. */
  private read(args: readonly string[], stdin?: string): Promise<string> {
    return this.call([...args, '--request-timeout=30s'], stdin);
  }

  private async call(args: readonly string[], stdin?: string): Promise<string> {
    const { kubeconfig, context } = this.connection;
    const outcome = await runTool(
      this.io,
      'kubectl',
      [
        ...args,
        ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
        ...(context === undefined ? [] : [`--context=${context}`]),
      ],
      stdin,
    );
    if (outcome.code !== 0) throw new ToolError(errorMessage(args[0] as string, outcome.stderr, this.where));
    return outcome.stdout;
  }
}

function listOf(items: readonly unknown[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** kubectl prints a List for several objects, the object itself for one, and nothing for none. */
function itemsOf(stdout: string): LiveObject[] {
  if (stdout.trim() === '') return [];
  const printed = JSON.parse(stdout) as LiveObject & { readonly items?: LiveObject[] };
  return printed.kind === 'List' ? (printed.items ?? []) : [printed];
}
