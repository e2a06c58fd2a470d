import type * as fc from 'fast-check';

/** Inputs, and what holds for each of them. */
export type Target = fc.IRawProperty<unknown, false>;

/** Fails an input for what is wrong with it. */
export function refuse(what: string, problems: readonly unknown[]): void {
  if (problems.length > 0) throw new Error(`${what}: ${JSON.stringify(problems)}`);
}
