import { groupOf, keyOf } from '../../src/cli/kubectl/objects';
import {
  isRunnerSet,
  createListener,
  recreateListener,
  removeFinalizers,
  servedBy,
  type ClusterState,
  type StoredObject,
} from './fake-cluster';
import type { Answer, ToolCall } from './fake-tools';

const EVERYWHERE = ['--kubeconfig', '--context', '--request-timeout'];
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  version: ['--client', '--output'],
  'api-resources': ['--no-headers'],
  get: ['--all-namespaces', '--show-managed-fields', '--output', '--selector', '--filename', '--ignore-not-found'],
  apply: [
    '--server-side',
    '--field-manager',
    '--validate',
    '--filename',
    '--show-managed-fields',
    '--output',
    '--dry-run',
    '--force-conflicts',
  ],
  delete: ['--filename', '--ignore-not-found', '--wait', '--timeout'],
  patch: ['--filename', '--type', '--patch'],
  wait: ['--for', '--filename', '--timeout', '--all'],
  rollout: ['--namespace', '--timeout'],
};

class Failure extends Error {}

function fail(message: string): never {
  throw new Failure(message);
}

/** Answers the kubectl calls of the library, and fails for all others. */
export function kubectl(call: ToolCall, cluster: ClusterState): Answer | undefined {
  if (cluster.waits?.includes(call.argv[0] as string)) return undefined;
  try {
    return { stdout: new Kubectl(call, cluster).answer() };
  } catch (error) {
    if (error instanceof Failure) return { stderr: `${error.message}\n`, code: 1 };
    throw error;
  }
}

/** One call. Each method returns the output. */
class Kubectl {
  private readonly verb: string;
  private readonly words: readonly string[];
  private readonly flags: Readonly<Record<string, string>>;
  private readonly stdin: string;

  constructor(
    { argv: [verb = '', ...rest], stdin }: ToolCall,
    private readonly cluster: ClusterState,
  ) {
    this.verb = verb;
    this.stdin = stdin;
    this.words = rest.filter(word => !word.startsWith('--'));
    this.flags = Object.fromEntries(
      rest
        .filter(word => word.startsWith('--'))
        .map(word => {
          const [flag = '', ...value] = word.split('=');
          return [flag, value.join('=')];
        }),
    );
  }

  answer(): string {
    const known = [...EVERYWHERE, ...(FLAGS[this.verb] ?? [])];
    const unknown = Object.keys(this.flags).find(flag => !known.includes(flag));
    if (unknown) fail(`error: unknown flag: ${unknown}`);
    if (this.cluster.down && this.verb !== 'version')
      fail('The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?');
    switch (this.verb) {
      case 'version':
        return '{"clientVersion":{"gitVersion":"v1.36.0"}}';
      case 'api-resources':
        return servedBy(this.cluster)
          .map(({ name, apiVersion, kind, namespaced = true }) => `${name}   ${apiVersion}   ${namespaced}   ${kind}\n`)
          .join('');
      case 'get':
        return '--filename' in this.flags ? this.getGiven() : this.list();
      case 'apply':
        return this.apply();
      case 'delete':
        return this.delete();
      case 'patch':
        return this.patch();
      case 'wait':
      case 'rollout':
        return this.wait();
      default:
        return fail(`error: unknown command "${this.verb}" for "kubectl"`);
    }
  }

  /** The objects on standard input. */
  private get given(): StoredObject[] {
    const object = JSON.parse(this.stdin) as StoredObject | { readonly kind: 'List'; readonly items: StoredObject[] };
    return 'items' in object ? object.items : [object];
  }

  private getGiven(): string {
    const { given } = this;
    const served = servedBy(this.cluster);
    const strange = given.find(
      object =>
        !served.some(({ apiVersion, kind }) => kind === object.kind && groupOf({ apiVersion }) === groupOf(object)),
    );
    if (strange)
      fail(
        `error: resource mapping not found for name: "${strange.metadata.name}" ` +
          `namespace: "${strange.metadata.namespace}" from "STDIN": ` +
          `no matches for kind "${strange.kind}" in version "${strange.apiVersion}"\nensure CRDs are installed first`,
      );
    const found = given.flatMap(object => this.cluster.objects[keyOf(object)] ?? []);
    return found.length === 0 ? '' : given.length === 1 ? JSON.stringify(found[0]) : listed(found);
  }

