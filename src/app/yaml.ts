import { Yaml } from 'cdk8s';
import { isPlainObject } from '../kubernetes';
import { blockOrInline, inline, numeral } from './scalar';

type Scalar = string | number | boolean | null | undefined;
type Node = Scalar | readonly Node[] | { readonly [key: string]: Node };

/** YAML lets a key of more characters stand only behind a question mark. */
const LONGEST_KEY = 128;

const INDENT = '  ';

/**
 * A document as YAML that says the same to people, to kubectl and to every parser of YAML 1.1 or 1.2: maps and lists in
 * block style, text of several lines as lines, quotes only where some reader needs them. What no manifest has, such as
 * a date or an infinite number, is written as cdk8s would.
 */
export function toYaml(document: unknown): string {
  if (!isPlainObject(document) || !isNode(document)) return Yaml.stringify(document);
  const parts: string[] = [];
  write(document, '', parts);
  parts.push('\n');
  return parts.join('');
}

function isNode(value: unknown): value is Node {
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'boolean' || value === undefined || Number.isFinite(value);
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isNode);
  if (!isPlainObject(value)) return false;
  for (const key in value) if (key.length > LONGEST_KEY || !isNode(value[key])) return false;
  return true;
}

/** A value behind `key: ` or `- `, or on lines of its own; but for its first line it is indented. */
function write(value: Node, indent: string, parts: string[]): void {
  if (typeof value === 'string') parts.push(blockOrInline(value, indent));
  else if (typeof value === 'number') parts.push(numeral(value));
  else if (typeof value !== 'object' || value === null) parts.push(String(value ?? null));
  else if (isList(value)) list(value, indent, parts);
  else map(value, indent, parts);
}

function list(items: readonly Node[], indent: string, parts: string[]): void {
  if (items.length === 0) parts.push('[]');
  const inner = indent + INDENT;
  const line = `\n${indent}- `;
  items.forEach((item, index) => {
    parts.push(index === 0 ? '- ' : line);
    write(item, inner, parts);
  });
}

function map(entries: { readonly [key: string]: Node }, indent: string, parts: string[]): void {
  const keys = Object.keys(entries);
  if (keys.length === 0) parts.push('{}');
  const inner = indent + INDENT;
  const [line, below] = [`\n${indent}`, `:\n${inner}`];
  keys.forEach((key, index) => {
    const value = entries[key];
    if (index > 0) parts.push(line);
    parts.push(inline(key), isNested(value) ? below : ': ');
    write(value, inner, parts);
  });
}

/** Whether a value starts on the line below its key. */
function isNested(value: Node): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function isList(value: Node): value is readonly Node[] {
  return Array.isArray(value);
}
