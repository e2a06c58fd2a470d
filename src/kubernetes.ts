import { JsonPatch, Size, type ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { isPlainObject } from './plain-object';

export { isPlainObject, k8s };

/** A JSON value as it stands in a manifest. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Amounts by resource name: text as Kubernetes writes it (`'500m'`, `'4Gi'`), a number, or for memory and storage a cdk8s `Size`:
 * `{ cpu: 2, memory: Size.gibibytes(4) }`.
 */
export interface ResourceAmounts {
  readonly [resource: string]: string | number | Size;
}

/** What a container asks for and may use at most. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export interface Resources {
  /** What the scheduler sets aside. @default - as the limits, by Kubernetes' own rule */
  readonly requests?: ResourceAmounts;

  /** What the container may use at most. @default - no limit */
  readonly limits?: ResourceAmounts;
}

const QUANTITY = /^[+-]?(\d+|\d+\.\d*|\.\d+)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;

/** Whether the API server reads this as an amount: `500m`, `2`, `1.5Gi`, `1e3`. */
export function isQuantity(amount: string): boolean {
  return QUANTITY.test(amount);
}

/** Whether it is an amount of which there is something. */
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

/** The number an amount stands for, for comparing two of them. */
export function quantityValue(amount: string): number {
  const [, digits = '0', suffix = ''] = /^(.*?)([KMGTPE]i|[numkMGTPE])?$/.exec(amount) ?? [];
  // Divided, since 9 times a thousandth is not quite 0.009.
  return (Number(digits) * (FACTORS[suffix] ?? 1)) / (DIVISORS[suffix] ?? 1);
}

/** The requirements in the form of the typed API. */
export function toResourceRequirements(resources: Resources): k8s.ResourceRequirements {
  const { limits, requests } = resourceTexts(resources);
  const quantities = (amounts?: { readonly [resource: string]: string }) =>
    amounts &&
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, k8s.Quantity.fromString(amount)]));
  return { limits: quantities(limits), requests: quantities(requests) };
}

/** An amount as Kubernetes writes it. */
export function amountText(amount: string | number | Size): string {
  return amount instanceof Size ? amount.asString() : String(amount);
}

/** The requirements with every amount as Kubernetes writes it. */
export function resourceTexts({ requests, limits }: Resources): {
  readonly [kind in keyof Resources]: { readonly [resource: string]: string };
} {
  const texts = (amounts?: ResourceAmounts) =>
    amounts && Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amountText(amount)]));
  return { requests: texts(requests), limits: texts(limits) };
}

/**
 * Names that the typed API would leave out of the manifest without a word: misspelled ones, empty ones, and amounts or ports that are
 * not the classes it expects. Each is a path into the template as it was written.
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

/** The names in a pod template that the typed API spells differently, wherever they stand. */
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

/** How the typed API spells a name that a manifest has. */
export function typedSpelling(name: string): string {
  return TYPED_SPELLINGS.get(name) ?? name;
}

const QUANTITY_MAPS = new Set(['limits', 'requests', 'overhead']);
const QUANTITIES = new Set(['sizeLimit', 'divisor']);
const FREE_MAPS = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels', 'volumeAttributes', 'options']);

/** The manifest form of a pod template that has no name of which {@link droppedNames} tells. Faster than the typed API's own. */
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

/** The typed form of a pod template that was written as a manifest. The inverse of {@link podTemplateToJson}. */
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

/** Takes away the namespace that cdk8s gives to every object of a chart that has one, from an object that belongs to the cluster. */
export function clusterScoped<T extends ApiObject>(object: T): T {
  if (object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}

/** Whether the API server takes it for the name of a Secret, a ServiceAccount, a ConfigMap: a DNS subdomain. */
export function isObjectName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
}
