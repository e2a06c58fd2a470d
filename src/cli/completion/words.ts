import type { CommandSpec, Option } from '../command';

/** An option for completion scripts. */
export interface OptionWords {
  readonly long: string;
  readonly short?: string;
  readonly summary: string;
  readonly takes: 'nothing' | 'a file' | 'a value';
  readonly choices: readonly string[];
}

/** The options of a command, including `--help`. */
export function optionsOf({ options = {} }: CommandSpec): OptionWords[] {
  return [
    ...Object.entries(options).map(
      ([long, { short, type, value, summary, choices = [] }]: [string, Option]): OptionWords => ({
        long,
        short,
        summary,
        choices,
        takes: type === 'boolean' ? 'nothing' : /file|folder/.test(value ?? '') ? 'a file' : 'a value',
      }),
    ),
    { long: 'help', short: 'h', summary: 'show this help', takes: 'nothing', choices: [] },
  ];
}

/** The shell command that prints the names of the runner sets. It only reads the configuration. */
export const SET_NAMES = `deskrun list 2>/dev/null | awk 'NR > 1 { print $1 }'`;

/** Quotes a text as one word of a shell script. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
