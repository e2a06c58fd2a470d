import { basename, dirname, resolve } from 'node:path';
import { FIELD_MANAGER } from '../kubectl/kubectl';
import type { LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';

/** The label with the configuration that an object belongs to. */
export const PROJECT_LABEL = 'deskrun.dev/project';

/**
 * The value of the project label: the name of the configuration's folder, or `home` for the file in the home directory.
 * Characters that a label may not have become `-`.
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

/** The object with its project label. */
export function owned(manifest: Manifest, project: string): Manifest {
  return {
    ...manifest,
    metadata: { ...manifest.metadata, labels: { ...manifest.metadata.labels, [PROJECT_LABEL]: project } },
  };
}

/**
 * Reports whether deskrun applied an object for a configuration. The label alone is not enough: ARC copies the labels
 * of a set to the objects that it creates.
 */
export function isOurs({ metadata: { labels, managedFields } }: LiveObject, project: string): boolean {
  return (
    labels?.[PROJECT_LABEL] === project &&
    (managedFields ?? []).some(({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply')
  );
}

/** Why an existing object must not be changed: another tool or configuration manages it. `undefined` if it may be. */
export function otherOwner(
  { metadata: { labels = {}, annotations = {} } }: LiveObject,
  project: string,
): string | undefined {
  const release = annotations['meta.helm.sh/release-name'];
  if (release !== undefined)
    return (
      `belongs to helm release ${release}; helm uninstall ${release} --namespace ` +
      `${annotations['meta.helm.sh/release-namespace'] ?? 'default'} first, or rename the runner`
    );
  const other = labels[PROJECT_LABEL];
  if (other !== undefined && other !== project)
    return (
      `belongs to the configuration ${other}; remove it there, rename the runner, or add --project ${other} if ` +
      'this is that configuration'
    );
  return undefined;
}
