import { isPlainObject } from '../../plain-object';
import { identity } from '../kubectl/objects';
import { ANY_OBJECT_SHAPE, OBJECT_SHAPES } from './object-shapes';
import type { TypedSchema } from '../../schema/shape';
import { type KubeObject } from './kinds';
import { readTyped } from './read-typed';

/** Objects with fields of the right types only. */
export interface ReadObjects {
  readonly objects: readonly KubeObject[];
  /** What was left out because it is not of its type, one line for each field of a kind. */
  readonly notes: readonly string[];
  /**
   * The kinds of objects that were left out as a whole; `undefined` is among them where the kind itself cannot be read.
   */
  readonly incomplete: ReadonlySet<string | undefined>;
}

/** Reads objects as kubectl, or a person who has edited its output, wrote them. */
export function readObjects(values: readonly unknown[]): ReadObjects {
  const objects: KubeObject[] = [];
  const notes = new Notes();
  const incomplete = new Set<string | undefined>();
  values.forEach((value, index) => {
    const kind = isPlainObject(value) && typeof value.kind === 'string' ? value.kind : undefined;
    const { value: object, unreadable } = readTyped(shapeOf(kind), value);
    if (object) objects.push(object);
    else incomplete.add(kind);
    const subject = object ? identity(object) : `${kind ?? 'object'} (number ${index + 1})`;
    for (const { path, message } of unreadable) notes.add(kind, subject, path, message);
  });
  return { objects, notes: notes.lines, incomplete };
}

function shapeOf(kind: string | undefined): TypedSchema<KubeObject> {
  return kind !== undefined && Object.hasOwn(OBJECT_SHAPES, kind)
    ? (OBJECT_SHAPES[kind as keyof typeof OBJECT_SHAPES] as TypedSchema<KubeObject>)
    : ANY_OBJECT_SHAPE;
}

/** Notes about fields of objects: alike ones become one line. */
class Notes {
  private readonly alike = new Map<string, { readonly first: string; count: number }>();

  add(kind: string | undefined, subject: string, path: string, message: string): void {
    const key = [kind, path.replace(/\[\d+\]/g, '[]'), message].join('\n');
    const known = this.alike.get(key);
    if (known) known.count++;
    else this.alike.set(key, { first: `${subject}: ${path === '' ? '' : `${path} `}${message}; ignored`, count: 1 });
  }

  get lines(): string[] {
    return [...this.alike.values()].map(({ first, count }) =>
      count === 1 ? first : `${first} (and ${count - 1} more like it)`,
    );
  }
}
