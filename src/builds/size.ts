/** Docker's units and those of Kubernetes with an i. All count in 1024. */
const SIZE = /^(\d+(?:\.\d+)?) ?(?:([kmgtp])i?)?b?$/i;

const POWERS = ['', 'k', 'm', 'g', 't', 'p'];

/** Smaller sizes are forgotten units: Docker itself refuses less than 6 MiB. */
const LEAST_BYTES = 4 * 2 ** 20;

/**
 * Returns why a value is not a size in bytes, or undefined. Docker's form (`4g`, `512mb`) and Kubernetes' (`4Gi`) are
 * accepted, and numbers of bytes.
 */
export function sizeProblem(size: string | number): string | undefined {
  const written = String(size);
  if (!SIZE.test(written)) return `must be a size such as 512m, 4g or 4Gi, got ${JSON.stringify(size)}`;
  const bytes = sizeBytes(size);
  if (bytes > Number.MAX_SAFE_INTEGER) return `is more memory than any node has, got ${JSON.stringify(size)}`;
  if (bytes >= LEAST_BYTES) return undefined;
  if (bytes === 0) return `must be greater than 0, got ${JSON.stringify(size)}`;
  const suggestion = /^\d+$/.test(written) ? `; did you mean ${written}${Number(written) >= 64 ? 'm' : 'g'}?` : '';
  return `must be at least 4m, got ${bytes === 1 ? '1 byte' : `${bytes} bytes`}${suggestion}`;
}

/** The bytes of a size, rounded down. */
export function sizeBytes(size: string | number): number {
  const [, number, unit = ''] = SIZE.exec(String(size)) ?? [];
  return Math.floor(Number(number) * 1024 ** POWERS.indexOf(unit.toLowerCase()));
}
