import type { IConstruct } from 'constructs';
import { PropsError, type Finding } from '../errors';
import { checkSchema } from './check';
import type { TypedSchema } from './shape';

/** Props of the types that their schema asks for, and what is wrong with those that are left out. */
export interface CheckedProps<T> {
  readonly props: T;
  readonly findings: readonly Finding[];
}

/**
 * Checks the names and types of props that the compiler may not have seen: from JavaScript, a cast or a spread object.
 * The props that pass can be checked further, so that one error names everything.
 *
 * @throws PropsError when a required prop is missing or wrong, without which nothing else can be checked
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
