import type { Manifest } from '../project';

/** An object as the API server has it. */
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

/** What names an object. */
export type Named = Pick<Manifest, 'apiVersion' | 'kind'> & {
  readonly metadata: Pick<Manifest['metadata'], 'name' | 'namespace'>;
};

/** `Role arc-runners/docs-gha-rs-manager`, or `StorageClass nvme`. */
export function identity({ kind, metadata: { name, namespace } }: Named): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** As {@link identity}, different for two kinds of one name; the same whatever version of the API it was read with. */
export function keyOf(object: Named): string {
  return `${groupOf(object)}/${identity(object)}`;
}

/** The API group, which is empty for the core. */
export function groupOf({ apiVersion }: Pick<Manifest, 'apiVersion'>): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '';
}

/** No more than the name. */
export function named({ apiVersion, kind, metadata: { name, namespace } }: Named): Named {
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}
