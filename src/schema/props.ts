import type { IConstruct } from 'constructs';
import { PropsError, type Finding } from '../errors';
import { checkSchema } from './check';
import type { TypedSchema } from './shape';

/** The result of {@link checkProps}. */
export interface CheckedProps<T> {
  /** The props without those that have findings. */
  readonly props: T;
  readonly findings: readonly Finding[];
}

/**
 * Checks the names and types of props that the compiler may not have checked: from JavaScript, a cast or a spread
 * object. The caller checks the values of the other props and reports all findings at once.
 *
 * @throws PropsError when a required prop is missing or has a wrong type, because further checks need it
 */
export function checkProps<T extends object>(schema: TypedSchema<T>, given: T, scope?: IConstruct): CheckedProps<T> {
  const findings = checkSchema(schema, given);
  if (findings.length === 0) return { props: given, findings };
  const wrong = new Set(findings.map(({ path }) => path[0]));
  const isWrong = (name: string) => wrong.has(name) || (given as Record<string, unknown>)[name] === undefined;
  if (wrong.has(undefined) || schema.required?.some(isWrong)) throw new PropsError(findings, scope);
  const props = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))) as T;
  return { props, findings };
}
