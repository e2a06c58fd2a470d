import { createHash } from 'node:crypto';
import { podSpecsOf } from '../../cluster/pod-specs';
import { beyondBaseline } from '../../pod/security';
import type { ServiceAccountReference } from '../../runners/runner-controller';
import type { Manifest, Project } from '../project';
import { controllerParts } from './controller-parts';
import { owned } from './ownership';
import { bySet, isRunnerSet } from './set-objects';

/** What the cluster should have of one configuration. */
export interface Desired {
  /** The name by which the cluster knows the configuration. */
  readonly project: string;
  readonly arcVersion: string;
  /** The namespaces that the configuration asks for. */
  readonly namespaces: readonly Manifest[];
  /** Those of scale sets that it does not speak of: made where they are missing. */
  readonly impliedNamespaces: readonly Manifest[];
  /** The objects of a controller that the configuration installs. */
  readonly controller: readonly Manifest[];
  /** Objects that belong to no one scale set, the credentials among them. */
  readonly shared: readonly Manifest[];
  /** The objects of each scale set, by `namespace/name`, the set itself last. */
  readonly sets: ReadonlyMap<string, readonly Manifest[]>;
}

/** Everything that a configuration asks for. Credentials are part of it: not to be logged. */
export async function desiredState(project: Project, name: string): Promise<Desired> {
  const manifests = await project.manifests();
  const credentials = await credentialSecrets(project, manifests.filter(isRunnerSet));
  const groups = bySet([
    ...credentials.values(),
    ...manifests.map(manifest => heedingCredential(manifest, credentials)),
  ]);
  const rest = groups.get('') ?? [];
  groups.delete('');
  const isController = controllerParts(rest);
  const ours = (objects: readonly Manifest[]) => objects.map(manifest => owned(manifest, name));
  const namespaces = rest.filter(({ kind }) => kind === 'Namespace');
  const declared = new Set(namespaces.map(({ metadata }) => metadata.name));
  return {
    project: name,
    arcVersion: project.arcVersion,
    namespaces: ours(namespaces),
    impliedNamespaces: ours(namespacesOf(manifests).filter(({ metadata }) => !declared.has(metadata.name))),
    // Other configurations may use it too: it bears the name of none.
    controller: rest.filter(isController),
    shared: ours(rest.filter(manifest => manifest.kind !== 'Namespace' && !isController(manifest))),
    sets: new Map([...groups].map(([set, objects]) => [set, ours(objects)])),
  };
}

/** The Secret that a scale set reads, or nothing where a vault has its credential. */
export function secretOf(set: Manifest): string | undefined {
  const { githubConfigSecret, vaultConfig } = set.spec as {
    readonly githubConfigSecret?: string;
    readonly vaultConfig?: unknown;
  };
  return vaultConfig === undefined ? githubConfigSecret : undefined;
}

/** The account that a scale set lets manage it. */
export function managerOf(objects: readonly Manifest[]): ServiceAccountReference | undefined {
  const binding = objects.find(
    ({ kind, metadata }) =>
      kind === 'RoleBinding' && metadata.labels?.['app.kubernetes.io/component'] === 'manager-role-binding',
  );
  return (binding?.subjects as readonly ServiceAccountReference[] | undefined)?.map(({ namespace, name }) => ({
    namespace,
    name,
  }))[0];
}

/** By `namespace/name`, those that the configuration has a credential for. */
async function credentialSecrets(project: Project, sets: readonly Manifest[]): Promise<Map<string, Manifest>> {
  const secrets = new Map<string, Manifest>();
  for (const set of sets) {
    const [name, { namespace }] = [secretOf(set), set.metadata];
    if (name === undefined || secrets.has(`${namespace}/${name}`)) continue;
    const data = await project.credential(name);
    if (data === undefined) continue;
    secrets.set(`${namespace}/${name}`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'cdk8s-deskrun' } },
      type: 'Opaque',
      data: Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
      ),
    });
  }
  return secrets;
}

const VALUES_HASH = 'actions.github.com/values-hash';

/** ARC does not watch Secrets: a set whose credential is another one has to look different itself, or its listener keeps the old. */
function heedingCredential(manifest: Manifest, credentials: ReadonlyMap<string, Manifest>): Manifest {
  const secret = isRunnerSet(manifest)
    ? credentials.get(`${manifest.metadata.namespace}/${secretOf(manifest)}`)
    : undefined;
  if (!secret) return manifest;
  const { annotations = {} } = manifest.metadata;
  const hash = createHash('sha256')
    .update(JSON.stringify([annotations[VALUES_HASH], secret.data]))
    .digest('hex')
    .slice(0, 63);
  return { ...manifest, metadata: { ...manifest.metadata, annotations: { ...annotations, [VALUES_HASH]: hash } } };
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The namespace of each set, admitting the pods that are to run in it. */
function namespacesOf(manifests: readonly Manifest[]): Manifest[] {
  const names = [...new Set(manifests.filter(isRunnerSet).map(({ metadata }) => metadata.namespace ?? 'default'))];
  return names.map(name => {
    const pods = podSpecsOf(manifests.filter(({ metadata }) => metadata.namespace === name));
    const level = pods.some(spec => beyondBaseline(spec).length > 0) ? 'privileged' : 'baseline';
    return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { [ENFORCE]: level } } };
  });
}
