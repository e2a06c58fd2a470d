import {
  isMap,
  isSeq,
  parseDocument,
  stringify,
  visit,
  type CST,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { DeskrunError } from '../../errors';

/** A text in which an entry cannot be changed alone. */
export class EditError extends DeskrunError {}

/**
 * Edits of a list in a YAML text that leave every character outside the entry in question as it was: comments, order, alignment.
 * Where the list is written on one line, `[…]`, the lines around it are kept and the list is written anew.
 */
export class ListEdit {
  private readonly list: YAMLSeq<Node> | undefined;
  private readonly pair: Pair<Node, Node | null> | undefined;
  private readonly newline: string;

  /** Whether the whole text is a map in braces, as JSON is. */
  private readonly inBraces: boolean;

  constructor(
    private readonly text: string,
    private readonly key: string,
  ) {
    const { contents } = parseDocument(text, { keepSourceTokens: true, logLevel: 'silent' });
    this.inBraces = isMap(contents) && contents.flow === true;
    this.pair = isMap(contents)
      ? (contents as YAMLMap<Node, Node | null>).items.find(({ key: name }) => String(name) === key)
      : undefined;
    this.list = isSeq(this.pair?.value) ? (this.pair.value as YAMLSeq<Node>) : undefined;
    this.newline = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The text with one more entry, at the end of the list. */
  append(entry: unknown): string {
    const { list } = this;
    if (this.inBraces) {
      if (!list)
        throw new EditError(
          `the configuration is written in braces, without a list ${this.key} to add to; write ${this.key}: [] there`,
        );
      return this.replaceList([...list.items.map(item => item.toJSON() as unknown), entry]);
    }
    if (!this.pair)
      return `${withLastNewline(this.text, this.newline)}${this.key}:${this.newline}${this.written(entry, '  ')}`;
    if (!list || list.items.length === 0) return this.fillEmpty(entry);
    if (list.flow) return this.replaceList([...list.items.map(item => item.toJSON() as unknown), entry]);
    const end = this.endOf(list.items.length - 1);
    return `${withLastNewline(this.text.slice(0, end), this.newline)}${this.written(entry, this.indentOf(0))}${this.text.slice(end)}`;
  }

  /** The text without an entry, and without the comment right above it. */
  remove(index: number): string {
    const list = this.list as YAMLSeq<Node>;
    if (list.flow)
      return this.replaceList(list.items.filter((_, other) => other !== index).map(item => item.toJSON() as unknown));
    if (list.items.length === 1) return this.emptied();
    const start = this.commentStartOf(index);
    const rest = this.text.slice(this.endOf(index));
    // One blank line between entries, not two.
    return this.text.slice(0, start) + (index < list.items.length - 1 ? rest.replace(/^(\s*\n)+/, '') : rest);
  }

  /** The text with keys of an entry changed, the entry's other keys and comments as they were. */
  change(index: number, entry: object): string {
    const list = this.list as YAMLSeq<Node>;
    if (list.flow)
      return this.replaceList(
        list.items.map((item, other) =>
          other === index ? { ...(item.toJSON() as object), ...entry } : (item.toJSON() as unknown),
        ),
      );
    const start = this.lineStart(this.startOf(index));
    const end = this.endOf(index);
    const indent = this.indentOf(index);
    const lines = this.text.slice(start, end).replaceAll('\r\n', '\n').split('\n');
    const body = lines.map((line, number) => (number === 0 ? line.replace(/-/, ' ') : line)).join('\n');
    const document = parseDocument(body);
    visit(document, {
      Alias: (_, { source }) => {
        throw new EditError(
          `${this.key}[${index}] uses *${source} of elsewhere in the file; change it there, in an editor`,
        );
      },
    });
    for (const [key, value] of Object.entries(entry)) document.set(key, value);
    const changed = document.toString({ lineWidth: 0, flowCollectionPadding: true });
    return this.text.slice(0, start) + this.asEntry(changed, indent) + this.text.slice(end);
  }

  private fillEmpty(entry: unknown): string {
    const { key, value } = this.pair as Pair<Node, Node | null>;
    const afterKey = (key.range as Range)[1];
    const bare = this.list
      ? this.text.slice(0, (value?.range as Range)[0]).trimEnd() + this.text.slice((value?.range as Range)[1])
      : this.text;
    const end = lineEnd(bare, afterKey);
    return `${withLastNewline(bare.slice(0, end), this.newline)}${this.written(entry, '  ')}${bare.slice(end)}`;
  }

  private emptied(): string {
    const colon = this.text.indexOf(':', (this.pair?.key.range as Range)[1]);
    const head = this.text.slice(0, colon + 1);
    const restOfLine = this.text.slice(colon + 1, lineEnd(this.text, colon));
    return `${head} []${restOfLine}${this.text.slice(this.endOf(0))}`;
  }

  private replaceList(values: readonly unknown[]): string {
    const [start, end] = (this.list as YAMLSeq<Node>).range as Range;
    const written = stringify(values, { collectionStyle: 'flow', lineWidth: 0 }).trim();
    return this.text.slice(0, start) + written + this.text.slice(end);
  }

  /** An entry as lines of the list. */
  private written(entry: unknown, indent: string): string {
    return this.asEntry(stringify(entry, { lineWidth: 0, defaultStringType: 'PLAIN' }), indent);
  }

  private asEntry(body: string, indent: string): string {
    const lines = body
      .trimEnd()
      .split('\n')
      .map(line => line.trimEnd());
    return lines
      .map((line, number) => `${line === '' ? '' : `${indent}${number === 0 ? '- ' : '  '}${line}`}${this.newline}`)
      .join('');
  }

  /** Where an entry's dash stands. */
  private startOf(index: number): number {
    const { items } = this.list?.srcToken as CST.BlockSequence;
    return (items[index]?.start.find(({ type }) => type === 'seq-item-ind') as CST.SourceToken).offset;
  }

  private indentOf(index: number): string {
    const start = this.startOf(index);
    return this.text.slice(this.lineStart(start), start);
  }

  private endOf(index: number): number {
    const end = ((this.list as YAMLSeq<Node>).items[index]?.range as Range)[1];
    return this.text[end - 1] === '\n' ? end : lineEnd(this.text, end);
  }

  private lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  private commentStartOf(index: number): number {
    let start = this.lineStart(this.startOf(index));
    for (
      let above = this.lineStart(start - 1);
      start > 0 && /^\s*#/.test(this.text.slice(above, start));
      above = this.lineStart(start - 1)
    )
      start = above;
    return start;
  }
}

type Range = readonly [start: number, valueEnd: number, nodeEnd: number];

/** The offset behind the line break that ends a line. */
function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

function withLastNewline(text: string, newline: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}${newline}`;
}
