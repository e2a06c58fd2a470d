import { quantityValue } from '../kubernetes';
import { amountProblem } from '../pod/rules/amounts';

/** Returns why a value is not a number of CPUs such as `2`, `1.5` or `500m`, or undefined. */
export function cpusProblem(cpus: string | number): string | undefined {
  const written = String(cpus);
  if (!/^\d+(\.\d+)?m?$/.test(written))
    return `must be a number of CPUs such as 2, 1.5 or 500m, got ${JSON.stringify(cpus)}`;
  if (quantityValue(written) === 0) return `must be greater than 0, got ${JSON.stringify(cpus)}`;
  if (!Number.isInteger(cpuThousandths(cpus))) return `must be a multiple of 0.001, got ${JSON.stringify(cpus)}`;
  return amountProblem('cpu', written);
}

/** The thousandths of a CPU of a value such as `2`, `1.5` or `500m`. */
export function cpuThousandths(cpus: string | number): number {
  return Number((quantityValue(String(cpus)) * 1000).toFixed(6));
}
