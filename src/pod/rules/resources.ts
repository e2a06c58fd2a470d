import { quantityValue } from '../../kubernetes';
import { isObject } from '../../plain-object';
import { amountProblem } from './amounts';
import { objectOf, objectsOf, wordOf, type Plain, type Report } from './report';
import { KEY, LABEL, checkOptional } from './syntax';

const KINDS = ['requests', 'limits'] as const;
const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/** What a container asks for, and may use at most. `claims` are the names of the pod's resourceClaims. */
export function checkResources(resources: unknown, report: Report, claims: readonly unknown[]): void {
  if (!isObject(resources)) return;
  const amounts = KINDS.map(kind => objectOf(resources[kind]));
  const sound = KINDS.map((kind, index) =>
    checkAmounts(amounts[index] as Plain, (path, ...rest) => report([kind, ...path], ...rest)),
  );
  const [requests, limits] = sound as [Amounts, Amounts];
  for (const [name, request] of requests) {
    const message = requestProblem(name, request, limits.get(name), Object.hasOwn(objectOf(resources.limits), name));
    if (message !== undefined) report(['requests', name], message);
  }
  const names = amounts.flatMap(part => Object.keys(part));
  const huge = names.find(name => name.startsWith('hugepages-'));
  if (huge !== undefined && !names.includes('cpu') && !names.includes('memory'))
    report(
      [Object.hasOwn(objectOf(resources.limits), huge) ? 'limits' : 'requests', huge],
      'needs an amount of cpu or memory beside it',
    );
  checkClaims(resources.claims, report, claims);
}

/** What a runtime itself takes of the node for each pod. */
export function checkOverhead(overhead: unknown, report: Report): void {
  checkAmounts(objectOf(overhead), report);
}

/** What a pod as a whole asks for, and may use at most. */
export function checkPodResources(spec: Plain, report: Report): void {
  const resources = objectOf(spec.resources);
  if (resources.claims !== undefined) report(['claims'], 'are for containers only; claim devices there');
  for (const kind of KINDS)
    for (const name of Object.keys(objectOf(resources[kind])))
      if (name !== 'cpu' && name !== 'memory' && !name.startsWith('hugepages-'))
        report([kind, name], `must be cpu, memory or hugepages-SIZE for a pod as a whole, got ${JSON.stringify(name)}`);
  checkResources({ ...resources, claims: undefined }, report, []);
  for (const [name, total] of Object.entries(objectOf(resources.requests))) {
    const asked = objectsOf(spec.containers).reduce((sum, container) => sum + requested(container, name), 0);
    if (asked > valueOf(total))
      report(['requests', name], `must be at least what the containers ask for together, got ${wordOf(total)}`);
  }
  for (const [name, most] of Object.entries(objectOf(resources.limits)))
    if (
      objectsOf(spec.containers).some(
        container => valueOf(objectOf(objectOf(container.resources).limits)[name]) > valueOf(most),
      )
    )
      report(['limits', name], `must be at least the limit of each container, got ${wordOf(most)}`);
}

/** A container that only limits asks for as much. */
function requested(container: Plain, name: string): number {
  const { requests, limits } = objectOf(container.resources);
  return valueOf(objectOf(requests)[name] ?? objectOf(limits)[name]);
}

function valueOf(amount: unknown): number {
  return typeof amount === 'string' || typeof amount === 'number' ? quantityValue(String(amount)) : 0;
}

type Amounts = ReadonlyMap<string, string>;

/** Reports amounts that are none, and returns the others. */
function checkAmounts(amounts: Plain, report: Report): Amounts {
  const sound = new Map<string, string>();
  for (const name of Object.keys(amounts)) {
    const amount = amounts[name];
    const message = isResource(name) ? (amountProblem(name, amount) ?? countProblem(name, amount)) : UNKNOWN(name);
    if (message !== undefined) report([name], message);
    else if (typeof amount === 'string' || typeof amount === 'number') sound.set(name, String(amount));
  }
  return sound;
}

const UNKNOWN = (name: string) =>
  `${JSON.stringify(name)} is no resource of a container: cpu, memory, ephemeral-storage, hugepages-SIZE, or ` +
  'a device such as nvidia.com/gpu';

function isResource(name: string): boolean {
  if (STANDARD.includes(name)) return true;
  const size = pageSize(name);
  if (size !== undefined) return Number.isInteger(size) && size > 0;
  // The quota of a resource is called requests.NAME, which has to be a name too.
  return (
    name.includes('/') &&
    KEY.fits(name) &&
    !name.startsWith('requests.') &&
    (isNative(name) || KEY.fits(`requests.${name}`))
  );
}

/** Bytes of a huge page; NaN where the name has no size. */
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
  if (!isNative(name) && !Number.isInteger(value)) return `must be a whole number of devices, got ${amount}`;
  const size = pageSize(name);
  return size !== undefined && value % size !== 0
    ? `must be a multiple of ${name.slice('hugepages-'.length)}, the size of its pages, got ${amount}`
    : undefined;
}

/** @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#consuming-extended-resources */
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
      : 'needs the same amount in limits, since it cannot be shared; limits alone will do';
  const [asked, most] = [quantityValue(request), quantityValue(limit)];
  if (asked === most) return undefined;
  if (!overcommitted)
    return `must be the limit (${limit}), since it cannot be shared, got ${request}; limits alone will do`;
  return asked > most ? `must be at most the limit (${limit}), got ${request}` : undefined;
}

function checkClaims(given: unknown, report: Report, claims: readonly unknown[]): void {
  const seen = new Set<string>();
  objectsOf(given).forEach(({ name, request = '' }, index) => {
    const path = ['claims', index];
    if (name === undefined || name === '') return report([...path, 'name'], 'is required, and must not be empty');
    checkOptional(report, [...path, 'request'], request, LABEL);
    const whole = `${wordOf(name)}/`;
    const key = `${whole}${wordOf(request)}`;
    const overlaps =
      request === '' ? [...seen].some(other => other.startsWith(whole)) : seen.has(whole) || seen.has(key);
    if (overlaps) report(path, `duplicate claim ${JSON.stringify(name)}; remove one`);
    seen.add(key);
    if (!claims.includes(name))
      report(
        [...path, 'name'],
        `must be the name of one of resourceClaims of the pod, got ${JSON.stringify(name)}; add it there`,
      );
  });
}
