import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { fileOf, keysOf, SAMPLES } from './cinch-samples';

const FORMS = ['nested', 'flat'] as const;

const words = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'x',
    '/',
    '.',
    '..',
    '~',
    '~/x',
    './x',
    '/a/../b',
    'a:b',
    '/a:/b',
    '/a:/b:ro',
    'none',
    'auto',
    'host',
    'no',
    'on',
    '30m',
    '0s',
    '-5m',
    '4g',
    '4Gi',
    '0',
    '-1',
    '500m',
    'node:20',
    'Node',
    'devcontainer.json',
    '0 0 * * *',
    '@daily',
    'postgres',
    'localhost',
    'A_TOKEN',
    'toString',
    '__proto__',
    'constructor',
    '<<',
    'a\nb',
    '\0',
    '\ud800',
    'ключ',
    'x'.repeat(300),
  ),
  fc.string(),
);
const values = fc.oneof(
  words,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1,
    1.5,
    30,
    1e21,
    -0,
    NaN,
    Infinity,
    [],
    {},
    [null],
    [[]],
    ['x', 'x'],
  ),
  fc.constantFrom<unknown>({ name: 'x', path: 'y' }, [{ name: 'x', path: 'y' }], { x: { image: 'redis' } }, [
    { image: 1 },
  ]),
  fc.jsonValue(),
);
const names = fc.oneof(
  fc.constantFrom(...new Set(FORMS.flatMap(keysOf).map(path => path.split('.').at(-1)?.replace('[]', '') as string))),
  words,
);

/** Files of arbitrary keys and values. */
const files = fc
  .tuple(fc.dictionary(names, values, { maxKeys: 5 }), fc.constantFrom('command', 'build', ''))
  .map(([file, key]) => stringify(key === '' ? file : { ...file, [key]: 'make' }));

const places = FORMS.flatMap(form => keysOf(form).map(key => [form, key] as const));

/** Valid files in which one key has an arbitrary value. */
const mistaken = fc
  .tuple(fc.constantFrom(...places), values)
  .map(([[form, key], value]) => fileOf(form, key, SAMPLES[form][key] as never, value));

const pieces = fc.oneof(
  names,
  fc.constantFrom(
    ...[': ', '\n', '  ', '- ', '[', ']', '{', '}', ', ', '&a ', '*a', '!!str ', '"', "'", '#', '|\n', '---\n', '\t'],
  ),
);

/** Texts of a `.cinch.yaml`, most of them with mistakes. */
export const anyCinchFile = fc.oneof(
  { weight: 4, arbitrary: files },
  { weight: 4, arbitrary: mistaken },
  { weight: 3, arbitrary: fc.array(pieces, { maxLength: 20 }).map(list => list.join('')) },
  { weight: 1, arbitrary: values.map(value => stringify(value)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);
