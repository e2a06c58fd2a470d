import type { Manifest } from './sets';

/**
 * The differences between two values by path, with the old and the new value. List entries are identified by mount path
 * or name, so that a new entry does not change the others.
 */
export function changes(before: Manifest, after: Manifest): Record<string, [before: unknown, after: unknown]> {
  const [was, is] = [leaves(before), leaves(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  return Object.fromEntries(
    paths
      .filter(path => JSON.stringify(was.get(path)) !== JSON.stringify(is.get(path)))
      .map(path => [path, [was.get(path), is.get(path)]]),
  );
}

function leaves(value: Manifest, path = '', found = new Map<string, unknown>()): Map<string, unknown> {
  if (Array.isArray(value) && value.some(item => typeof item === 'object')) {
    value.forEach((item: Manifest, index: number) => {
      const key = ['mountPath', 'name'].find(name => typeof item?.[name] === 'string');
      const { [key ?? '']: identity, ...rest } = item;
      leaves(rest, `${path}[${String(identity ?? index)}]`, found);
    });
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) leaves(inner, path === '' ? key : `${path}.${key}`, found);
  } else {
    found.set(path, value);
  }
  return found;
}
