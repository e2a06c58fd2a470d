import { isPlainObject } from '../../../plain-object';
import { inside, type Place } from '../report';

export type Scalar = string | number | boolean | null;

/** A value of a Compose file. Each part knows where it is written, also after several files are merged. */
export class Tree {
  constructor(
    readonly place: Place,
    readonly content: Scalar | readonly Tree[] | ReadonlyMap<string, Tree>,
  ) {}

  /** The entries of an object. Empty for other values. */
  get entries(): ReadonlyMap<string, Tree> {
    return this.content instanceof Map ? (this.content as ReadonlyMap<string, Tree>) : new Map<string, Tree>();
  }

  /** The items of a list, or the value itself if it is a scalar. Empty for null and objects. */
  get items(): readonly Tree[] {
    if (this.content === null || this.content instanceof Map) return [];
    return isList(this.content) ? this.content : [this];
  }

  /** The text of a scalar. Empty for other values. */
  get text(): string {
    return typeof this.content === 'object' ? '' : String(this.content);
  }

  /** Whether a scalar is true, or a text that YAML 1.1 reads as true. */
  get isTrue(): boolean {
    return /^(true|yes|on|y|1)$/i.test(this.text);
  }

  get isScalar(): boolean {
    return typeof this.content !== 'object';
  }

  get(key: string): Tree | undefined {
    return this.entries.get(key);
  }

  /** The value at a path of keys. */
  at(...path: readonly string[]): Tree | undefined {
    return path.reduce<Tree | undefined>((tree, key) => tree?.get(key), this);
  }

  /** A list of `name=value`, or an object, as an object. A name without a value has the content null. */
  get pairs(): ReadonlyMap<string, Tree> {
    if (!isList(this.content)) return this.entries;
    return new Map(
      this.content.map(item => {
        const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(item.text) ?? [];
        return [name, new Tree(item.place, value ?? null)];
      }),
    );
  }
}

function isList(content: Tree['content']): content is readonly Tree[] {
  return Array.isArray(content);
}

/** Makes a tree of a parsed value. `textOf` changes every text. */
export function treeOf(value: unknown, place: Place, textOf: (text: string, place: Place) => string): Tree {
  if (Array.isArray(value))
    return new Tree(
      place,
      value.map((item, index) => treeOf(item, inside(place, index), textOf)),
    );
  if (isPlainObject(value))
    return new Tree(
      place,
      new Map(Object.entries(value).map(([key, inner]) => [key, treeOf(inner, inside(place, key), textOf)])),
    );
  return new Tree(place, typeof value === 'string' ? textOf(value, place) : (value as Scalar));
}

/** The plain value of a tree. */
export function valueOf(tree: Tree): unknown {
  if (tree.content instanceof Map)
    return Object.fromEntries([...tree.entries].map(([key, inner]) => [key, valueOf(inner)]));
  return isList(tree.content) ? tree.content.map(valueOf) : tree.content;
}
