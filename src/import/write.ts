import { Document, isMap, isScalar, type Node, type Pair } from 'yaml';
import { NO_LIMIT } from './runner-set';
import type { HelmReleases } from './releases';
import type { Whole } from './whole';

/** The text of a configuration, with a comment where its reader should know why. */
export function writeConfig(whole: Whole, { runnerSets, controller }: HelmReleases): string {
  const config = whole.config();
  const document = new Document(config, { aliasDuplicateObjects: false });
  const files = [...runnerSets, ...(controller ? [controller] : [])].map(({ file }) => file);
  document.commentBefore = ` What helm made of ${files.join(', ')}.`;
  if (config.controller === undefined) {
    comment(
      document,
      ['namespace'],
      ' The chart looked for its controller in the cluster. If it is not arc-gha-rs-controller in arc-systems, name it under controller.',
    );
  }
  whole.runners.forEach(({ config: runner, madeSecret, remarks }, index) => {
    for (const { path, text } of remarks) comment(document, ['runners', index, ...path], ` ${text}`);
    if (runner.maxRunners === NO_LIMIT)
      comment(document, ['runners', index, 'maxRunners'], ' Without a limit, as the chart had it: choose one.');
    if (madeSecret)
      comment(
        document,
        ['runners', index, 'auth'],
        ' The chart made this Secret and deletes it with its release: make it anew.',
      );
  });
  if (whole.runners.length === 0) comment(document, ['runners'], ' No runner set could be carried.');
  return document.toString({ lineWidth: 0 });
}

/** Puts a comment above a key or an entry of a list. */
function comment(document: Document, path: readonly (string | number)[], text: string): void {
  const key = path.at(-1);
  const holder = path.length > 1 ? document.getIn(path.slice(0, -1)) : document.contents;
  if (key === undefined || typeof key === 'number') {
    const node = document.getIn(path, true) as Node | undefined;
    if (node) node.commentBefore = text;
    return;
  }
  const pair = isMap(holder)
    ? (holder.items as Pair<Node, Node>[]).find(({ key: word }) => isScalar(word) && word.value === key)
    : undefined;
  if (pair) pair.key.commentBefore = text;
}
