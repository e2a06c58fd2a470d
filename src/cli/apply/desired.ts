import { createHash } from 'node:crypto';
import { podSpecsOf } from '../../cluster/pod-specs';
import { beyondBaseline, ENFORCE_LABEL } from '../../pod/security';
import { COMPONENT_LABEL } from '../../runners/arc-names';
import type { ServiceAccountReference } from '../../runners/runner-controller';
import type { Manifest, Project } from '../project';
import { controllerParts } from './controller-parts';
import { owned } from './ownership';
import { bySet, isRunnerSet } from './set-objects';

/** The objects of a configuration, grouped by how they are applied. */
export interface Desired {
  /** The value of the project label on its objects. */
  readonly project: string;
  readonly arcVersion: string;
  /** The namespaces in the configuration. */
  readonly namespaces: readonly Manifest[];
  /** Namespaces of runner sets that are not in the configuration: created if they do not exist. */
  readonly impliedNamespaces: readonly Manifest[];
  /** The objects of a controller in the configuration. */
  readonly controller: readonly Manifest[];
  /** Objects that belong to no single runner set, including credential Secrets. */
  readonly shared: readonly Manifest[];
  /** The objects of each runner set, by `namespace/name`, the AutoscalingRunnerSet last. */
  readonly sets: ReadonlyMap<string, readonly Manifest[]>;
}

/** The objects of a configuration. They include credentials: never log them. */
export async function desiredState(project: Project, name: string): Promise<Desired> {
  const manifests = await project.manifests();
  const credentials = await credentialSecrets(project, manifests.filter(isRunnerSet));
  const groups = bySet([
    ...credentials.values(),
    ...manifests.map(manifest => withCredentialHash(manifest, credentials)),
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
    // Other configurations may use the controller, too, so it has no project label.
    controller: rest.filter(isController),
    shared: ours(rest.filter(manifest => manifest.kind !== 'Namespace' && !isController(manifest))),
    sets: new Map([...groups].map(([set, objects]) => [set, ours(objects)])),
  };
}

/** The Secret with the credential of a runner set; `undefined` where a vault has it. */
export function secretOf(set: Manifest): string | undefined {
  const { githubConfigSecret, vaultConfig } = set.spec as {
    readonly githubConfigSecret?: string;
    readonly vaultConfig?: unknown;
  };
  return vaultConfig === undefined ? githubConfigSecret : undefined;
}

/** The ServiceAccount that a runner set grants its permissions to: that of its controller. */
export function managerOf(objects: readonly Manifest[]): ServiceAccountReference | undefined {
  const binding = objects.find(
    ({ kind, metadata }) => kind === 'RoleBinding' && metadata.labels?.[COMPONENT_LABEL] === 'manager-role-binding',
  );
  return (binding?.subjects as readonly ServiceAccountReference[] | undefined)?.map(({ namespace, name }) => ({
    namespace,
    name,
  }))[0];
}

/** The Secrets, by `namespace/name`, whose credential deskrun stores. */
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

/**
 * Adds the credential to the values hash of a set: ARC does not watch Secrets, and restarts a listener only when the
 * set changes.
 */
function withCredentialHash(manifest: Manifest, credentials: ReadonlyMap<string, Manifest>): Manifest {
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

/** The namespaces of the runner sets, with the Pod Security level that their pods need. */
function namespacesOf(manifests: readonly Manifest[]): Manifest[] {
  const names = [...new Set(manifests.filter(isRunnerSet).map(({ metadata }) => metadata.namespace ?? 'default'))];
  return names.map(name => {
    const pods = podSpecsOf(manifests.filter(({ metadata }) => metadata.namespace === name));
    const level = pods.some(spec => beyondBaseline(spec).length > 0) ? 'privileged' : 'baseline';
    return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { [ENFORCE_LABEL]: level } } };
  });
}
