import * as fc from 'fast-check';
import { KEYS } from '../../src/cli/explain/keys';
import { placesIn } from './places';

/** Strings that are valid for some key, and arbitrary strings. */
export const words = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    '/',
    '/nix/store',
    '/var/lib/docker',
    '/etc',
    '..',
    '/a/../b',
    'a/b',
    'A',
    '-',
    'x'.repeat(300),
    '$job',
    'runner',
    'dind',
    'npm',
    'docker',
    '1Gi',
    '-1',
    '0',
    'lots',
    'on',
    'http://github.com/a',
    'https://github.com/a/b/c',
    '1.28',
    '1.20',
    '0.12.1',
    'kubernetes',
    'cached-privileged-kubernetes',
    'readOnly',
    'exclusive',
    '--host=x',
    'SYS_ADMIN',
    'CAP_X',
    'toString',
    '__proto__',
    'a\nb',
    'ключ',
    'Never',
    'Always',
    'work',
    'externals',
  ),
  fc.string(),
);
export const values = fc.oneof(
  words,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1,
    1.5,
    3,
    1001,
    1e21,
    -0,
    Infinity,
    [],
    {},
    ['x', 'x'],
    [null],
    { x: 1 },
    { name: 'x' },
  ),
  fc.jsonValue(),
);
/** Known keys of a file, and arbitrary keys. */
export const names = fc.oneof(
  fc.constantFrom(...new Set(KEYS.map(({ path }) => path.split('.').at(-1) as string))),
  words,
);

export interface Change {
  readonly place: number;
  readonly kind: 'drop' | 'rename' | 'replace' | 'repeat' | 'add';
  readonly name: string;
  readonly value: unknown;
}

/** A change at one place in a value. */
export const changes: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('drop', 'rename', 'replace', 'repeat', 'add'),
  name: names,
  value: values,
});

/** Returns a changed copy of the value. */
export function changed(value: unknown, { place, kind, name, value: replacement }: Change): unknown {
  const whole: unknown = structuredClone(value);
  const all = placesIn(whole);
  // Earlier changes may have removed everything.
  if (all.length === 0) return whole;
  const [parent, key] = all[place % all.length] as (typeof all)[number];
  const before = parent[key];
  if (kind === 'replace' || (Array.isArray(parent) && kind !== 'drop' && kind !== 'repeat')) parent[key] = replacement;
  else if (Array.isArray(parent))
    parent.splice(Number(key), kind === 'drop' ? 1 : 0, ...(kind === 'drop' ? [] : [structuredClone(before)]));
  else {
    if (kind === 'drop' || kind === 'rename') delete parent[key];
    if (kind !== 'drop') define(parent, name, kind === 'add' ? replacement : before);
  }
  return whole;
}

/** Sets a key of any name, including `__proto__`. */
function define(map: object, name: string, value: unknown): void {
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Parts of a YAML text. */
export const pieces = fc.oneof(
  fc.constantFrom(
    'namespace',
    'runners',
    'name',
    ': ',
    '\n',
    '\r\n',
    '  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '&a ',
    '*a',
    '!!set ',
    '!!binary ',
    '!x ',
    '"',
    "'",
    '|\n',
    '>-\n',
    '#',
    '\t',
    '? ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\ufeff',
    '<<',
    '@',
    '`',
    'null',
    '0x1f',
    '.inf',
  ),
  fc.string(),
);
