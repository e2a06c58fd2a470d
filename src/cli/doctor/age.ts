/** How long something may take before doctor reports it, in milliseconds. */
export const PATIENCE = 2 * 60_000;

/** Milliseconds from a Kubernetes timestamp until now; 0 without a timestamp. */
export function since(timestamp: string | undefined, now: Date): number {
  return timestamp === undefined ? 0 : Math.max(0, now.getTime() - Date.parse(timestamp));
}

/** An age as kubectl prints it: `45s`, `3m`, `5h`, `12d`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 120 * 60) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86400)}d`;
}
