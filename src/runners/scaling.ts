import type { Finding } from '../errors';

/** How many runners a scale set keeps. */
export interface Scaling {
  readonly minRunners: number;
  readonly maxRunners: number;
}

/** What ARC would take for the most when nothing is written is 2147483647; a desk is better served by this. */
export const DEFAULT_MAX_RUNNERS = 5;

/** The numbers to write: always both, since ARC takes a missing maximum for no limit. */
export function scalingOf(min: number | undefined, max: number | undefined, oneRunner: boolean): Scaling {
  const minRunners = min ?? 0;
  return { minRunners, maxRunners: max ?? Math.max(oneRunner ? 1 : DEFAULT_MAX_RUNNERS, minRunners) };
}

/** What cannot work. */
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
