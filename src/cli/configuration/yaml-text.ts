import { isCollection, isNode, isPair, stringify, type Node } from 'yaml';
import { DeskrunError } from '../../errors';

/** A YAML text in which a value cannot be changed without changing others. */
export class EditError extends DeskrunError {}

/** The replacement of a range of a text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where a node of the `yaml` library stands in its text. */
export type NodeRange = readonly [start: number, valueEnd: number, nodeEnd: number];

/** Applies edits that do not overlap. Of two at one place, the first of the list comes first in the text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .reverse()
    .sort((a, b) => b.start - a.start)
    .reduce((edited, { start, end, text: inserted }) => edited.slice(0, start) + inserted + edited.slice(end), text);
}

export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset after the line break that ends a line. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

/** The offset after the last line of a node. Blank lines and comments after it do not count. */
export function lastLineEnd(text: string, node: Node): number {
  const end = contentEnd(node);
  return text[end - 1] === '\n' ? end : lineEnd(text, end);
}

/** The `yaml` library counts what follows an empty last value as a part of the collection. */
function contentEnd(node: Node): number {
  const last: unknown = isCollection(node) && !node.flow ? node.items.at(-1) : undefined;
  if (isPair<Node, Node | null>(last)) return contentEnd(hasText(last.value) ? last.value : last.key);
  return isNode(last) && hasText(last) ? contentEnd(last) : (node.range as NodeRange)[1];
}

/** Reports whether a value has a text. In `key:` it has none. */
export function hasText(node: Node | null): node is Node {
  const range = node?.range;
  return range !== undefined && range !== null && range[0] < range[1];
}

export function withLastNewline(text: string, newline: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}${newline}`;
}

/** A value as lines in block style. `first` stands before the first line, `rest` before the others. */
export function blockLines(value: unknown, newline: string, first: string, rest = first): string {
  return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' })
    .trimEnd()
    .split('\n')
    .map(line => line.trimEnd())
    .map((line, number) => `${line === '' ? '' : `${number === 0 ? first : rest}${line}`}${newline}`)
    .join('');
}

/** A value in flow style, on one line. */
export function flowText(value: unknown, isPadded: boolean): string {
  // As an item of a list, so that strings with commas are quoted.
  return stringify([value], { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: isPadded })
    .trim()
    .replace(/^\[ ?| ?\]$/g, '');
}

/** Reports whether a flow collection has spaces inside its brackets. Any other node counts as padded. */
export function isPadded(text: string, node: Node | null | undefined): boolean {
  return !isCollection(node) || !node.flow || !/^[[{]\S/.test(text.slice((node.range as NodeRange)[0]));
}
