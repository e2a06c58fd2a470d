/** Returns what to write instead of a number for a size, which needs a unit. */
export function sizeRemedy(value: unknown): string | undefined {
  return typeof value === 'number' && value > 0 ? `add the unit, such as ${value}Gi` : undefined;
}

/** Returns what to write instead of a path as an entry of `caches`. */
export function cacheRemedy(value: unknown, quote = ''): string | undefined {
  return typeof value === 'string' && value.includes('/')
    ? `write cachePaths: [${cachePathForm(value, quote)}]`
    : undefined;
}

/**
 * Returns an entry of `cachePaths` for a path as text: `{ source: /nvme/npm, target: /root/.npm }` for
 * `/nvme/npm:/root/.npm`, which is how `deskrun add` and upstream deskrun write a cache.
 */
export function cachePathForm(text: string, quote = ''): string {
  const [first = '', second] = text.split(':');
  const quoted = (path: string) => (path === '' ? `''` : `${quote}${path}${quote}`);
  return second === undefined
    ? `{ target: ${quoted(first)} }`
    : `{ source: ${quoted(first)}, target: ${quoted(second)} }`;
}
