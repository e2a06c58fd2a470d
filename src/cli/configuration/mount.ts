import { cacheAt, CACHE_CATALOGUE } from '../../caches/catalogue';
import { refuse } from '../../errors';

/** What a mounted path of the node has to be, in Kubernetes' words. */
export const MOUNT_TYPES = ['DirectoryOrCreate', 'Directory', 'Socket'] as const;

export type MountType = (typeof MOUNT_TYPES)[number];

/** A path of the node in a container. */
export interface Mount {
  /** Empty: a fresh emptyDir a pod. Without it: a directory below the root of caches. */
  readonly source?: string;
  readonly target: string;
  readonly type?: MountType;
}

/** `target`, `source:target` or `source:target:type`. What its paths are worth is checked where runner sets are made. */
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

/** @throws PropsError for a type that no mount has */
export function mountType(type: string): MountType {
  if (!(MOUNT_TYPES as readonly string[]).includes(type)) {
    refuse([{ path: ['type'], message: `must be one of ${MOUNT_TYPES.join(', ')}, got ${JSON.stringify(type)}` }]);
  }
  return type as MountType;
}

/** Whether a mount is a cache in the library's sense. What must not be made when it is missing is a plain volume of the pods. */
export function isCache({ target, type = 'DirectoryOrCreate' }: Mount): boolean {
  const tool = cacheAt(target);
  // Only somebody else can fill a read-only cache: it has to be there anyway.
  return (
    type === 'DirectoryOrCreate' ||
    (type === 'Directory' && tool !== undefined && CACHE_CATALOGUE[tool].sharing === 'readOnly')
  );
}

/** Why a mount cannot be what it is asked to be, or nothing. */
export function mountProblem(mount: Mount): string | undefined {
  const { source, target, type } = mount;
  if (isCache(mount)) return undefined;
  if (!source) return `a ${type} must exist already, so its path on the node is needed: source:target:${type}`;
  const tool = cacheAt(target);
  return (
    tool &&
    `${target} is the cache ${tool}, whose directories are created as its sharing needs; leave the type ${type} out`
  );
}

/** Pod templates, for the runner and for its job pods, with mounts that have to be there already. */
export function mountTemplates(mounts: readonly Mount[]): { readonly runner: object; readonly job: object } {
  const volumes = mounts.map(({ source, type }, index) => ({
    name: `mount-${index}`,
    hostPath: { path: source, type },
  }));
  const volumeMounts = mounts.map(({ target }, index) => ({ name: `mount-${index}`, mountPath: target }));
  const template = (container: string) => ({ spec: { containers: [{ name: container, volumeMounts }], volumes } });
  return { runner: template('runner'), job: template('$job') };
}
