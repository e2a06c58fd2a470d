import { JsonPatch, type ApiObject } from 'cdk8s';
import { ManifestError } from '../errors';

// What a class takes to be extended is of no interest here, and any is the only word for it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Kind = new (...args: any[]) => ApiObject;

const LAST = new WeakMap<ApiObject, JsonPatch[]>();

/**
 * A kind of object whose patches have the last word. The generated classes leave out of a manifest whatever their types
 * do not know, which is just what a patch is for.
 */
export function patchedLast<T extends Kind>(kind: T): T {
  return class extends kind {
    override addJsonPatch(...patches: JsonPatch[]): void {
      LAST.set(this, [...(LAST.get(this) ?? []), ...patches]);
    }

    /** @throws ManifestError when a patch does not fit the manifest */
    override toJson(): unknown {
      return (LAST.get(this) ?? []).reduce((document: unknown, patch) => {
        try {
          return JsonPatch.apply(document, patch);
        } catch {
          const { op, path } = patch._toJson() as { op: string; path: string };
          throw new ManifestError([
            `[${this.node.path}] addJsonPatch: cannot ${op} ${path}, for which there is no place in the ` +
              'manifest; see what it has without the patch',
          ]);
        }
      }, super.toJson());
    }
  };
}

/** Whether an object has no patch; no where cdk8s keeps them in another way than it did. */
export function isUnpatched(object: ApiObject): boolean {
  const patches = Reflect.get(object, 'patches') as unknown;
  return !LAST.has(object) && Array.isArray(patches) && patches.length === 0;
}
