import { ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver, type ApiObject, type App } from 'cdk8s';
import { isPlainObject, k8s } from '../kubernetes';
import { sortedCopy } from '../plain-object';
import { isUnpatched } from './json-patches';

type Plain = Record<string, unknown>;

const CONTENTS = new WeakMap<ApiObject, () => unknown>();

/** Registers the fields of an object other than its metadata, as in the manifest, to render it without cdk8s. */
export function describeContent(object: ApiObject, content: () => unknown): void {
  CONTENTS.set(object, content);
}

/** Reports whether cdk8s would render plain values of this app unchanged and with sorted keys. */
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
 * Returns the result of `toJson` of an object whose content was registered with {@link describeContent}. Returns
 * undefined when the result could differ: the object has a patch or a lazy value. cdk8s takes up to ten times as long.
 */
export function plainDocument(object: ApiObject): Plain | undefined {
  const content = CONTENTS.get(object);
  if (content === undefined || !isUnpatched(object)) return undefined;
  const metadata = metadataOf(object);
  const fields = metadata && content();
  if (!isPlainObject(fields)) return undefined;
  const { apiVersion, kind } = object;
  return isPlain(metadata) && isPlain(fields)
    ? { apiVersion, kind, metadata: sortedCopy(metadata), ...sortedCopy(fields) }
    : undefined;
}

/** Reports whether a value of the typed API has only plain values, `Quantity` and `IntOrString`, and no lazy values. */
export function isLiteral(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  if (Array.isArray(value)) return value.every(isLiteral);
  if (!isPlainObject(value)) return value instanceof k8s.Quantity || value instanceof k8s.IntOrString;
  for (const key in value) if (!isLiteral(value[key])) return false;
  return true;
}

const METADATA = ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences'];

/**
 * Returns the metadata of an object without empty fields. Returns undefined when it has fields that are not in
 * {@link METADATA}, or when this cdk8s stores metadata in an unknown way.
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
