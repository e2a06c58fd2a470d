import { k8s } from 'cdk8s-plus-28';

export { k8s };

/** A JSON value as it stands in a manifest. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Amounts by resource name, written as Kubernetes writes them: `{ cpu: '2', memory: '4Gi' }`. */
export interface ResourceAmounts {
  readonly [resource: string]: string;
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

const SUFFIX: Record<string, number> = {
  n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

/** The number an amount stands for, for comparing two of them. */
export function quantityValue(amount: string): number {
  const [, digits = '0', suffix = ''] = /^(.*?)([KMGTPE]i|[numkMGTPE])?$/.exec(amount) ?? [];
  return Number(digits) * (SUFFIX[suffix] ?? 1);
}

/** The requirements in the form of the typed API. */
export function toResourceRequirements(resources: Resources): k8s.ResourceRequirements {
  const quantities = (amounts?: ResourceAmounts) =>
    amounts && Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, k8s.Quantity.fromString(amount)]));
  return { limits: quantities(resources.limits), requests: quantities(resources.requests) };
}

/** Whether a value is a plain map, not a list and not one of the typed API's own classes. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The manifest form of a pod template. */
export function podTemplateToJson(template: k8s.PodTemplateSpec): Record<string, Json> {
  return k8s.toJson_PodTemplateSpec(template) as Record<string, Json>;
}

/**
 * Names that the typed API would leave out of the manifest without a word: misspelled ones, and amounts or ports that are
 * not the classes it expects. Each is a path into the template as it was written.
 */
export function droppedNames(template: k8s.PodTemplateSpec): (string | number)[][] {
  const dropped: (string | number)[][] = [];
  const compare = (written: unknown, kept: unknown, path: (string | number)[]): void => {
    if (Array.isArray(written)) {
      written.forEach((item, index) => compare(item, Array.isArray(kept) ? kept[index] : undefined, [...path, index]));
    } else if (isPlainObject(written)) {
      const byName = new Map(isPlainObject(kept) ? Object.entries(kept).map(([name, value]) => [name.toLowerCase(), value]) : []);
      for (const [name, value] of Object.entries(written)) {
        if (value === undefined) continue;
        if (byName.get(name.toLowerCase()) === undefined) dropped.push([...path, name]);
        else compare(value, byName.get(name.toLowerCase()), [...path, name]);
      }
    }
  };
  compare(template, k8s.toJson_PodTemplateSpec(template), []);
  return dropped;
}

/** Manifest names that the typed API spells differently, wherever they stand in a pod template. */
const ACRONYM = /([A-Z])([A-Z]+)(?=[A-Z][a-z]|$)/g;
const QUANTITY_MAPS = new Set(['limits', 'requests', 'overhead']);
const QUANTITIES = new Set(['sizeLimit', 'divisor']);
const FREE_MAPS = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels', 'volumeAttributes', 'options']);

/** The typed form of a pod template that was written as a manifest. The inverse of {@link podTemplateToJson}. */
export function podTemplateFromJson(json: unknown): k8s.PodTemplateSpec {
  const convert = (value: unknown, parent: string): unknown => {
    if (Array.isArray(value)) return value.map(item => convert(item, ''));
    if (isPlainObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => {
        if (FREE_MAPS.has(parent)) return [name, inner];
        if (QUANTITY_MAPS.has(parent) || QUANTITIES.has(name)) return [name, k8s.Quantity.fromString(String(inner))];
        if (name === 'port' && parent !== 'grpc' && (typeof inner === 'number' || typeof inner === 'string')) {
          return [name, typeof inner === 'number' ? k8s.IntOrString.fromNumber(inner) : k8s.IntOrString.fromString(inner)];
        }
        return [name.replace(ACRONYM, (_, first: string, rest: string) => first + rest.toLowerCase()), convert(inner, name)];
      }));
    }
    return value;
  };
  return convert(json, '') as k8s.PodTemplateSpec;
}
