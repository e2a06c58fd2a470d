import { effectOf } from './effect';
import { typeOf, type Key } from './keys';
import type { Change } from './leaves';

/** The options of `add` that write a key. */
const ADD_OPTIONS: Readonly<Record<string, string>> = {
  name: '<name>',
  repository: '--repository',
  githubConfigUrl: '--repository',
  containerMode: '--mode',
  instances: '--instances',
  minRunners: '--min-runners',
  maxRunners: '--max-runners',
  cachePaths: '--mount, --cache',
  caches: '--cache',
  'auth.secret': '--secret',
};

/** More changes than this tell nothing more. */
const MOST_CHANGES = 15;

/** What a key means, takes, and does to the manifests. */
export function explainKey(key: Key): string {
  const option = ADD_OPTIONS[key.name];
  const effect = effectOf(key);
  return [
    key.path,
    `  ${key.schema.description ?? ''}`,
    `  takes: ${typeOf(key.schema)}`,
    ...(option === undefined ? [] : [`  on the command line: deskrun add ${option}`]),
    ...(effect
      ? [
          `  in the manifests of an example, given ${JSON.stringify(effect.value)}:`,
          ...effect.changes.slice(0, MOST_CHANGES).map(change => `    ${describe(change)}`),
          ...more(effect.changes.length),
        ]
      : ['  in the manifests: nothing; it decides what is accepted, or how files are ordered']),
  ].join('\n');
}

function describe({ at, before, after }: Change): string {
  if (before === undefined) return `+ ${at}: ${shortened(after)}`;
  return after === undefined ? `- ${at}` : `~ ${at}: ${shortened(before)} -> ${shortened(after)}`;
}

function more(count: number): string[] {
  return count > MOST_CHANGES ? [`    and ${count - MOST_CHANGES} more`] : [];
}

function shortened(text = ''): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
