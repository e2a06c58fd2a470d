import type { Finding } from '../../errors';
import { isPlainObject } from '../../plain-object';
import type { JsonSchema } from '../../schema/check';
import { similarKey } from '../../schema/messages';
import { FLAT, MIXED, NESTED } from './schema';

/** `nested`: the form with `command` and a `container` object. `flat`: the form with `build`. */
export type Dialect = 'nested' | 'flat';

/** The form of a file, and the schema of its keys. */
export interface Form {
  readonly dialect: Dialect;
  readonly schema: JsonSchema;
  readonly findings: readonly Finding[];
}

const nestedKeys = keysOf(NESTED);
const flatKeys = keysOf(FLAT);

/** Tells by the keys of a file which form it has. Keys of both forms are a finding. */
export function formOf(value: unknown): Form {
  if (!isPlainObject(value)) return { dialect: 'nested', schema: NESTED, findings: [] };
  const keys = Object.keys(value);
  const nested = keys.filter(key => isNested(key, value[key]));
  const flat = keys.filter(isFlat);
  if (nested.length > 0 && flat.length > 0)
    return { dialect: 'nested', schema: MIXED, findings: [mixed(value, nested, flat)] };
  const isOfFlat = flat.length > 0 || (nested.length === 0 && likely(value) === 'flat');
  return isOfFlat
    ? { dialect: 'flat', schema: FLAT, findings: [] }
    : { dialect: 'nested', schema: NESTED, findings: [] };
}

function isNested(key: string, value: unknown): boolean {
  return key === 'container' ? isPlainObject(value) : nestedKeys.includes(key) && !flatKeys.includes(key);
}

function isFlat(key: string): boolean {
  return flatKeys.includes(key) && !nestedKeys.includes(key);
}

/** The form of a file that has no key of one form alone, by its misspelled keys. */
function likely(value: object): Dialect {
  const known = [...nestedKeys, ...flatKeys];
  const meant = Object.keys(value)
    .filter(key => !known.includes(key))
    .map(key => similarKey(known, value, key) ?? '');
  return meant.some(isFlat) && !meant.some(key => isNested(key, undefined)) ? 'flat' : 'nested';
}

function mixed(value: object, nested: readonly string[], flat: readonly string[]): Finding {
  const images = flat.filter(key => ['image', 'dockerfile', 'devcontainer'].includes(key));
  const remedies = [
    ...(flat.includes('build')
      ? ['command' in value ? 'keep one of command and build' : 'rename build to command']
      : []),
    ...(images.length > 0 ? [`move ${images.join(' and ')} into container`] : []),
    ...(flat.includes('release') ? ['remove release'] : []),
  ];
  return {
    path: [flat[0] as string],
    at: 'key',
    message:
      `the file mixes two forms: ${nested.join(', ')} of the form with command, and ${flat.join(', ')} of the form ` +
      `with build; for the form with command: ${remedies.join(', ')}`,
  };
}

function keysOf({ properties = {} }: JsonSchema): readonly string[] {
  return Object.keys(properties);
}
