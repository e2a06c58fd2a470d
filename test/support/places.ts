/** All parts of a value, each with its parent and key. */
export function placesIn(value: unknown): [parent: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([key, inner]): [Record<string, unknown>, string][] => [
    [holder, key],
    ...placesIn(inner),
  ]);
}
