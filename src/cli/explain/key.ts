import { table } from '../output';
import { effectOf } from './effect';
import { firstSentence, keysBelow, typeOf, type Key } from './keys';
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

const MAX_CHANGES = 15;
const MAX_VALUE_LENGTH = 100;

/** Explains a key: its meaning, its values, its keys, and how it changes the manifests. */
export function explainKey(key: Key): string {
  const option = ADD_OPTIONS[key.name];
  return [
    key.path,
    `  ${key.schema.description ?? ''}`,
    `  value: ${typeOf(key.schema)}`,
    ...(option === undefined ? [] : [`  on the command line: deskrun add ${option}`]),
    ...keyLines(keysBelow(key)),
    ...effectLines(key),
  ].join('\n');
}

function keyLines(keys: readonly Key[]): string[] {
  if (keys.length === 0) return [];
  const rows = keys.map(({ path, schema }) => [
    `    ${path.split('.').at(-1) as string}`,
    firstSentence(schema.description),
  ]);
  return ['  keys:', table(rows).trimEnd()];
}

function effectLines(key: Key): string[] {
  const effect = effectOf(key);
  if (!effect) return ['  changes in manifests: none; it affects which values are allowed, or the order of files'];
  const { value, changes } = effect;
  const rest = changes.length - MAX_CHANGES;
  return [
    `  changes in the manifests of an example with the value ${JSON.stringify(value)}:`,
    ...changes.slice(0, MAX_CHANGES).map(change => `    ${changeText(change)}`),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ];
}

function changeText({ at, before, after }: Change): string {
  if (before === undefined) return `+ ${at}: ${shortened(after)}`;
  return after === undefined ? `- ${at}` : `~ ${at}: ${shortened(before)} -> ${shortened(after)}`;
}

function shortened(text = ''): string {
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}
