import { setTimeout as pause } from 'node:timers/promises';
import type { Io } from '../command';
import type { Manifest } from '../project';
import { runTool, ToolError } from '../tool';
import { parseApiResources, type ApiResource } from './api-resources';
import { complaint } from './complaint';
import { named, type LiveObject, type Named } from './objects';

/** Whose fields are ours, in server-side apply. */
export const FIELD_MANAGER = 'deskrun';

/** Which cluster is meant. */
export interface Connection {
  /** @default - as kubectl finds it: `$KUBECONFIG`, or `~/.kube/config` */
  readonly kubeconfig?: string;
  /** @default - the kubeconfig's current one */
  readonly context?: string;
}

/** How to apply. */
export interface ApplyOptions {
  /** Ask the API server what would become of it, and change nothing. */
  readonly dryRun?: boolean;
  /** Take over fields that somebody else has set to something else. */
  readonly force?: boolean;
}

/** The one way to an API server. Objects travel on stdin, since some of them are secret. */
export class Kubectl {
  constructor(
    private readonly io: Io,
    private readonly connection: Connection = {},
  ) {}

  /** Which cluster is meant, for messages. */
  get where(): string {
    const { kubeconfig, context } = this.connection;
    return (
      [
        ...(context === undefined ? [] : [`context ${context}`]),
        ...(kubeconfig === undefined ? [] : [`kubeconfig ${kubeconfig}`]),
      ].join(' of ') || "kubectl's current context"
    );
  }

  /** @throws ToolError when kubectl is not there */
  clientVersion(): Promise<string> {
    return this.call(['version', '--client', '--output=json']);
  }

  /** Every kind that the API server serves now. */
  async apiResources(): Promise<ApiResource[]> {
    return parseApiResources(await this.read(['api-resources', '--no-headers']));
  }

  /** Every object of these kinds, in all namespaces. */
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

  /** Those of some objects that exist. */
  async get(objects: readonly Named[]): Promise<LiveObject[]> {
    if (objects.length === 0) return [];
    return itemsOf(
      await this.read(
        ['get', '--filename=-', '--ignore-not-found', '--show-managed-fields', '--output=json'],
        listOf(objects.map(named)),
      ),
    );
  }

  /** Applies objects and returns what became of them. Those behind one that is refused are applied all the same. */
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

  /** Deletes objects and, unless told otherwise, waits until they are gone. Those that are gone already are not missed. */
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

  /** Takes one finalizer off an object and leaves the others. */
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

  /** Waits until definitions are established, so that objects of their kinds can be made. */
  async waitEstablished(definitions: readonly Named[], timeoutSeconds: number): Promise<void> {
    const deadline = Date.now() + timeoutSeconds * 1000;
    for (;;) {
      try {
        await this.call(
          ['wait', '--for=condition=Established', '--filename=-', `--timeout=${timeoutSeconds}s`],
          listOf(definitions.map(named)),
        );
        return;
      } catch (error) {
        // What has just been made has no conditions yet, at which kubectl fails instead of waiting for them.
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

  /** Waits until the pods of a Deployment are those of its newest template, and available. */
  async waitAvailable({ metadata: { name, namespace } }: Named, timeoutSeconds: number): Promise<void> {
    await this.call([
      'rollout',
      'status',
      `deployment/${name}`,
      `--namespace=${namespace ?? 'default'}`,
      `--timeout=${timeoutSeconds}s`,
    ]);
  }

  /** A server that does not answer is given up on. */
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
    if (outcome.code !== 0) throw new ToolError(complaint(args[0] as string, outcome.stderr, this.where));
    return outcome.stdout;
  }
}

function listOf(items: readonly unknown[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** kubectl prints a List of several, the object itself when there is one, and nothing when there is none. */
function itemsOf(stdout: string): LiveObject[] {
  if (stdout.trim() === '') return [];
  const printed = JSON.parse(stdout) as LiveObject & { readonly items?: LiveObject[] };
  return printed.kind === 'List' ? (printed.items ?? []) : [printed];
}
