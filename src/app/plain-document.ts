import { ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver, type ApiObject, type App } from 'cdk8s';
import { isPlainObject, k8s } from '../kubernetes';
import { sortedCopy } from '../plain-object';
import { isUnpatched } from './patched';

type Plain = Record<string, unknown>;

const CONTENTS = new WeakMap<ApiObject, () => unknown>();

/** Registers the fields of an object other than its metadata, as in the manifest, to render it without cdk8s. */
export function describeContent(object: ApiObject, content: () => unknown): void {
  CONTENTS.set(object, content);
}

/** Whether cdk8s, too, would leave every plain value of this app as it is, and sort the keys. */
export function makesPlainDocuments(app: App): boolean {
  const builtIn = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];
  const resolvers = Reflect.get(app, 'resolvers') as unknown;
  return (
    !process.env.CDK8S_DISABLE_SORT &&
    Array.isArray(resolvers) &&
    resolvers.every(resolver => builtIn.some(kind => resolver instanceof kind))
  );
}

/**
 * What `toJson` of an object would give whose content was told; nothing where that is not certain: it has a patch, or
 * something in it that only stands for a value. In cdk8s it takes up to ten times as long.
 */
export function plainDocument(object: ApiObject): Plain | undefined {
  const content = CONTENTS.get(object);
  if (content === undefined || !isUnpatched(object)) return undefined;
  const metadata = metadataOf(object);
  const told = metadata && content();
  if (!isPlainObject(told)) return undefined;
  const { apiVersion, kind } = object;
  return isPlain(metadata) && isPlain(told)
    ? { apiVersion, kind, metadata: sortedCopy(metadata), ...sortedCopy(told) }
    : undefined;
}

/**
 * Whether a value of the typed API stands for nothing but itself: it has only plain values, amounts and ports in it.
 */
export function isLiteral(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  if (Array.isArray(value)) return value.every(isLiteral);
  if (!isPlainObject(value)) return value instanceof k8s.Quantity || value instanceof k8s.IntOrString;
  for (const key in value) if (!isLiteral(value[key])) return false;
  return true;
}

const METADATA = ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences'];

/**
 * An object's metadata as it is now, without what is empty; nothing where there is more, or cdk8s keeps it in another
 * way than it did.
 */
function metadataOf({ metadata }: ApiObject): Plain | undefined {
  const given = Reflect.get(metadata, '_additionalAttributes') as unknown;
  if (!isPlainObject(given) || !Object.keys(given).every(part => METADATA.includes(part))) return undefined;
  const all: Plain = {};
  for (const part of METADATA) {
    const value = Reflect.get(metadata, part) as unknown;
    if (typeof value !== 'object' || value === null || Object.keys(value).length > 0) all[part] = value;
  }
  return all;
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (!isPlainObject(value)) return false;
  for (const key in value) if (value[key] !== undefined && value[key] !== null && !isPlain(value[key])) return false;
  return true;
}
