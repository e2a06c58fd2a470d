import {
  isMap,
  isSeq,
  parseDocument,
  type CST,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { mapEdits } from './map-edit';
import {
  applyEdits,
  blockLines,
  EditError,
  flowText,
  isPadded,
  lastLineEnd,
  lineEnd,
  lineStart,
  newlineOf,
  withLastNewline,
  type NodeRange,
} from './yaml-text';

/** Edits of a list in a YAML text. Every character outside the entry or the value that changes stays as it was. */
export class ListEdit {
  private readonly document: Document;
  private readonly list: YAMLSeq<Node> | undefined;
  private readonly pair: Pair<Node, Node | null> | undefined;
  private readonly newline: string;

  /** Whether the whole text is a map in braces, as JSON is. */
  private readonly inBraces: boolean;

  /** @param key the top-level key of the list */
  constructor(
    private readonly text: string,
    private readonly key: string,
  ) {
    this.document = parseDocument(text, { keepSourceTokens: true, logLevel: 'silent' });
    const { contents } = this.document;
    this.inBraces = isMap(contents) && contents.flow === true;
    this.pair = isMap(contents)
      ? (contents as YAMLMap<Node, Node | null>).items.find(({ key: name }) => String(name) === key)
      : undefined;
    this.list = isSeq(this.pair?.value) ? (this.pair.value as YAMLSeq<Node>) : undefined;
    this.newline = newlineOf(text);
  }

  /** The text with one more entry, at the end of the list. */
  append(entry: unknown): string {
    const { list, text, newline } = this;
    if (this.inBraces && !list)
      throw new EditError(
        `the configuration is written in braces and has no list ${this.key}; add ${this.key}: [] to it`,
      );
    if (list?.flow && (this.inBraces || list.items.length > 0)) return this.appendInBrackets(list, entry);
    if (!this.pair) return `${withLastNewline(text, newline)}${this.key}:${newline}${this.entryLines(entry, '  ')}`;
    if (!list || list.items.length === 0) return this.fillEmpty(entry);
    const end = lastLineEnd(text, list.items.at(-1) as Node);
    const lines = this.entryLines(entry, this.indentOf(0));
    return `${withLastNewline(text.slice(0, end), newline)}${lines}${text.slice(end)}`;
  }

  /** The text without an entry, and without the comment right above it. */
  remove(index: number): string {
    const list = this.list as YAMLSeq<Node>;
    if (list.flow) return this.removeInBrackets(list, index);
    if (list.items.length === 1) return this.emptied();
    const rest = this.text.slice(this.endOf(index));
    // One blank line between entries, not two.
    return (
      this.text.slice(0, this.commentStartOf(index)) +
      (index < list.items.length - 1 ? rest.replace(/^(\s*\n)+/, '') : rest)
    );
  }

  /** The text with keys of an entry set. @throws EditError when that would change other parts of the file too */
  change(index: number, values: object): string {
    const { text, document } = this;
    const entry = (this.list as YAMLSeq<Node>).items[index] as Node;
    return applyEdits(text, mapEdits({ text, document, shown: `${this.key}[${index}]` }, entry, values));
  }

  private appendInBrackets({ items, range }: YAMLSeq<Node>, entry: unknown): string {
    const { text } = this;
    const last = items.at(-1);
    if (!last) {
      const [start, end] = range as NodeRange;
      return applyEdits(text, [{ start, end, text: `[ ${flowText(entry, true)} ]` }]);
    }
    const [start, at] = last.range as NodeRange;
    const before = text.slice(lineStart(text, start), start);
    const separator = before.trim() === '' ? `,${this.newline}${before}` : ', ';
    return applyEdits(text, [{ start: at, end: at, text: separator + flowText(entry, isPadded(text, last)) }]);
  }

  private removeInBrackets({ items, range }: YAMLSeq<Node>, index: number): string {
    const at = (item: number) => items[item]?.range as NodeRange | undefined;
    const [next, previous] = [at(index + 1), at(index - 1)];
    const [start, end] = next
      ? [(at(index) as NodeRange)[0], next[0]]
      : previous
        ? [previous[1], (at(index) as NodeRange)[1]]
        : (range as NodeRange);
    return applyEdits(this.text, [{ start, end, text: next || previous ? '' : '[]' }]);
  }

  private fillEmpty(entry: unknown): string {
    const { key, value } = this.pair as Pair<Node, Node | null>;
    const [, afterKey] = key.range as NodeRange;
    const bare = this.list
      ? this.text.slice(0, (value?.range as NodeRange)[0]).trimEnd() + this.text.slice((value?.range as NodeRange)[1])
      : this.text;
    const end = lineEnd(bare, afterKey);
    return `${withLastNewline(bare.slice(0, end), this.newline)}${this.entryLines(entry, '  ')}${bare.slice(end)}`;
  }

  private emptied(): string {
    const colon = this.text.indexOf(':', (this.pair?.key.range as NodeRange)[1]);
    const head = this.text.slice(0, colon + 1);
    const restOfLine = this.text.slice(colon + 1, lineEnd(this.text, colon));
    return `${head} []${restOfLine}${this.text.slice(this.endOf(0))}`;
  }

  private entryLines(entry: unknown, indent: string): string {
    return blockLines(entry, this.newline, `${indent}- `, `${indent}  `);
  }

  /** The offset of an entry's dash. */
  private startOf(index: number): number {
    const { items } = this.list?.srcToken as CST.BlockSequence;
    return (items[index]?.start.find(({ type }) => type === 'seq-item-ind') as CST.SourceToken).offset;
  }

  private indentOf(index: number): string {
    const start = this.startOf(index);
    return this.text.slice(lineStart(this.text, start), start);
  }

  private endOf(index: number): number {
    return lastLineEnd(this.text, this.list?.items[index] as Node);
  }

  private commentStartOf(index: number): number {
    let start = lineStart(this.text, this.startOf(index));
    for (
      let above = lineStart(this.text, start - 1);
      start > 0 && /^\s*#/.test(this.text.slice(above, start));
      above = lineStart(this.text, start - 1)
    )
      start = above;
    return start;
  }
}
