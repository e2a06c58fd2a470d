import type { Finding } from '../errors';

/** The scaling limits of a scale set. */
export interface Scaling {
  readonly minRunners: number;
  readonly maxRunners: number;
}

/** The default of maxRunners. The default of ARC, 2147483647, is too high for one's own hardware. */
export const DEFAULT_MAX_RUNNERS = 5;

/** The scaling limits to write. Both are always set, since ARC has no limit by default. */
export function scalingOf(min: number | undefined, max: number | undefined, oneRunner: boolean): Scaling {
  const minRunners = min ?? 0;
  return { minRunners, maxRunners: max ?? Math.max(oneRunner ? 1 : DEFAULT_MAX_RUNNERS, minRunners) };
}

/** Checks minRunners and maxRunners. */
export function scalingFindings(min: number | undefined, max: number | undefined): Finding[] {
  const findings = (['minRunners', 'maxRunners'] as const).flatMap((prop): Finding[] => {
    const value = prop === 'minRunners' ? min : max;
    return value === undefined || (Number.isInteger(value) && value >= 0 && value <= 2147483647)
      ? []
      : [{ path: [prop], message: `must be a whole number from 0 to 2147483647, got ${String(value)}` }];
  });
  if (findings.length === 0 && max !== undefined && (min ?? 0) > max) {
    findings.push({ path: ['maxRunners'], message: `must be at least minRunners (${min ?? 0}), got ${max}` });
  }
  return findings;
}
