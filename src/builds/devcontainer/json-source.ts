import { createScanner, parseTree, visit, type Node, type ParseError } from 'jsonc-parser';
import type { Position } from '../../config-file/source';
import type { Finding, ValuePath } from '../../errors';
import { refuseText } from './report';

/** Deeper files are refused: no valid configuration is this deep. */
const DEEPEST = 100;

/** Kinds of tokens. The enum of the parser has no values at run time. */
const OPENING = [1, 3];
const CLOSING = [2, 4];
const END_OF_FILE = 17;

/** What is wrong, by the error code of the parser. Others do not occur. */
const SYNTAX: ReadonlyMap<number, string> = new Map([
  [1, 'is no JSON value; write a string in double quotes, a number, true, false, null, a list or an object'],
  [3, 'a key in double quotes is missing'],
  [4, 'a value is missing'],
  [5, 'a colon is missing after the key'],
  [6, 'a comma is missing'],
  [7, 'a closing brace is missing'],
  [8, 'a closing bracket is missing'],
  [9, 'text after the end of the object; remove it'],
  [11, 'the comment does not end; write */'],
  [12, 'the string does not end on its line; write \\n for a line break'],
  [13, 'the number does not end'],
  [14, 'is no Unicode escape; write four hexadecimal digits after \\u'],
  [15, 'is no escape; write \\\\ for a backslash'],
  [16, 'a control character must be escaped in a string; write \\t for a tab'],
]);

/** A parsed JSON text with comments. Maps paths in its value to lines and columns. */
export class JsonSource {
  /** The value of the text. Its objects have no prototype. */
  readonly value: unknown;

  /** Duplicate keys, keys named `__proto__`, and characters that no text of a pod can have. */
  readonly findings: readonly Finding[];

  /** Offsets of commas after the last entry of a list or object, which JSON forbids and most editors accept. */
  private readonly trailingCommas: readonly number[];

  private readonly text: string;
  private readonly root: Node;

  /** @throws ConfigFileError with every syntax error */
  constructor(
    text: string,
    readonly file: string,
  ) {
    this.text = text.replace(/^\ufeff/, '');
    const tooDeep = offsetOfDepth(this.text, DEEPEST);
    if (tooDeep !== undefined) this.refuse([{ offset: tooDeep, what: 'is nested too deeply' }]);
    const errors: ParseError[] = [];
    const root = parseTree(this.text, errors, { allowTrailingComma: true });
    if (!root) this.refuse([{ offset: 0, what: 'is empty; give an object' }]);
    if (errors.length > 0)
      this.refuse(errors.map(({ offset, error }) => ({ offset, what: SYNTAX.get(error) as string })));
    this.root = root;
    this.trailingCommas = trailingCommas(this.text);
    const findings: Finding[] = [];
    this.value = valueOf(this.root, [], findings);
    this.findings = findings;
  }

  /** Position of the first comma that JSON forbids, if there is one. */
  get trailingComma(): Position | undefined {
    const [offset] = this.trailingCommas;
    return offset === undefined ? undefined : this.position(offset);
  }

  /** Returns the position of a path, or of its nearest parent that exists. */
  place({ path, at }: Pick<Finding, 'path' | 'at'>): Position {
    let node = this.root;
    let offset = node.offset;
    for (const [index, part] of path.entries()) {
      const property = child(node, part);
      if (!property) break;
      node = property.value;
      offset = at === 'key' && index === path.length - 1 ? property.offset : node.offset;
    }
    return this.position(offset);
  }

  private position(offset: number): Position {
    const lines = this.text.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1) as string).length + 1 };
  }

  /** Refuses the text. The parser reports one mistake several times: the first on a line counts. */
  private refuse(mistakes: readonly { readonly offset: number; readonly what: string }[]): never {
    const placed = mistakes.map(({ offset, what }) => ({ file: this.file, ...this.position(offset), text: what }));
    throw refuseText(placed.filter(({ line }, index) => placed.findIndex(other => other.line === line) === index));
  }
}

function child(node: Node, part: string | number): { readonly offset: number; readonly value: Node } | undefined {
  if (node.type === 'array' && typeof part === 'number') {
    const value = node.children?.[part];
    return value && { offset: value.offset, value };
  }
  if (node.type !== 'object') return undefined;
  // The last of duplicate keys counts, as in JSON.parse.
  const property = [...(node.children ?? [])].reverse().find(({ children }) => children?.[0]?.value === String(part));
  const value = property?.children?.[1];
  return property && value && { offset: property.offset, value };
}

function valueOf(node: Node, path: ValuePath, findings: Finding[]): unknown {
  if (node.type === 'array')
    return (node.children ?? []).map((item, index) => valueOf(item, [...path, index], findings));
  if (node.type !== 'object') {
    if (typeof node.value === 'string') findings.push(...unsoundText(node.value, path));
    return node.value;
  }
  const object = Object.create(null) as Record<string, unknown>;
  for (const { children = [] } of node.children ?? []) {
    const [key, value] = children as [Node, Node];
    const name = key.value as string;
    const here = [...path, name];
    if (name === '__proto__')
      findings.push({ path: here, at: 'key', message: 'is not allowed: other tools read it as keys of its parent' });
    else if (Object.hasOwn(object, name))
      findings.push({ path: here, at: 'key', message: 'duplicate key; other tools use only the last one; remove one' });
    if (name !== '__proto__') object[name] = valueOf(value, here, findings);
  }
  return object;
}

/** Commands, environment variables and manifests cannot have these characters. */
function unsoundText(text: string, path: ValuePath): Finding[] {
  if (text.includes('\0')) return [{ path, message: 'must not contain a NUL character (\\u0000)' }];
  return !/\p{Surrogate}/u.test(text) ? [] : [{ path, message: 'must not contain half of a surrogate pair' }];
}

/** Returns the offset at which brackets and braces are nested deeper than allowed. The parser would overflow. */
function offsetOfDepth(text: string, deepest: number): number | undefined {
  const scanner = createScanner(text);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END_OF_FILE; token = scanner.scan()) {
    if (OPENING.includes(token)) depth++;
    if (CLOSING.includes(token)) depth--;
    if (depth > deepest) return scanner.getTokenOffset();
  }
  return undefined;
}

function trailingCommas(text: string): number[] {
  const found: number[] = [];
  let comma: number | undefined;
  const end = () => {
    if (comma !== undefined) found.push(comma);
    comma = undefined;
  };
  const other = () => {
    comma = undefined;
  };
  visit(
    text,
    {
      onSeparator: (character, offset) => (comma = character === ',' ? offset : undefined),
      onObjectEnd: end,
      onArrayEnd: end,
      onObjectBegin: other,
      onArrayBegin: other,
      onObjectProperty: other,
      onLiteralValue: other,
    },
    { allowTrailingComma: true },
  );
  return found;
}