  private list(): string {
    const kinds = (this.words[0] as string).split(',').map(resource => {
      const row = servedBy(this.cluster).find(({ name, apiVersion }) => {
        const group = groupOf({ apiVersion });
        return resource === (group === '' ? name : `${name}.${group}`);
      });
      return row?.kind ?? fail(`error: the server doesn't have a resource type "${resource.split('.')[0]}"`);
    });
    const [label, value] = (this.flags['--selector'] ?? '').split('=');
    return listed(
      Object.values(this.cluster.objects).filter(
        ({ kind, metadata }) => kinds.includes(kind) && (!label || metadata.labels?.[label] === value),
      ),
    );
  }

  private apply(): string {
    const results: StoredObject[] = [];
    const errors: string[] = [];
    for (const object of this.given) {
      const error = this.refusal(object);
      if (error === undefined) results.push(this.applied(object));
      else errors.push(error);
    }
    if (errors.length > 0) fail(errors.join('\n'));
    return results.length === 1 ? JSON.stringify(results[0]) : listed(results);
  }

  private refusal(object: StoredObject): string | undefined {
    const { objects, refuses, conflicts } = this.cluster;
    const key = keyOf(object);
    const conflict = conflicts?.[key];
    if (refuses?.[key]) return refuses[key];
    if (conflict && !('--force-conflicts' in this.flags))
      return (
        `error: Apply failed with 1 conflict: conflict with "${conflict.manager}" using ${object.apiVersion}: ` +
        `${conflict.field}\nPlease review the fields above--they currently have other managers.`
      );
    const { namespace } = object.metadata;
    return namespace && !objects[`/Namespace ${namespace}`]
      ? `Error from server (NotFound): namespaces "${namespace}" not found`
      : undefined;
  }

  private applied(object: StoredObject): StoredObject {
    const { cluster } = this;
    const dryRun = '--dry-run' in this.flags;
    const live = cluster.objects[keyOf(object)];
    const registered =
      isRunnerSet(object) &&
      (live?.metadata.annotations?.['runner-scale-set-id'] || (cluster.registers !== false && !dryRun));
    const result = {
      ...object,
      metadata: {
        ...object.metadata,
        ...(registered && {
          annotations: { ...object.metadata.annotations, 'runner-scale-set-id': '1' },
          finalizers: ['autoscalingrunnerset.actions.github.com/finalizer'],
        }),
        managedFields: [{ manager: this.flags['--field-manager'] as string, operation: 'Apply' }],
      },
      ...(object.kind === 'Deployment' && { status: { availableReplicas: 1 } }),
    };
    if (!dryRun) {
      cluster.objects[keyOf(object)] = result;
      if (registered && cluster.listens !== false) createListener(cluster, object);
    }
    return result;
  }

  private delete(): string {
    const { cluster } = this;
    for (const object of this.given) {
      const key = keyOf(object);
      if (cluster.keeps?.includes(key)) {
        if (this.flags['--wait'] !== 'false')
          fail(`error: timed out waiting for the condition on ${object.kind.toLowerCase()}s/${object.metadata.name}`);
        continue;
      }
      const { [key]: deleted } = cluster.objects;
      delete cluster.objects[key];
      if (isRunnerSet(object)) removeFinalizers(cluster, object);
      if (deleted?.kind === 'AutoscalingListener') recreateListener(cluster, deleted);
    }
    return '';
  }

  private patch(): string {
    const [object] = this.given as [StoredObject];
    const { metadata } = JSON.parse(this.flags['--patch'] as string) as Pick<StoredObject, 'metadata'>;
    Object.assign(this.cluster.objects[keyOf(object)]?.metadata ?? {}, metadata);
    return '';
  }

  private wait(): string {
    const { cluster } = this;
    if (cluster.newborn) {
      cluster.newborn--;
      fail('error: .status.conditions accessor error: Failure is of the type string, expected map[string]interface{}');
    }
    const what = this.words.at(-1) ?? '';
    if (cluster.unready?.includes(what)) fail(`error: timed out waiting for the condition on ${what}`);
    return '';
  }
}

function listed(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
