import { parseArgs } from 'node:util';
import { nearest } from '../schema/nearest';
import type { Call, CommandSpec, Option } from './command';
import { UsageError } from './usage-error';

/** The option that every command has. */
const HELP: Option = { type: 'boolean', short: 'h', summary: 'show this help' };

/**
 * Parses the arguments after a command's name. Returns `help` when they include `--help`.
 *
 * @throws UsageError with all errors of the command line
 */
export function parseCall(spec: CommandSpec, args: readonly string[]): Call | 'help' {
  const options: Record<string, Option> = { ...spec.options, help: HELP };
  // Not strict, since the parser would stop at the first error.
  const { tokens, values, positionals } = parseArgs({
    args: [...args],
    options: parserOptions(options),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  if (values.help === true) return 'help';
  const given = tokens.flatMap(token => (token.kind === 'option' ? [token] : []));
  const problems = given.flatMap(token => optionProblem(options, token, given) ?? []);
  problems.push(...positionalProblems(spec, positionals));
  if (problems.length > 0) throw new UsageError([...problems, `see deskrun ${spec.name} --help`].join('\n'));
  return { positionals, options: values };
}

function parserOptions(
  options: Readonly<Record<string, Option>>,
): Record<string, { type: Option['type']; short?: string; multiple?: boolean }> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, short, multiple = false }]) => [
      name,
      { type, multiple, ...(short && { short }) },
    ]),
  );
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function optionProblem(
  options: Readonly<Record<string, Option>>,
  token: OptionToken,
  all: readonly OptionToken[],
): string | undefined {
  const { name, rawName, value, inlineValue } = token;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option)
    return unknown(
      'option',
      rawName,
      Object.keys(options).map(known => `--${known}`),
    );
  if (!option.multiple && all.find(other => other.name === name) !== token)
    return `--${name} is given twice; remove one`;
  if (option.type === 'boolean')
    return value === undefined ? undefined : `--${name} takes no value, got ${JSON.stringify(value)}`;
  if (value === undefined) return `--${name} needs a value: --${name} ${option.value ?? '<value>'}`;
  if (value.trim() === '') return `--${name} has an empty value: --${name} ${option.value ?? '<value>'}`;
  if (!inlineValue && /^--?[a-z][-\w]*(=|$)/i.test(value))
    return `--${name} needs a value, got the option ${value}; to use it as the value, write --${name}=${value}`;
  if (!option.choices || option.choices.includes(value)) return undefined;
  return (
    `--${name} must be one of ${option.choices.join(', ')}, got ${JSON.stringify(value)}` +
    didYouMean(value, option.choices)
  );
}

function positionalProblems({ name, positionals = [] }: CommandSpec, given: readonly string[]): string[] {
  const usage = ['deskrun', name, ...positionals].join(' ');
  const missing = positionals.slice(given.length).filter(positional => positional.startsWith('<'));
  if (missing.length > 0) return [`${missing.join(' ')} is missing: ${usage}`];
  const empty = given.findIndex(word => word.trim() === '');
  if (empty !== -1) return [`${positionals[empty] ?? positionals.at(-1) ?? 'an argument'} is empty: ${usage}`];
  if (positionals.at(-1)?.endsWith('...')) return [];
  const surplus = given.slice(positionals.length);
  return surplus.length === 0
    ? []
    : [`unexpected argument ${surplus.map(word => JSON.stringify(word)).join(' ')}: ${usage}`];
}

/** `unknown option --mod; did you mean --mode?` */
export function unknown(what: 'command' | 'option', word: string, known: readonly string[]): string {
  return `unknown ${what} ${word}${didYouMean(word, known)}`;
}

function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
