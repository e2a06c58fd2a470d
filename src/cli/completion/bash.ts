import type { CommandSpec } from '../command';
import { optionsOf, quoted, SET_NAMES, type OptionWords } from './words';

/** The completion script for bash, to load with `source <(deskrun completion bash)`. */
export function bash(specs: readonly CommandSpec[]): string {
  // Longer names first, so that `cluster create` matches before `cluster`.
  const names = specs.map(({ name }) => name).sort((a, b) => b.length - a.length);
  const groups = [...new Set(names.filter(name => name.includes(' ')).map(name => name.split(' ')[0] as string))];
  const firstWords = [...new Set(specs.map(({ name }) => name.split(' ')[0] as string)), 'help'];
  return `${[
    '_deskrun() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}',
    '  local typed="${COMP_WORDS[*]:1:COMP_CWORD-1} " command= words=',
    "  local IFS=$' \\t\\n'",
    '  COMPREPLY=()',
    '  case $typed in',
    ...names.map(name => `    ${quoted(`${name} `)}*) command=${quoted(name)};;`),
    ...groups.map(
      group =>
        `    ${quoted(`${group} `)}) words=${quoted(
          names
            .filter(name => name.startsWith(`${group} `))
            .map(name => name.split(' ')[1])
            .join(' '),
        )};;`,
    ),
    `    ' ') words=${quoted([...firstWords, '--help', '--version'].join(' '))};;`,
    '  esac',
    '  case "$command $previous" in',
    ...specs.flatMap(spec => optionsOf(spec).flatMap(option => valueCase(spec.name, option))),
    '  esac',
    '  case $command in',
    ...specs.map(
      spec =>
        `    ${quoted(spec.name)}) if [[ $current == -* ]]; then words=${quoted(
          optionsOf(spec)
            .map(({ long }) => `--${long}`)
            .join(' '),
        )}; else words=${argumentWords(spec)}; fi;;`,
    ),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -F _deskrun deskrun',
  ].join('\n')}\n`;
}

function valueCase(command: string, { long, short, takes, choices }: OptionWords): string[] {
  if (takes === 'nothing') return [];
  const pattern = [`--${long}`, ...(short ? [`-${short}`] : [])].map(name => quoted(`${command} ${name}`)).join('|');
  if (takes === 'a file')
    return [
      `    ${pattern}) compopt -o filenames 2>/dev/null; IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$current")); return;;`,
    ];
  return [
    choices.length > 0
      ? `    ${pattern}) COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$current")); return;;`
      : `    ${pattern}) return;;`,
  ];
}

function argumentWords({ completes = [] }: CommandSpec): string {
  return completes === 'runner set' ? `$(${SET_NAMES})` : quoted(completes.join(' '));
}
