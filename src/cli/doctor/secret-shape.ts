import type { Metadata, Secret } from './kinds';

/** A Secret without its values. */
export interface SecretShape {
  readonly kind: 'Secret';
  readonly apiVersion?: string;
  readonly metadata: Metadata;
  readonly keys: { readonly [key: string]: ValueShape | undefined };
}

/** Properties of a Secret's value, without the value. */
export interface ValueShape {
  readonly empty: boolean;
  /** Whether it begins or ends with whitespace, which ARC does not trim. */
  readonly padded: boolean;
  /** Whether it is a positive integer. */
  readonly number: boolean;
  /** Whether it begins like a PEM private key. */
  readonly privateKey: boolean;
}

/** The shape of a Secret. Its values are not kept. */
export function shapeOf({ apiVersion, metadata, data = {} }: Secret): SecretShape {
  const { name, namespace, labels, finalizers, creationTimestamp, deletionTimestamp } = metadata;
  return {
    kind: 'Secret',
    apiVersion,
    // Without annotations: kubectl stores the last applied object in one, with all values.
    metadata: { name, namespace, labels, finalizers, creationTimestamp, deletionTimestamp },
    keys: Object.fromEntries(
      Object.entries(data).map(([key, value = '']) => [key, valueShape(Buffer.from(value, 'base64').toString('utf8'))]),
    ),
  };
}

function valueShape(value: string): ValueShape {
  return {
    empty: value === '',
    padded: value !== value.trim(),
    number: /^[1-9]\d*$/.test(value.trim()),
    privateKey: /^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value),
  };
}
