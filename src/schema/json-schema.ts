/**
 * The part of JSON Schema, with the extensions of Kubernetes, that the schemas of manifests, props and configuration
 * files use.
 */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $comment?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;

  /** Reference to a definition of the document: `#/$defs/<name>`. Other keywords next to it are ignored. */
  readonly $ref?: string;

  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;

  /** Valid values. The message for a string that does not match `pattern` shows them instead of the pattern. */
  readonly examples?: readonly unknown[];

  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null';
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];

  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;

  /** `int32` and `byte` (base64) are checked. Other formats are only documentation. */
  readonly format?: string;

  readonly minimum?: number;
  readonly maximum?: number;

  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;

  /** Allowed keys. Without `additionalProperties`, other keys are refused. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;

  /** The value must be data that a manifest can hold. Another check covers its fields. */
  readonly isManifestPart?: boolean;

  /** A type that JSON does not have, such as a class. `name` is the text after "must be" in a message. */
  readonly instance?: { readonly name: string; readonly is: (value: unknown) => boolean };

  /** Returns why a value of the right type is invalid, or undefined. Replaces the other rules for such values. */
  readonly problem?: (value: never) => string | undefined;

  /** Returns what to write instead of a value of the wrong type, as the end of the message. */
  readonly remedy?: (value: unknown) => string | undefined;

  /** Returns where a key belongs that the object does not have, as the end of the message. */
  readonly keyRemedy?: (key: string) => string | undefined;

  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}
