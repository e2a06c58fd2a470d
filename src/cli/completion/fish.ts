import type { CommandSpec } from '../command';
import { optionsOf, quoted, SET_NAMES } from './words';

/** The completion script for fish, for the file `~/.config/fish/completions/deskrun.fish`. */
export function fish(specs: readonly CommandSpec[]): string {
  const firsts = [
    ...new Map(
      specs.map(({ name, summary }) => [
        name.split(' ')[0] as string,
        name.includes(' ') ? `${name.split(' ')[0] as string} …` : summary,
      ]),
    ),
  ];
  return `${[
    'complete -c deskrun -f',
    ...firsts.map(
      ([word, summary]) => `complete -c deskrun -n __fish_use_subcommand -a ${quoted(word)} -d ${quoted(summary)}`,
    ),
    ...specs.flatMap(spec => commandLines(spec, specs)),
  ].join('\n')}\n`;
}

function commandLines(spec: CommandSpec, specs: readonly CommandSpec[]): string[] {
  const [first = '', second] = spec.name.split(' ');
  const seconds = specs
    .filter(({ name }) => name.startsWith(`${first} `))
    .map(({ name }) => name.split(' ')[1] as string);
  const isCalled = quoted(
    [`__fish_seen_subcommand_from ${first}`, ...(second ? [`__fish_seen_subcommand_from ${second}`] : [])].join(
      '; and ',
    ),
  );
  const isNext = quoted(
    `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${seconds.join(' ')}`,
  );
  const complete = `complete -c deskrun -n ${isCalled}`;
  return [
    ...(second ? [`complete -c deskrun -n ${isNext} -a ${quoted(second)} -d ${quoted(spec.summary)}`] : []),
    ...optionsOf(spec).map(({ long, short, summary, takes, choices }) =>
      [
        `${complete} -l ${long}`,
        ...(short ? [`-s ${short}`] : []),
        ...(takes === 'nothing' ? [] : takes === 'a file' ? ['-r -F'] : ['-x']),
        ...(choices.length > 0 ? [`-a ${quoted(choices.join(' '))}`] : []),
        `-d ${quoted(summary)}`,
      ].join(' '),
    ),
    ...argumentLines(complete, spec),
  ];
}

function argumentLines(complete: string, { completes = [] }: CommandSpec): string[] {
  if (completes === 'runner set') return [`${complete} -a ${quoted(`(${SET_NAMES})`)}`];
  return completes.length > 0 ? [`${complete} -a ${quoted(completes.join(' '))}`] : [];
}
