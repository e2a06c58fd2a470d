import type { Manifest } from '../project';

const KINDS = ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'Deployment'];

/**
 * Returns a function that reports whether an object belongs to a controller among the manifests: its CRDs, its
 * Deployment, its ServiceAccount, and roles and bindings with their names.
 */
export function controllerParts(manifests: readonly Manifest[]): (manifest: Manifest) => boolean {
  const names = manifests.filter(isController).flatMap(({ metadata, spec }) => {
    const { serviceAccountName } = (
      spec as { readonly template: { readonly spec: { readonly serviceAccountName?: string } } }
    ).template.spec;
    return [metadata.name, ...(serviceAccountName === undefined ? [] : [serviceAccountName])];
  });
  return ({ kind, metadata, spec }) =>
    kind === 'CustomResourceDefinition'
      ? (spec as { readonly group?: string }).group === 'actions.github.com'
      : KINDS.includes(kind) && names.some(name => metadata.name === name || metadata.name.startsWith(`${name}-`));
}

function isController({ kind, metadata }: Manifest): boolean {
  return kind === 'Deployment' && metadata.labels?.['app.kubernetes.io/part-of'] === 'gha-rs-controller';
}
