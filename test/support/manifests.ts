import { minorOf } from '../../src/app/versions';
import { formatPath } from '../../src/errors';
import { manifestProblems as problemsForUsers } from '../../src/testing';
import { checkCoreKind, kubernetesVersions } from './core-kinds';
import type { Manifest } from './sets';

/**
 * Returns the problems of a folder of manifests for the API server, the ARC controller or the scheduler. `outside` are
 * existing objects that they may refer to, as {@link identity} formats them.
 */
export function manifestProblems(manifests: readonly Manifest[], outside: readonly string[] = []): string[] {
  const there = new Set([...outside, ...manifests.map(identity)]);
  const problems = [
    ...formProblems(manifests),
    ...manifests.flatMap(manifest => nameProblems(manifest).map(problem => `${identity(manifest)}: ${problem}`)),
    ...references(manifests)
      .filter(({ to }) => !there.has(to))
      .map(({ from, to }) => `${from}: refers to ${to}, which is not there`),
    ...unlistedFinalizers(manifests),
  ];
  return [...new Set(problems)];
}

/** `Role arc-runners/docs`, or `StorageClass nvme`. */
export function identity({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

const CLUSTER_WIDE = [
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
];

/**
 * Runs the exported check for the oldest and the newest Kubernetes, and checks the schemas of Kubernetes, which are not
 * exported.
 */
function formProblems(manifests: readonly Manifest[]): string[] {
  return kubernetesVersions.flatMap(version => [
    ...problemsForUsers(manifests, { kubernetesVersion: minorOf(version) }),
    ...manifests.flatMap(manifest =>
      checkCoreKind(manifest.kind === 'AutoscalingRunnerSet' ? podOf(manifest) : manifest, version).map(
        ({ path, message }) => `${identity(manifest)}: ${formatPath(path)}: ${message}`,
      ),
    ),
  ]);
}

/** Returns the pod that the controller creates for a set. */
function podOf({ spec: { template } }: Manifest): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, name: 'runner' }, spec: template.spec };
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

function nameProblems({ kind, metadata, spec }: Manifest): string[] {
  const wrong = (what: string, value: string, pattern: RegExp, longest: number) =>
    value.length <= longest && pattern.test(value) ? [] : [`${what} ${JSON.stringify(value)} is no such name`];
  const pod: Manifest = kind === 'AutoscalingRunnerSet' ? spec.template.spec : {};
  return [
    ...wrong('name', metadata.name, SUBDOMAIN, 253),
    ...(CLUSTER_WIDE.includes(kind) ? [] : wrong('namespace', metadata.namespace, LABEL, 63)),
    ...(CLUSTER_WIDE.includes(kind) && metadata.namespace !== undefined
      ? ['belongs to the cluster, and names a namespace']
      : []),
    ...Object.entries<string>(metadata.labels ?? {}).flatMap(([key, value]) => [
      ...wrong('label', key.split('/').at(-1) ?? '', VALUE, 63),
      ...wrong(`label ${key}`, value, VALUE, 63),
    ]),
    ...namesOf(pod.containers)
      .concat(namesOf(pod.initContainers), namesOf(pod.volumes))
      .flatMap(name => wrong('part of the pod', name, LABEL, 63)),
  ];
}

function namesOf(list: Manifest[] | undefined): string[] {
  return (list ?? []).map(({ name }) => name);
}

/** Returns the objects that a manifest refers to. */
function references(manifests: readonly Manifest[]): { from: string; to: string }[] {
  return manifests.flatMap(manifest => {
    const {
      kind,
      metadata: { namespace },
      spec,
    } = manifest;
    const here = (other: string, name: string) => ({ from: identity(manifest), to: `${other} ${namespace}/${name}` });
    const pod: Manifest = kind === 'AutoscalingRunnerSet' ? spec.template.spec : {};
    return [
      ...(kind === 'RoleBinding' ? [here('Role', manifest.roleRef.name)] : []),
      ...(kind === 'RoleBinding'
        ? (manifest.subjects as Manifest[])
            .filter(subject => subject.namespace === namespace)
            .map(({ name }) => here('ServiceAccount', name))
        : []),
      ...(pod.serviceAccountName === undefined ? [] : [here('ServiceAccount', pod.serviceAccountName)]),
      ...((pod.volumes ?? []) as Manifest[]).flatMap(({ configMap, persistentVolumeClaim }) => [
        ...(configMap ? [here('ConfigMap', configMap.name)] : []),
        ...(persistentVolumeClaim ? [here('PersistentVolumeClaim', persistentVolumeClaim.claimName)] : []),
      ]),
    ];
  });
}

const FINALIZER = 'actions.github.com/cleanup-protection';

/** Returns objects with a finalizer that no set names: their deletion would never complete. */
function unlistedFinalizers(manifests: readonly Manifest[]): string[] {
  const cleanedUp = new Set(
    manifests
      .filter(({ kind }) => kind === 'AutoscalingRunnerSet')
      .flatMap(({ metadata }) =>
        Object.entries<string>(metadata.annotations)
          .filter(([key]) => key.startsWith('actions.github.com/cleanup-'))
          .map(([, name]) => `${metadata.namespace}/${name}`),
      ),
  );
  return manifests
    .filter(
      ({ metadata }) =>
        (metadata.finalizers as string[] | undefined)?.includes(FINALIZER) &&
        !cleanedUp.has(`${metadata.namespace}/${metadata.name}`),
    )
    .map(manifest => `${identity(manifest)}: is protected, and nobody would free it`);
}
