import { JsonPatch, type ApiObject } from 'cdk8s';
import { ManifestError } from '../errors';

// TypeScript allows mixins only for constructors with the parameters any[].
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Kind = new (...args: any[]) => ApiObject;

const PATCHES = new WeakMap<ApiObject, JsonPatch[]>();

/**
 * Extends a class of objects so that patches are applied to the final manifest. The generated classes drop fields that
 * their types do not have, and would drop them from patches too.
 */
export function applyPatchesLast<T extends Kind>(kind: T): T {
  return class extends kind {
    override addJsonPatch(...patches: JsonPatch[]): void {
      PATCHES.set(this, [...(PATCHES.get(this) ?? []), ...patches]);
    }

    /** @throws ManifestError when the path of a patch does not exist in the manifest */
    override toJson(): unknown {
      return (PATCHES.get(this) ?? []).reduce((document: unknown, patch) => {
        try {
          return JsonPatch.apply(document, patch);
        } catch {
          const { op, path } = patch._toJson() as { op: string; path: string };
          throw new ManifestError([
            `[${this.node.path}] addJsonPatch: cannot ${op} ${path}, which does not exist in the manifest; compare ` +
              'it with the manifest without the patch',
          ]);
        }
      }, super.toJson());
    }
  };
}

/** Reports whether an object has no patches. False when this cdk8s stores patches in an unknown way. */
export function isUnpatched(object: ApiObject): boolean {
  const patches = Reflect.get(object, 'patches') as unknown;
  return !PATCHES.has(object) && Array.isArray(patches) && patches.length === 0;
}
