import { DeskrunError } from '../../errors';
import { factsOf, type Facts } from './facts';
import { itemsIn } from '../kubectl/items';
import { valuesOf } from '../kubectl/yaml-documents';
import { RESOURCES, type Kind } from './kinds';
import { readObjects } from './read-objects';

/** A file without Kubernetes objects. */
export class DumpError extends DeskrunError {}

/** The command that writes a file for `--from`. Secrets are left out: they should not leave a cluster. */
export const DUMP_COMMAND = `kubectl get ${Object.values(RESOURCES).join(',')} --all-namespaces -o json`;

/**
 * The facts in a dump: what `kubectl get -o json` or `-o yaml` printed, in one document or several.
 *
 * The dump may lack whole kinds and namespaces. A kind, or a namespace, without any object in it counts as not read,
 * and none of its objects as missing.
 *
 * @throws DumpError when it is not YAML, or has no Kubernetes object
 */
export function readDump(text: string, file: string, now: Date): Facts {
  const values = valuesIn(text, file).flatMap(itemsIn);
  const read = readObjects(values);
  const { objects } = read;
  if (objects.length === 0) {
    const [first] = values;
    const what =
      first === undefined
        ? 'holds no Kubernetes objects'
        : `holds ${JSON.stringify(first).slice(0, 60)}, which is not a Kubernetes object`;
    throw new DumpError(`${file}: ${what}; create it with: ${DUMP_COMMAND}`);
  }

  const kinds = new Set(objects.map(({ kind }) => kind));
  const namespaces = new Set(
    objects
      .filter(({ apiVersion }) => !apiVersion?.startsWith('actions.github.com/'))
      .map(({ metadata }) => metadata.namespace),
  );
  return factsOf({
    ...read,
    now,
    wasRead: (kind: Kind | 'Secret', namespace) =>
      kinds.has(kind) && (namespace === undefined || namespaces.has(namespace)),
  });
}

/** The values in a text: one of JSON, which is parsed faster, or those of YAML documents. */
function valuesIn(text: string, file: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const refusal = (place: string) =>
      new DumpError(`${file}${place}: is neither JSON nor YAML; create it with: ${DUMP_COMMAND}`);
    return valuesOf(text, refusal);
  }
}
