const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const DURATION = new RegExp(`^([-+]?)((?:${PART.source})+|0)$`);

/** Longest timeout that Kubernetes accepts for a pod. */
const MOST_SECONDS = 2 ** 31 - 1;

/** Returns why a text is not a positive Go duration such as `1h30m`, or undefined. */
export function durationProblem(text: string): string | undefined {
  if (!DURATION.test(text)) {
    const meant = meantDuration(text);
    const suggestion = meant === undefined ? '' : `; ${meant}`;
    return `must be a duration such as 90s, 30m or 1h30m, got ${JSON.stringify(text)}${suggestion}`;
  }
  const seconds = durationSeconds(text);
  if (seconds <= 0) return `must be longer than 0, got ${JSON.stringify(text)}`;
  return seconds > MOST_SECONDS ? `must be at most ${MOST_SECONDS} seconds, got ${JSON.stringify(text)}` : undefined;
}

/** The whole seconds of a Go duration, rounded up. */
export function durationSeconds(text: string): number {
  const sum = [...text.matchAll(PART)].reduce(
    (seconds, [, number, unit]) => seconds + Number(number) * (SECONDS[unit as string] as number),
    0,
  );
  // Go counts nanoseconds: a smaller remainder comes from the sum of floating-point numbers.
  const exact = Number(sum.toFixed(9));
  return text.startsWith('-') ? -Math.floor(exact) : Math.ceil(exact);
}

/** The remedy for a number without a unit. */
export function unitMissing(number: string | number): string {
  return `it has no unit: write ${number}m for minutes or ${number}s for seconds`;
}

function meantDuration(text: string): string | undefined {
  const [, number, unit = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  if (unit === '') return unitMissing(number);
  if (/^d(ays?)?$/i.test(unit)) return `there is no unit for days: write ${Number(number) * 24}h`;
  const meant = /^(h|m|s)/i.exec(unit)?.[1]?.toLowerCase();
  return meant === undefined || /^(ms|mo)/i.test(unit) ? undefined : `did you mean ${number}${meant}?`;
}
