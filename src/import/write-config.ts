import { Document, isMap, isScalar, type Node, type Pair } from 'yaml';
import { UNLIMITED } from './runner-set';
import type { HelmReleases } from './releases';
import type { ConfigDraft } from './config-draft';

/** Returns the text of a configuration, with comments that explain choices the values left open. */
export function writeConfig(draft: ConfigDraft, { runnerSets, controller }: HelmReleases): string {
  const config = draft.config();
  const document = new Document(config, { aliasDuplicateObjects: false });
  const files = [...runnerSets, ...(controller ? [controller] : [])].map(({ file }) => file);
  document.commentBefore = ` Imported from ${files.join(', ')}.`;
  if (config.controller === undefined) {
    comment(
      document,
      ['namespace'],
      ' The chart looks up its controller in the cluster. If yours is not arc-gha-rs-controller in arc-systems,\n' +
        ' set controller.namespace and controller.serviceAccount.',
    );
  }
  draft.runners.forEach(({ config: runner, chartCreatesSecret, comments }, index) => {
    for (const { path, text } of comments) comment(document, ['runners', index, ...path], ` ${text}`);
    if (runner.maxRunners === UNLIMITED)
      comment(document, ['runners', index, 'maxRunners'], ' No limit, as with the chart. Set a limit.');
    if (chartCreatesSecret)
      comment(
        document,
        ['runners', index, 'auth'],
        ' The chart created this Secret and deletes it with its release: create it again afterwards.',
      );
  });
  if (draft.runners.length === 0) comment(document, ['runners'], ' No runner set could be imported.');
  return document.toString({ lineWidth: 0 });
}

/** Adds a comment above a key or an entry of a list. */
function comment(document: Document, path: readonly (string | number)[], text: string): void {
  const key = path.at(-1);
  const holder = path.length > 1 ? document.getIn(path.slice(0, -1)) : document.contents;
  if (key === undefined || typeof key === 'number') {
    const node = document.getIn(path, true) as Node | undefined;
    if (node) node.commentBefore = text;
    return;
  }
  const pair = isMap(holder)
    ? (holder.items as Pair<Node, Node>[]).find(({ key: node }) => isScalar(node) && node.value === key)
    : undefined;
  if (pair) pair.key.commentBefore = text;
}
