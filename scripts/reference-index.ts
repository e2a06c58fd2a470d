// The generated pages of docs/ that list all modes, caches, commands and diagnoses.

import { CACHE_CATALOGUE } from '../src/caches/catalogue';
import type { CommandSpec } from '../src/cli/command';
import { COMMANDS } from '../src/cli/commands';
import { DIAGNOSES } from '../src/cli/doctor/diagnoses';
import { EXIT_CODES } from '../src/cli/help';
import { MODE_CAPABILITIES } from '../src/modes/capabilities';
import { page, table } from './markdown-page';

/** The name of the page of a command. */
export function fileOf({ name }: CommandSpec): string {
  return `${name.replace(' ', '-')}.md`;
}

/** The text of each index, by its path below `docs/`. */
export function indexPages(): ReadonlyMap<string, string> {
  return new Map([
    ['modes/README.md', modes()],
    ['caches/README.md', caches()],
    ['commands/README.md', commands()],
    ['commands/diagnoses.md', diagnoses()],
  ]);
}

function modes(): string {
  return page({
    title: 'All modes',
    group: 'Modes',
    body: table(
      ['containerMode', 'steps run in', 'Docker', 'longest name', 'Pod Security', 'needs'],
      Object.entries(MODE_CAPABILITIES).map(([mode, { steps, docker, nameBudget, podSecurityLevel, needs }]) => [
        `[\`${mode}\`](${mode}.md)`,
        steps,
        docker,
        String(nameBudget),
        podSecurityLevel,
        needs.join('; '),
      ]),
    ),
  });
}

function caches(): string {
  return page({
    title: 'All caches',
    group: 'Caches',
    body: [
      ...table(
        ['cache', 'mounted at', 'sharing', 'because'],
        Object.entries(CACHE_CATALOGUE).map(([name, { target, sharing, reason }]) => [
          `[\`${name}\`](${name}.md)`,
          `\`${target}\``,
          sharing,
          reason,
        ]),
      ),
      '',
      'A path in `cachePaths` where one of these tools usually keeps its cache is recognised as that cache.',
    ],
  });
}

function commands(): string {
  return page({
    title: 'All commands',
    group: 'Commands',
    body: [
      ...table(
        ['command', 'what it does'],
        COMMANDS.map(({ spec }) => [`[\`deskrun ${spec.name}\`](${fileOf(spec)})`, spec.summary]),
      ),
      '',
      '## Exit codes',
      '',
      ...table(
        ['code', 'meaning'],
        EXIT_CODES.map(([code, meaning]) => [String(code), meaning]),
      ),
    ],
  });
}

function diagnoses(): string {
  return page({
    title: 'All diagnoses of deskrun doctor',
    group: 'Commands',
    body: table(
      ['diagnosis', 'what it finds', 'upstream'],
      DIAGNOSES.map(({ id, title, upstream }) => [
        `\`${id}\``,
        title,
        upstream === undefined ? '' : `[${issueName(upstream)}](${upstream})`,
      ]),
    ),
  });
}

/** `https://github.com/OWNER/REPOSITORY/issues/1` as `REPOSITORY#1`. */
function issueName(url: string): string {
  const [repository, , number] = url.split('/').slice(-3);
  return `${repository}#${number}`;
}
