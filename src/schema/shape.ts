import type { JsonSchema } from './json-schema';

/**
 * A schema that accepts at least every value of the type `T`. The compiler refuses a schema that accepts less: it does
 * not allow `words('own')` as a `TypedSchema<'own' | 'external'>`.
 */
export interface TypedSchema<T> extends JsonSchema {
  /** For the compiler only; never set. */
  readonly accepts?: (value: T) => void;
}

interface RequiredSchema<T> extends TypedSchema<T> {
  readonly isRequired: true;
}

interface OptionalSchema<T> extends TypedSchema<T> {
  readonly isRequired?: undefined;
}

/**
 * The schema of every prop of the interface `T`, by name. It does not compile when a prop is missing here or in the
 * interface, or is required in only one of the two.
 */
export type Shape<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? OptionalSchema<NonNullable<T[K]>> : RequiredSchema<T[K]>;
};

export const text: TypedSchema<string> = { type: 'string' };
export const flag: TypedSchema<boolean> = { type: 'boolean' };
/** Any number, including `NaN`. Another check reports the allowed range. */
export const number: TypedSchema<number> = { instance: { name: 'a number', is: value => typeof value === 'number' } };
/** An object whose fields another check covers. */
export const anyObject: TypedSchema<object> = { type: 'object' };
/** A part of a pod or of another Kubernetes object. Another check covers its fields. */
export const manifestPart: TypedSchema<object> = { type: 'object', isManifestPart: true };

/** One of several strings. */
export function words<const Word extends string>(...allowed: readonly Word[]): TypedSchema<Word> {
  return { type: 'string', enum: allowed };
}

export function list<T>(items: TypedSchema<T>): TypedSchema<readonly T[]> {
  return { type: 'array', items };
}

/** An object with any keys. */
export function mapOf<T>(values: TypedSchema<T>): TypedSchema<{ readonly [name: string]: T }> {
  return { type: 'object', additionalProperties: values };
}

/** An object with the props of `T` and no others. */
export function object<T>(shape: Shape<T>): TypedSchema<T> {
  const props = Object.entries<OptionalSchema<never> | RequiredSchema<never>>(shape);
  return {
    type: 'object',
    properties: Object.fromEntries(props.map(([name, { isRequired: _, ...schema }]) => [name, schema])),
    required: props.filter(([, { isRequired }]) => isRequired).map(([name]) => name),
  };
}

export function required<T>(schema: TypedSchema<T>): RequiredSchema<T> {
  return { ...schema, isRequired: true };
}

export function either<A, B, C = never>(
  ...schemas: readonly [TypedSchema<A>, TypedSchema<B>, TypedSchema<C>?]
): TypedSchema<A | B | C> {
  return { anyOf: schemas.filter(schema => schema !== undefined) };
}

/** An instance of a class. `name` is the text after "must be" in a message: `a GitHubAuth`. */
export function instanceOf<T>(name: string, is: (value: unknown) => boolean): TypedSchema<T> {
  return { instance: { name, is } };
}

/** Adds a remedy to the message for a value of the wrong type. */
export function withRemedy<T>(schema: TypedSchema<T>, remedy: (value: unknown) => string | undefined): TypedSchema<T> {
  return { ...schema, remedy };
}
