/** A part of a manifest. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The value, or undefined if it is empty. */
export function filled<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
