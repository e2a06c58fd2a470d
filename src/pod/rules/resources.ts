import { quantityValue } from '../../kubernetes';
import { isObject } from '../../plain-object';
import { amountProblem } from './amounts';
import { objectOf, objectsOf, textOf, type Plain, type Report } from './report';
import { KEY, LABEL, checkOptional } from './syntax';

const KINDS = ['requests', 'limits'] as const;
const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/** Checks the requests, limits and claims of a container. `claims` are the names of the pod's resourceClaims. */
export function checkResources(resources: unknown, report: Report, claims: readonly unknown[]): void {
  if (!isObject(resources)) return;
  const amounts = KINDS.map(kind => objectOf(resources[kind]));
  const valid = KINDS.map((kind, index) =>
    checkAmounts(amounts[index] as Plain, (path, ...rest) => report([kind, ...path], ...rest)),
  );
  const [requests, limits] = valid as [Amounts, Amounts];
  for (const [name, request] of requests) {
    const message = requestProblem(name, request, limits.get(name), Object.hasOwn(objectOf(resources.limits), name));
    if (message !== undefined) report(['requests', name], message);
  }
  const names = amounts.flatMap(part => Object.keys(part));
  const huge = names.find(name => name.startsWith('hugepages-'));
  if (huge !== undefined && !names.includes('cpu') && !names.includes('memory'))
    report(
      [Object.hasOwn(objectOf(resources.limits), huge) ? 'limits' : 'requests', huge],
      'requires an amount of cpu or memory too; add one',
    );
  checkClaims(resources.claims, report, claims);
}

/** Checks the overhead of a pod: what its runtime uses in addition to the containers. */
export function checkOverhead(overhead: unknown, report: Report): void {
  checkAmounts(objectOf(overhead), report);
}

/** Checks the requests and limits of a pod, in contrast to those of its containers. */
export function checkPodResources(spec: Plain, report: Report): void {
  const resources = objectOf(spec.resources);
  if (resources.claims !== undefined) report(['claims'], 'are allowed only in a container; move them to a container');
  for (const kind of KINDS)
    for (const name of Object.keys(objectOf(resources[kind])))
      if (name !== 'cpu' && name !== 'memory' && !name.startsWith('hugepages-'))
        report([kind, name], `must be cpu, memory or hugepages-SIZE for a pod, got ${JSON.stringify(name)}`);
  checkResources({ ...resources, claims: undefined }, report, []);
  for (const [name, total] of Object.entries(objectOf(resources.requests))) {
    const asked = objectsOf(spec.containers).reduce((sum, container) => sum + requested(container, name), 0);
    if (asked > valueOf(total))
      report(['requests', name], `must be at least the sum of the requests of the containers, got ${textOf(total)}`);
  }
  for (const [name, most] of Object.entries(objectOf(resources.limits)))
    if (
      objectsOf(spec.containers).some(
        container => valueOf(objectOf(objectOf(container.resources).limits)[name]) > valueOf(most),
      )
    )
      report(['limits', name], `must be at least the limit of each container, got ${textOf(most)}`);
}

/** Returns the request of a container. Without a request, it is the limit. */
function requested(container: Plain, name: string): number {
  const { requests, limits } = objectOf(container.resources);
  return valueOf(objectOf(requests)[name] ?? objectOf(limits)[name]);
}

function valueOf(amount: unknown): number {
  return typeof amount === 'string' || typeof amount === 'number' ? quantityValue(String(amount)) : 0;
}

type Amounts = ReadonlyMap<string, string>;

/** Reports invalid amounts, and returns the valid ones. */
function checkAmounts(amounts: Plain, report: Report): Amounts {
  const valid = new Map<string, string>();
  for (const name of Object.keys(amounts)) {
    const amount = amounts[name];
    const message = isResource(name)
      ? (amountProblem(name, amount) ?? countProblem(name, amount))
      : 'must be cpu, memory, ephemeral-storage, hugepages-SIZE or a device such as nvidia.com/gpu, got ' +
        JSON.stringify(name);
    if (message !== undefined) report([name], message);
    else if (typeof amount === 'string' || typeof amount === 'number') valid.set(name, String(amount));
  }
  return valid;
}

function isResource(name: string): boolean {
  if (STANDARD.includes(name)) return true;
  const size = pageSize(name);
  if (size !== undefined) return Number.isInteger(size) && size > 0;
  // The quota of a resource is named requests.NAME, which must be a valid name too.
  return (
    name.includes('/') &&
    KEY.fits(name) &&
    !name.startsWith('requests.') &&
    (isNative(name) || KEY.fits(`requests.${name}`))
  );
}

/** Returns the size of a huge page in bytes: NaN if the name has no size, undefined for other resources. */
function pageSize(name: string): number | undefined {
  if (!name.startsWith('hugepages-')) return undefined;
  const size = name.slice('hugepages-'.length);
  return KEY.fits(name) && /^\d+(\.\d+)?([KMGTPE]i|[kMGTPE])?$/.test(size) ? quantityValue(size) : NaN;
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function countProblem(name: string, amount: unknown): string | undefined {
  if (typeof amount !== 'string' && typeof amount !== 'number') return undefined;
  const value = quantityValue(String(amount));
  if (!isNative(name) && !Number.isInteger(value)) return `must be an integer, got ${amount}`;
  const size = pageSize(name);
  return size !== undefined && value % size !== 0
    ? `must be a multiple of ${name.slice('hugepages-'.length)}, the size of its pages, got ${amount}`
    : undefined;
}

/**
 * Returns why a request does not match its limit, or undefined. Devices and huge pages cannot be overcommitted.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#consuming-extended-resources
 */
function requestProblem(
  name: string,
  request: string,
  limit: string | undefined,
  hasLimit: boolean,
): string | undefined {
  const overcommitted = isNative(name) && !name.startsWith('hugepages-');
  if (limit === undefined)
    return overcommitted || hasLimit
      ? undefined
      : 'requires the same amount in limits, because it cannot be overcommitted; or set limits only';
  const [asked, most] = [quantityValue(request), quantityValue(limit)];
  if (asked === most) return undefined;
  if (!overcommitted)
    return `must equal the limit (${limit}), because it cannot be overcommitted, got ${request}; or set limits only`;
  return asked > most ? `must be at most the limit (${limit}), got ${request}` : undefined;
}

function checkClaims(given: unknown, report: Report, claims: readonly unknown[]): void {
  const seen = new Set<string>();
  objectsOf(given).forEach(({ name, request = '' }, index) => {
    const path = ['claims', index];
    if (name === undefined || name === '') return report([...path, 'name'], 'is required, and must not be empty');
    checkOptional(report, [...path, 'request'], request, LABEL);
    // A claim without a request means all requests of the claim.
    const all = `${textOf(name)}/`;
    const key = `${all}${textOf(request)}`;
    const overlaps = request === '' ? [...seen].some(other => other.startsWith(all)) : seen.has(all) || seen.has(key);
    if (overlaps) report(path, `duplicate claim ${JSON.stringify(name)}; remove one`);
    seen.add(key);
    if (!claims.includes(name))
      report(
        [...path, 'name'],
        `must be the name of one of the pod's resourceClaims, got ${JSON.stringify(name)}; add it there`,
      );
  });
}
