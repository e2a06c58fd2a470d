import fs from 'node:fs';
import * as fc from 'fast-check';
import { COMMANDS } from '../src/cli/commands';
import { parseCall } from '../src/cli/parse';
import { UsageError } from '../src/cli/usage-error';
import type { Target } from './target';

const TOKEN = `ghp_${'FAKE'.repeat(9)}`;
const specs = COMMANDS.map(({ spec }) => spec);
const options = specs.flatMap(({ options: own = {} }) =>
  Object.entries(own).flatMap(([name, { short, choices = [] }]) => [
    `--${name}`,
    ...(short ? [`-${short}`] : []),
    ...choices,
  ]),
);
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...options) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...options), fc.string({ maxLength: 6 })).map(parts => parts.join('=')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...options), fc.nat(12), fc.string({ maxLength: 2 }))
      .map(([option, at, put]) => option.slice(0, at) + put + option.slice(at + 1)),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'docs',
      'a.yaml',
      '',
      '-',
      '--',
      '---',
      '-h',
      '--help',
      '--no-help',
      '-hh',
      '-o=json',
      '--__proto__',
      '--constructor=x',
      '--toString',
      '-1',
      '5',
      'ключ',
      '\0',
      TOKEN,
      `--${TOKEN}`,
      `--mode=${TOKEN}`,
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);

let touched: string[] = [];
for (const name of [
  'openSync',
  'readFileSync',
  'writeFileSync',
  'statSync',
  'existsSync',
  'readdirSync',
  'mkdirSync',
] as const) {
  const real = fs[name] as (...args: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      touched.push(`${name} ${String(args[0])}`);
      return real(...args);
    },
  });
}

/** A command line is taken apart, or refused by a usage error, and no file is looked at. */
export const argv: Target = fc.property(fc.constantFrom(...specs), fc.array(word, { maxLength: 8 }), (spec, args) => {
  touched = [];
  try {
    const call = parseCall(spec, args);
    if (call !== 'help') {
      const unknown = Object.keys(call.options).filter(name => !Object.hasOwn(spec.options ?? {}, name));
      if (unknown.length > 0) throw new Error(`takes options that ${spec.name} does not have: ${unknown.join(', ')}`);
      const left = call.positionals.filter(positional => !args.includes(positional));
      if (left.length > 0) throw new Error(`has words that nobody wrote: ${left.join(', ')}`);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (error.message.includes('FAKEFAKE')) throw new Error('shows a credential', { cause: error });
    if (!error.message.endsWith(`see deskrun ${spec.name} --help`))
      throw new Error('does not say where help is', { cause: error });
  }
  if (touched.length > 0) throw new Error(`looks at files: ${touched.join(', ')}`);
});
