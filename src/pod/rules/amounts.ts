import { isQuantity, quantityValue } from '../../kubernetes';

const MEBIBYTE = 2 ** 20;

/** Resources that are counted in bytes. */
function isBytes(resource: string): boolean {
  return ['memory', 'ephemeral-storage', 'storage'].includes(resource) || resource.startsWith('hugepages-');
}

/**
 * What is wrong with an amount of a resource: no amount at all, or one that is right in form and surely meant
 * otherwise, such as `memory: 512m`, half a byte.
 */
export function amountProblem(resource: string, amount: unknown): string | undefined {
  // What stands for an amount is known later.
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
  const meant =
    digits === undefined
      ? undefined
      : resource === 'cpu'
        ? /^(|cpus?|cores?)$/i.test(unit)
          ? digits
          : undefined
        : prefix && `${digits}${prefix}i`;
  const suggestion = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `must be an amount such as ${example(resource)}, got ${JSON.stringify(written)}${suggestion}`;
}

function example(resource: string): string {
  if (resource === 'storage') return '20Gi';
  if (isBytes(resource)) return '512Mi or 4Gi';
  return resource === 'cpu' ? '2 or 500m' : '1';
}

/**
 * Fewer bytes than a mebibyte are a forgotten unit: no process starts in so little memory, and no log fits into so
 * little disk. Only disk with a unit of thousands (`64Ki`) is taken at its word: a small emptyDir may hold a socket or
 * a token.
 */
function tooFewBytes(resource: string, written: string, value: number): string | undefined {
  if (value >= MEBIBYTE) return undefined;
  const [, digits = '', unit = ''] = /^\+?([\d.]+)(.*)$/.exec(written) ?? [];
  if (resource !== 'memory' && /^(k|Ki|M)$/.test(unit)) return undefined;
  const count = value === 1 ? '1 byte' : `${value} bytes`;
  return (
    `is ${count}${unit === 'm' ? ', since m is a thousandth' : ''}; did you mean ` +
    `${meantBytes(resource, digits, unit)}?`
  );
}

function meantBytes(resource: string, digits: string, unit: string): string {
  const number = Number(digits);
  if (unit !== '') return `${digits}Mi`;
  if (number >= 1024 && number % 1024 === 0) return `${number / 1024}Gi`;
  return resource === 'memory' && number > 64 ? `${digits}Mi` : `${digits}Gi`;
}

/**
 * No container is given so many CPUs; thousandths are meant. Numbers of real machines (128, 192, 384) are taken below
 * it.
 */
const MANY_CPUS = 500;

/** Below it, these are the numbers that people write as thousandths: 100m, 250m. */
const ROUND_CPUS = { least: 100, multiple: 50 };

function oddCpus(written: string, value: number): string | undefined {
  if (/[kMGTPE]i?$/.test(written)) return `must be a number of CPUs such as 2 or 500m, got ${JSON.stringify(written)}`;
  if (value < 0.001)
    return `is less than 1m, a thousandth of a CPU, and the least there is; got ${JSON.stringify(written)}`;
  const isPlainNumber = /^\+?\d+(\.0*)?$/.test(written);
  const isSlip = value >= MANY_CPUS || (value >= ROUND_CPUS.least && value % ROUND_CPUS.multiple === 0);
  return isPlainNumber && isSlip
    ? `is ${value} whole CPUs; did you mean ${value}m? If not, write ${value * 1000}m`
    : undefined;
}
