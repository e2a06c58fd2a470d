import { basename, dirname, resolve } from 'node:path';
import { FIELD_MANAGER } from '../kubectl/kubectl';
import type { LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';

/** Says on every object which configuration it is from. */
export const PROJECT_LABEL = 'deskrun.dev/project';

/**
 * The name by which a cluster knows a configuration: that of the folder it lies in, and `home` for the one in the home directory.
 * Characters that no label may have become `-`.
 */
export function projectName(file: string, cwd: string): string {
  const folder = basename(dirname(resolve(cwd, file)));
  const name = folder
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, '');
  return /\.json$/.test(file) || name === '' ? 'home' : name;
}

/** The object with the name of its configuration. */
export function owned(manifest: Manifest, project: string): Manifest {
  return {
    ...manifest,
    metadata: { ...manifest.metadata, labels: { ...manifest.metadata.labels, [PROJECT_LABEL]: project } },
  };
}

/**
 * Whether we made it for this configuration. The label alone does not tell: ARC copies those of a set to the pods, accounts and
 * roles that it makes.
 */
export function isOurs({ metadata: { labels, managedFields } }: LiveObject, project: string): boolean {
  return (
    labels?.[PROJECT_LABEL] === project &&
    (managedFields ?? []).some(({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply')
  );
}

/** Why an object of the same name must not be touched, or nothing. */
export function foreignness(
  { metadata: { labels = {}, annotations = {} } }: LiveObject,
  project: string,
): string | undefined {
  const release = annotations['meta.helm.sh/release-name'];
  if (release !== undefined)
    return `belongs to helm release ${release}; helm uninstall ${release} --namespace ${annotations['meta.helm.sh/release-namespace'] ?? 'default'} first, or rename the runner`;
  const other = labels[PROJECT_LABEL];
  if (other !== undefined && other !== project)
    return `belongs to the configuration ${other}; remove it there, rename the runner, or say --project ${other} if this is that configuration`;
  return undefined;
}
