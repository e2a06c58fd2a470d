import { isQuantity, quantityValue } from '../../kubernetes';

const MEBIBYTE = 2 ** 20;

/** Reports whether a resource is counted in bytes. */
function isBytes(resource: string): boolean {
  return ['memory', 'ephemeral-storage', 'storage'].includes(resource) || resource.startsWith('hugepages-');
}

/**
 * Returns why an amount of a resource is refused, or undefined: it is not a quantity, or it is a valid quantity that is
 * certainly a mistake, such as `memory: 512m`, which is half a byte.
 */
export function amountProblem(resource: string, amount: unknown): string | undefined {
  // The schema check reports wrong types, and a lazy value is not known yet.
  if (typeof amount !== 'string' && typeof amount !== 'number') return undefined;
  const written = String(amount);
  if (!isQuantity(written)) return malformed(resource, written);
  const value = quantityValue(written);
  if (value < 0) return `must be an amount such as ${example(resource)}, got ${JSON.stringify(written)}`;
  if (value === 0) return undefined;
  if (isBytes(resource)) return tooFewBytes(resource, written, value);
  return resource === 'cpu' ? oddCpus(written, value) : undefined;
}

function malformed(resource: string, written: string): string {
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(written) ?? [];
  const prefix = /^([kmgtp])(i?b?|ib)$/i.exec(unit)?.[1]?.toUpperCase();
  const similar =
    digits === undefined
      ? undefined
      : resource === 'cpu'
        ? /^(|cpus?|cores?)$/i.test(unit)
          ? digits
          : undefined
        : prefix && `${digits}${prefix}i`;
  const suggestion = similar === undefined ? '' : `; did you mean ${similar}?`;
  return `must be an amount such as ${example(resource)}, got ${JSON.stringify(written)}${suggestion}`;
}

function example(resource: string): string {
  if (resource === 'storage') return '20Gi';
  if (isBytes(resource)) return '512Mi or 4Gi';
  return resource === 'cpu' ? '2 or 500m' : '1';
}

/**
 * Refuses less than a mebibyte, because a unit was probably forgotten: no process starts with so little memory, and no
 * log fits on so little disk. Disk in units of thousands (`64Ki`) is allowed: a small emptyDir may hold a socket or a
 * token.
 */
function tooFewBytes(resource: string, written: string, value: number): string | undefined {
  if (value >= MEBIBYTE) return undefined;
  const [, digits = '', unit = ''] = /^\+?([\d.]+)(.*)$/.exec(written) ?? [];
  if (resource !== 'memory' && /^(k|Ki|M)$/.test(unit)) return undefined;
  const count = value === 1 ? '1 byte' : `${value} bytes`;
  return (
    `is ${count}${unit === 'm' ? ', because m means thousandths' : ''}; did you mean ` +
    `${likelyBytes(resource, digits, unit)}?`
  );
}

/** Returns the amount that a number without a unit, or with a wrong unit, most likely stands for. */
function likelyBytes(resource: string, digits: string, unit: string): string {
  const number = Number(digits);
  if (unit !== '') return `${digits}Mi`;
  if (number >= 1024 && number % 1024 === 0) return `${number / 1024}Gi`;
  return resource === 'memory' && number > 64 ? `${digits}Mi` : `${digits}Gi`;
}

/** A number from which on thousandths of CPUs are more likely. Machines with 128, 192 or 384 CPUs exist. */
const MANY_CPUS = 500;

/** Smaller numbers that people usually write as thousandths, such as 100m and 250m. */
const ROUND_CPUS = { least: 100, multiple: 50 };

function oddCpus(written: string, value: number): string | undefined {
  if (/[kMGTPE]i?$/.test(written)) return `must be a number of CPUs such as 2 or 500m, got ${JSON.stringify(written)}`;
  if (value < 0.001) return `must be at least 1m (a thousandth of a CPU), got ${JSON.stringify(written)}`;
  const isPlainNumber = /^\+?\d+(\.0*)?$/.test(written);
  const isMistake = value >= MANY_CPUS || (value >= ROUND_CPUS.least && value % ROUND_CPUS.multiple === 0);
  return isPlainNumber && isMistake
    ? `is ${value} CPUs; did you mean ${value}m? If not, write ${value * 1000}m`
    : undefined;
}
