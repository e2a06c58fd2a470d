import type { Metadata, Secret } from './kinds';

/** What is known of a Secret: everything but its values. */
export interface SecretShape {
  readonly kind: 'Secret';
  readonly apiVersion?: string;
  readonly metadata: Metadata;
  readonly keys: { readonly [key: string]: ValueShape | undefined };
}

/** What a value is like, without a character of it. */
export interface ValueShape {
  readonly empty: boolean;
  /** Whether it begins or ends with a blank or a line break, which ARC would take for a part of it. */
  readonly padded: boolean;
  /** Whether it is a number above zero. */
  readonly number: boolean;
  /** Whether it begins as a PEM private key does. */
  readonly privateKey: boolean;
}

/** The shape of a Secret, read once; its values are not kept. */
export function shapeOf({ apiVersion, metadata, data = {} }: Secret): SecretShape {
  const { name, namespace, labels, finalizers, creationTimestamp, deletionTimestamp } = metadata;
  return {
    kind: 'Secret',
    apiVersion,
    // Not the annotations: kubectl keeps the last applied object there, values and all.
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
