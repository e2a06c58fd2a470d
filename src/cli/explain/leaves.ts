import { parse } from 'yaml';
import { EXTENSION_KEY } from '../../modes/hook-runner';
import type { Manifest } from '../project';

/** The values of manifests by object and path. List items are identified by mount path or name, if they have one. */
export function leavesOf(manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  for (const manifest of manifests) {
    const { kind, data } = manifest as Manifest & { readonly data?: { readonly [key: string]: string } };
    const extension = data?.[EXTENSION_KEY];
    if (extension === undefined) collect(manifest, [], `${kind}/${manifest.metadata.name} `, leaves);
    else collect(parse(extension), [], 'job pod: ', leaves);
  }
  return leaves;
}

function collect(value: unknown, path: readonly string[], kind: string, leaves: Map<string, string>): void {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    leaves.set(`${kind}${path.join('.').replaceAll('.[', '[')}`, JSON.stringify(value));
    return;
  }
  const inner: [string, unknown][] = Array.isArray(value)
    ? value.map((item: unknown, index) => [`[${nameOf(item) ?? index}]`, item])
    : Object.entries(value);
  for (const [key, next] of inner) collect(next, [...path, key], kind, leaves);
}

function nameOf(item: unknown): string | undefined {
  const { name, mountPath } = (item ?? {}) as { readonly name?: unknown; readonly mountPath?: unknown };
  const identity = mountPath ?? name;
  return typeof identity === 'string' ? identity : undefined;
}

/** A value that differs between two manifests. */
export interface Change {
  readonly at: string;
  readonly before?: string;
  readonly after?: string;
}

export function changesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter(at => before.get(at) !== after.get(at))
    .map(at => ({ at, before: before.get(at), after: after.get(at) }));
}
