import type { Manifest } from '../project';

/** An object of the API server. */
export interface LiveObject extends Manifest {
  readonly metadata: Manifest['metadata'] & {
    readonly finalizers?: readonly string[];
    readonly deletionTimestamp?: string;
    readonly managedFields?: readonly {
      readonly manager?: string;
      readonly operation?: string;
      readonly subresource?: string;
    }[];
  };
}

/** The identity of an object. */
export type Named = Pick<Manifest, 'apiVersion' | 'kind'> & {
  readonly metadata: Pick<Manifest['metadata'], 'name' | 'namespace'>;
};

/** `Role arc-runners/docs-gha-rs-manager`, or `StorageClass nvme`. */
export function identity({ kind, metadata: { name, namespace } }: Omit<Named, 'apiVersion'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/**
 * As {@link identity}, with the API group, which distinguishes kinds of the same name. The API version does not matter.
 */
export function keyOf(object: Named): string {
  return `${groupOf(object)}/${identity(object)}`;
}

/** The API group of an object; empty for the core group. */
export function groupOf({ apiVersion }: Pick<Manifest, 'apiVersion'>): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '';
}

/** Only the identity of an object. */
export function named({ apiVersion, kind, metadata: { name, namespace } }: Named): Named {
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}
