import { Yaml } from 'cdk8s';
import { isPlainObject } from '../kubernetes';
import { blockOrInline, inline, numeral } from './scalar';

type Scalar = string | number | boolean | null | undefined;
type Node = Scalar | readonly Node[] | { readonly [key: string]: Node };

/** YAML lets a key of more characters stand only behind a question mark. */
const LONGEST_KEY = 128;

/**
 * A document as YAML that says the same to people, to kubectl and to every parser of YAML 1.1 or 1.2: maps and lists in block style,
 * text of several lines as lines, quotes only where some reader needs them. What no manifest has, such as a date or an infinite number,
 * is written as cdk8s would.
 */
export function toYaml(document: unknown): string {
  return isPlainObject(document) && isNode(document) ? `${node(document, '')}\n` : Yaml.stringify(document);
}

function isNode(value: unknown): value is Node {
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean' || value === undefined || Number.isFinite(value);
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isNode);
  return isPlainObject(value) && Object.keys(value).every(key => key.length <= LONGEST_KEY && isNode(value[key]));
}

/** A value behind `key: ` or `- `, or on lines of its own; but for its first line it is indented. */
function node(value: Node, indent: string): string {
  if (typeof value === 'string') return blockOrInline(value, indent === '' ? '  ' : indent);
  if (typeof value === 'number') return numeral(value);
  if (typeof value !== 'object' || value === null) return String(value ?? null);
  if (isList(value)) return value.length === 0 ? '[]' : list(value, indent);
  return map(value, indent);
}

function list(items: readonly Node[], indent: string): string {
  let yaml = '';
  for (const item of items) yaml += `${yaml === '' ? '' : `\n${indent}`}- ${node(item, `${indent}  `)}`;
  return yaml;
}

function map(entries: { readonly [key: string]: Node }, indent: string): string {
  const inner = `${indent}  `;
  let yaml = '';
  for (const key of Object.keys(entries)) {
    const value = entries[key];
    yaml += `${yaml === '' ? '' : `\n${indent}`}${inline(key)}:${isNested(value) ? `\n${inner}` : ' '}${node(value, inner)}`;
  }
  return yaml === '' ? '{}' : yaml;
}

/** Whether a value starts on the line below its key. */
function isNested(value: Node): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function isList(value: Node): value is readonly Node[] {
  return Array.isArray(value);
}
