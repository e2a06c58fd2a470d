import type { CommandSpec, Option } from './command';
import { table } from './output';

/** The exit codes and their meaning, for help and README. */
export const EXIT_CODES: readonly (readonly [number, string])[] = [
  [0, 'success'],
  [1, 'failure; the error is on standard error'],
  [2, 'invalid command line; nothing was done'],
  [3, 'diff found changes'],
  [130, 'interrupted'],
];

/** The help of the CLI, or of a group of commands such as `cluster`. */
export function overview(specs: readonly CommandSpec[]): string {
  return [
    'GitHub Actions runners on your own hardware',
    section('Usage', 'deskrun <command> [options]\ndeskrun <command> --help\n'),
    section('Commands', table(specs.map(({ name, summary }) => [name, summary]))),
    section('Examples', `${FIRST_STEPS.join('\n')}\n`),
    section('Exit codes', table(EXIT_CODES.map(([code, meaning]) => [String(code), meaning]))),
  ].join('\n');
}

const FIRST_STEPS = [
  'deskrun add my-runner --repository https://github.com/owner/repo --auth-file token.txt',
  'deskrun list',
  'deskrun synth',
];

/** The help of one command. */
export function commandHelp(spec: CommandSpec): string {
  const options = {
    ...spec.options,
    help: { type: 'boolean', short: 'h', summary: 'show this help' } satisfies Option,
  };
  return [
    `${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}`,
    section('Usage', `${['deskrun', spec.name, ...(spec.positionals ?? []), '[options]'].join(' ')}\n`),
    section('Options', table(Object.entries(options).map(([name, option]) => optionRow(name, option)))),
    section('Examples', `${spec.examples.join('\n')}\n`),
  ].join('\n');
}

function optionRow(
  name: string,
  { short, value, type, summary, multiple, choices, default: otherwise }: Option,
): string[] {
  const written = `${short ? `-${short}, ` : '    '}--${name}${type === 'string' ? ` ${value ?? '<value>'}` : ''}`;
  const notes = [
    ...(choices ? [choices.join(' | ')] : []),
    ...(multiple ? ['may be repeated'] : []),
    ...(otherwise === undefined ? [] : [`default: ${otherwise}`]),
  ];
  return [written, notes.length > 0 ? `${summary} (${notes.join('; ')})` : summary];
}

function section(title: string, text: string): string {
  return `\n${title}:\n${text.replace(/^(?=.)/gm, '  ').trimEnd()}`;
}
