import { cacheAt, CACHE_CATALOGUE } from '../../caches/catalogue';
import { refuse } from '../../errors';

/** The supported hostPath types of mounts. */
export const MOUNT_TYPES = ['DirectoryOrCreate', 'Directory', 'Socket'] as const;

export type MountType = (typeof MOUNT_TYPES)[number];

/** A host path that is mounted into the runner's containers. */
export interface Mount {
  /** The path on the node. Empty: an emptyDir for each pod. @default - a directory below the cache root */
  readonly source?: string;
  readonly target: string;
  readonly type?: MountType;
}

/** Parses `target`, `source:target` or `source:target:type`. The runner set validates the paths. @throws PropsError */
export function parseMount(written: string): Mount {
  const parts = written.split(':').map(part => part.trim());
  if (parts.length > 3)
    refuse([
      { path: [], message: 'must be target, source:target or source:target:type; a path cannot contain a colon' },
    ]);
  const [first = '', target, type] = parts;
  if (target === undefined) return { target: first };
  return type === undefined ? { source: first, target } : { source: first, target, type: mountType(type) };
}

/** @throws PropsError when the type is unknown */
export function mountType(type: string): MountType {
  if (!(MOUNT_TYPES as readonly string[]).includes(type)) {
    refuse([{ path: ['type'], message: `must be one of ${MOUNT_TYPES.join(', ')}, got ${JSON.stringify(type)}` }]);
  }
  return type as MountType;
}

/**
 * Reports whether a mount becomes a cache. A path that must already exist becomes a plain volume of the pod template.
 */
export function isCache({ target, type = 'DirectoryOrCreate' }: Mount): boolean {
  const tool = cacheAt(target);
  // Runners do not fill a read-only cache, so its directory must already exist.
  return (
    type === 'DirectoryOrCreate' ||
    (type === 'Directory' && tool !== undefined && CACHE_CATALOGUE[tool].sharing === 'readOnly')
  );
}

/** The reason why a mount is invalid, or undefined. */
export function mountProblem(mount: Mount): string | undefined {
  const { source, target, type } = mount;
  if (isCache(mount)) return undefined;
  if (!source) return `the type ${type} needs an existing path on the node: source:target:${type}`;
  const tool = cacheAt(target);
  return tool && `${target} is the cache ${tool}, whose directories deskrun creates; remove the type ${type}`;
}

/** Pod templates for the runner and its job pods, with mounts of paths that must already exist. */
export function mountTemplates(mounts: readonly Mount[]): { readonly runner: object; readonly job: object } {
  const volumes = mounts.map(({ source, type }, index) => ({
    name: `mount-${index}`,
    hostPath: { path: source, type },
  }));
  const volumeMounts = mounts.map(({ target }, index) => ({ name: `mount-${index}`, mountPath: target }));
  const template = (container: string) => ({ spec: { containers: [{ name: container, volumeMounts }], volumes } });
  return { runner: template('runner'), job: template('$job') };
}
