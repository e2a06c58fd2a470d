import { isDeepStrictEqual } from 'node:util';
import { isAlias, isCollection, isMap, visit, type Document, type Node, type Pair, type YAMLMap } from 'yaml';
import {
  blockLines,
  EditError,
  flowText,
  hasText,
  isPadded,
  lastLineEnd,
  lineStart,
  newlineOf,
  withLastNewline,
  type NodeRange,
  type TextEdit,
} from './yaml-text';

type MapNode = YAMLMap<Node, Node | null>;
type PairNode = Pair<Node, Node | null>;

/** A parsed YAML text, and what messages call the part of it that is edited, such as `runners[0]`. */
interface Source {
  readonly text: string;
  readonly document: Document;
  readonly shown: string;
}

/**
 * The edits of a text that set keys of a map in it. Values that are equal already, keys without a new value and
 * comments keep every character.
 *
 * @throws EditError when an edit would also change other parts of the file, by an alias
 */
export function mapEdits(source: Source, map: Node, values: object): TextEdit[] {
  if (isAlias(map)) throw new EditError(`${source.shown} is the alias *${map.source}; edit the file yourself`);
  refuseShared(source, map);
  const { items } = map as MapNode;
  const entries = Object.entries(values).map(([key, value]) => ({
    key,
    value: value as unknown,
    pair: items.find(({ key: name }) => String(name) === key),
  }));
  const added = entries.filter(({ pair }) => pair === undefined).map(({ key, value }) => [key, value] as const);
  return [
    ...entries.flatMap(({ pair, value }) => (pair ? valueEdits(source, pair, value) : [])),
    ...(added.length === 0 ? [] : [additionTo(source, map as MapNode, Object.fromEntries(added))]),
  ];
}

function valueEdits(source: Source, pair: PairNode, value: unknown): TextEdit[] {
  const { text, document } = source;
  const { value: old } = pair;
  const present = old?.toJS(document) as unknown;
  if (isDeepStrictEqual(present, value)) return [];
  if (isMap(old) && isFilled(value) && Object.keys(present as object).every(key => key in value))
    return mapEdits(source, old, value);
  if (old) visit(old, (_, node) => refuseShared(source, node));
  const colon = colonEnd(source, pair);
  if (!hasText(old)) return [{ start: colon, end: colon, text: ` ${flowText(value, true)}` }];
  const [start, end] = old.range as NodeRange;
  if (!isCollection(old) || old.flow)
    return [
      { start, end: start + text.slice(start, end).trimEnd().length, text: flowText(value, isPadded(text, old)) },
    ];
  const last = lastLineEnd(text, old);
  if (!isFilled(value)) return [{ start: colon, end: last, text: ` ${flowText(value, true)}${newlineOf(text)}` }];
  const line = lineStart(text, start);
  return [{ start: line, end: last, text: blockLines(value, newlineOf(text), text.slice(line, start)) }];
}

function additionTo(source: Source, map: MapNode, values: object): TextEdit {
  const { text } = source;
  const newline = newlineOf(text);
  const [first, last] = [map.items[0], map.items.at(-1)] as [PairNode, PairNode];
  const lineOf = ({ key }: PairNode) => text.slice(lineStart(text, start(key)), start(key));
  if (!map.flow) {
    const at = lastLineEnd(text, map);
    const lines = blockLines(values, newline, lineOf(first).replace(/\S/g, ' '));
    return { start: at, end: at, text: withLastNewline(text.slice(0, at), newline).slice(at) + lines };
  }
  const at = hasText(last.value) ? (last.value.range as NodeRange)[1] : colonEnd(source, last);
  const separator = lineOf(last).trim() === '' ? `,${newline}${lineOf(last)}` : ', ';
  const pairs = Object.entries(values).map(([key, value]) => `${key}: ${flowText(value, isPadded(text, map))}`);
  return { start: at, end: at, text: pairs.map(pair => `${separator}${pair}`).join('') };
}

function colonEnd({ text, shown }: Source, { key }: PairNode): number {
  const [, end] = key.range as NodeRange;
  const [colon] = /^[ \t]*:/.exec(text.slice(end)) ?? [];
  if (colon === undefined) throw new EditError(`${shown} has a key without a colon after it; edit the file yourself`);
  return end + colon.length;
}

/** A change of an anchored node changes every alias of it too. */
function refuseShared({ document, shown }: Source, node: unknown): void {
  const { anchor } = (node ?? {}) as { readonly anchor?: string };
  if (anchor === undefined) return;
  visit(document, {
    Alias: (_, { source }) => {
      if (source === anchor)
        throw new EditError(
          `${shown} has the anchor &${anchor}, and *${anchor} elsewhere in the file would change too; ` +
            'edit the file yourself',
        );
    },
  });
}

function start(node: Node): number {
  return (node.range as NodeRange)[0];
}

function isFilled(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
