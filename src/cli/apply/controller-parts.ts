import type { Manifest } from '../project';

const KINDS = ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'Deployment'];

/** Tells which of some objects are those of a controller: its definitions, its Deployment, and what is called after that or is its account. */
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
