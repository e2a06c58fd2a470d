/** The part of JSON Schema, with Kubernetes' extensions, in which manifests and configuration files are described. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $comment?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;

  /** `#/$defs/<name>`, at the top of the document; no rule beside it is read. */
  readonly $ref?: string;

  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;

  /** A finding shows them in place of a pattern that a string does not match. */
  readonly examples?: readonly unknown[];

  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null';
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];

  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;

  /** `int32` and `byte` (base64) are checked, others are for the reader. */
  readonly format?: string;

  readonly minimum?: number;
  readonly maximum?: number;

  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;

  /** Without `additionalProperties` beside them no other keys are allowed. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;

  /** A type that JSON does not have, such as a class. `name` follows "must be". */
  readonly instance?: { readonly name: string; readonly is: (value: unknown) => boolean };

  /** What to write instead of a value of another type, where that can be told from the value. */
  readonly remedy?: (value: unknown) => string | undefined;

  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}
