import { JsonPatch, Size, type ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { isPlainObject } from './plain-object';

export { isPlainObject, k8s };

/** A JSON value in a manifest. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Amounts by resource name. An amount is a Kubernetes quantity (`'500m'`, `'4Gi'`), a number, or, for memory and
 * storage, a cdk8s `Size`.
 *
 * @example
 * { cpu: 2, memory: Size.gibibytes(4) }
 */
export interface ResourceAmounts {
  readonly [resource: string]: string | number | Size;
}

/**
 * Resource requests and limits of a container.
 *
 * @example
 * { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '4Gi' } }
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface Resources {
  /** Amounts that the scheduler reserves on a node: `{ cpu: '500m', memory: '1Gi' }`. @default - the limits */
  readonly requests?: ResourceAmounts;

  /** Highest amounts that the container may use: `{ memory: '4Gi' }`. @default - no limits */
  readonly limits?: ResourceAmounts;
}

const QUANTITY = /^[+-]?(\d+|\d+\.\d*|\.\d+)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;

/** Reports whether the text is a Kubernetes quantity: `500m`, `2`, `1.5Gi`, `1e3`. */
export function isQuantity(amount: string): boolean {
  return QUANTITY.test(amount);
}

/** Reports whether the text is a quantity greater than zero. */
export function isPositiveQuantity(amount: string): boolean {
  return isQuantity(amount) && quantityValue(amount) > 0;
}

const FACTORS: Record<string, number> = {
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const DIVISORS: Record<string, number> = { n: 1e9, u: 1e6, m: 1e3 };

/** Returns the numeric value of a quantity, for comparisons. */
export function quantityValue(amount: string): number {
  const [, digits = '0', suffix = ''] = /^(.*?)([KMGTPE]i|[numkMGTPE])?$/.exec(amount) ?? [];
  // Division gives the exact value, and multiplication does not: 9 * 0.001 is not 0.009.
  return (Number(digits) * (FACTORS[suffix] ?? 1)) / (DIVISORS[suffix] ?? 1);
}

/** Converts requests and limits to the typed API. */
export function toResourceRequirements(resources: Resources): k8s.ResourceRequirements {
  const { limits, requests } = resourceTexts(resources);
  const quantities = (amounts?: { readonly [resource: string]: string }) =>
    amounts &&
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, k8s.Quantity.fromString(amount)]));
  return { limits: quantities(limits), requests: quantities(requests) };
}

/** Converts an amount to a Kubernetes quantity. */
export function amountText(amount: string | number | Size): string {
  return amount instanceof Size ? amount.asString() : String(amount);
}

/** Converts the amounts of requests and limits to Kubernetes quantities. */
export function resourceTexts({ requests, limits }: Resources): {
  readonly [kind in keyof Resources]: { readonly [resource: string]: string };
} {
  const texts = (amounts?: ResourceAmounts) =>
    amounts && Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amountText(amount)]));
  return { requests: texts(requests), limits: texts(limits) };
}

/**
 * Returns the paths in a template that the typed API would silently drop: unknown fields, nulls, and quantities or
 * ports that are not instances of its classes.
 */
export function droppedNames(template: k8s.PodTemplateSpec): (string | number)[][] {
  const dropped: (string | number)[][] = [];
  const withoutNulls = (written: unknown, path: (string | number)[]): unknown => {
    if (written === null) dropped.push(path);
    if (Array.isArray(written))
      return written.map((item, index) => withoutNulls(item, [...path, index])).filter(item => item !== null);
    if (!isPlainObject(written)) return written;
    return Object.fromEntries(
      Object.entries(written)
        .map(([name, value]) => [name, withoutNulls(value, [...path, name])])
        .filter(([, value]) => value !== null),
    );
  };
  const compare = (written: unknown, kept: unknown, path: (string | number)[]): void => {
    if (Array.isArray(written)) {
      written.forEach((item, index) => compare(item, Array.isArray(kept) ? kept[index] : undefined, [...path, index]));
    } else if (isPlainObject(written)) {
      const byName = new Map(
        isPlainObject(kept) ? Object.entries(kept).map(([name, value]) => [name.toLowerCase(), value]) : [],
      );
      for (const [name, value] of Object.entries(written)) {
        if (value === undefined) continue;
        if (byName.get(name.toLowerCase()) === undefined) dropped.push([...path, name]);
        else compare(value, byName.get(name.toLowerCase()), [...path, name]);
      }
    }
  };
  const written = withoutNulls(template, []) as k8s.PodTemplateSpec;
  compare(written, k8s.toJson_PodTemplateSpec(written), []);
  return dropped;
}

