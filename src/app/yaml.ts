import { Yaml } from 'cdk8s';
import { isPlainObject } from '../kubernetes';
import { blockOrInline, inline, numeral } from './scalar';

type Scalar = string | number | boolean | null | undefined;
type Node = Scalar | readonly Node[] | { readonly [key: string]: Node };

/** YAML allows longer keys only after a question mark. */
const LONGEST_KEY = 128;

const INDENT = '  ';

/**
 * Writes a document as YAML that people, kubectl and every YAML 1.1 and 1.2 parser read alike: maps and lists in block
 * style, strings of several lines as block scalars, quotes only where some parser needs them. A document with a value
 * that manifests do not have, such as a date or an infinite number, is written by cdk8s.
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

/** Writes a value after `key: ` or `- `, or below its key. Indents all lines but the first. */
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

/** Reports whether a value starts on the line below its key. */
function isNested(value: Node): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function isList(value: Node): value is readonly Node[] {
  return Array.isArray(value);
}