/** Pod fields that the typed API spells differently from the manifest. */
const SPELLINGS = new Map(
  Object.entries({
    datasetUuid: 'datasetUUID',
    diskUri: 'diskURI',
    downwardApi: 'downwardAPI',
    hostIp: 'hostIP',
    hostIpc: 'hostIPC',
    hostPid: 'hostPID',
    pdId: 'pdID',
    scaleIo: 'scaleIO',
    setHostnameAsFqdn: 'setHostnameAsFQDN',
    storagePolicyId: 'storagePolicyID',
    targetWwNs: 'targetWWNs',
    volumeId: 'volumeID',
  }),
);
const TYPED_SPELLINGS = new Map(Array.from(SPELLINGS, ([typed, manifest]) => [manifest, typed]));

/** Converts a field name of a manifest to the spelling of the typed API. */
export function typedSpelling(name: string): string {
  return TYPED_SPELLINGS.get(name) ?? name;
}

const QUANTITY_MAPS = new Set(['limits', 'requests', 'overhead']);
const QUANTITIES = new Set(['sizeLimit', 'divisor']);
const FREE_MAPS = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels', 'volumeAttributes', 'options']);

/** Converts a pod template without {@link droppedNames} to a manifest. Faster than the conversion of the typed API. */
export function podTemplateToJson(template: k8s.PodTemplateSpec): Record<string, Json> {
  const convert = (value: unknown, parent: string): unknown => {
    if (Array.isArray(value)) return value.map(item => convert(item, ''));
    if (value instanceof k8s.Quantity || value instanceof k8s.IntOrString) return value.value;
    if (!isPlainObject(value)) return value;
    const json: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      if (value[name] !== undefined)
        json[FREE_MAPS.has(parent) ? name : (SPELLINGS.get(name) ?? name)] = convert(value[name], name);
    }
    return json;
  };
  return convert(template, '') as Record<string, Json>;
}

/** Converts a pod template in a manifest to the typed API. The inverse of {@link podTemplateToJson}. */
export function podTemplateFromJson(json: unknown): k8s.PodTemplateSpec {
  const convert = (value: unknown, parent: string): unknown => {
    if (Array.isArray(value)) return value.map(item => convert(item, ''));
    if (isPlainObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => {
          if (FREE_MAPS.has(parent)) return [name, inner];
          if (QUANTITY_MAPS.has(parent) || QUANTITIES.has(name)) return [name, k8s.Quantity.fromString(String(inner))];
          if (name === 'port' && parent !== 'grpc' && (typeof inner === 'number' || typeof inner === 'string')) {
            return [
              name,
              typeof inner === 'number' ? k8s.IntOrString.fromNumber(inner) : k8s.IntOrString.fromString(inner),
            ];
          }
          return [TYPED_SPELLINGS.get(name) ?? name, convert(inner, name)];
        }),
      );
    }
    return value;
  };
  return convert(json, '') as k8s.PodTemplateSpec;
}

/**
 * Removes the namespace, which cdk8s adds to every object of a chart with a namespace, from a cluster-scoped object.
 */
export function clusterScoped<T extends ApiObject>(object: T): T {
  if (object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}

/** Reports whether the text is a DNS subdomain, as the name of a Secret, ServiceAccount or ConfigMap must be. */
export function isObjectName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
}
