import type { Finding, ValuePath } from '../../errors';
import { isPlainObject } from '../../plain-object';
import type { Dialect } from './form';

interface Reasons {
  readonly [key: string]: string;
}

const AT_TOP: Reasons = {
  steps: 'one command runs; join the commands with &&: make lint && make test',
  matrix: 'one file describes one build; use workers for one build on each kind of node',
  runtime: 'is a setting of a cinch worker: pods run in the container runtime of their node; remove it',
  secrets: 'secrets do not belong in this file; give them to the build from a Secret',
};

const IN_SERVICE: Reasons = {
  privileged: 'services run without privileges; to run Docker, use a runner set with containerMode dind',
};

const IN_HEALTHCHECK: Reasons = {
  retries: 'timeout says how long to wait until the service is ready; remove retries',
};

/** Keys that have a place in the `container` object only, which the form with `build` does not have. */
const OF_CONTAINER = ['memory', 'cpus', 'network', 'mounts', 'auto'];

/** Finds keys of other tools and of older designs, with the reason why they are refused. */
export function refusedKeys(value: unknown, dialect: Dialect): Finding[] {
  if (!isPlainObject(value)) return [];
  const services = isPlainObject(value.services) ? Object.entries(value.services) : [];
  return [
    ...mergeKeys(value, []),
    ...inMap(value, [], AT_TOP),
    ...(dialect === 'flat' ? inMap(value, [], OF_CONTAINER_REASONS) : []),
    ...services.flatMap(([name, service]) => [
      ...inMap(service, ['services', name], IN_SERVICE),
      ...(isPlainObject(service) ? inMap(service.healthcheck, ['services', name, 'healthcheck'], IN_HEALTHCHECK) : []),
    ]),
  ];
}

const OF_CONTAINER_REASONS: Reasons = Object.fromEntries(
  OF_CONTAINER.map(key => [
    key,
    `only the form with command has it: rename build to command, and move ${key} into container`,
  ]),
);

function inMap(map: unknown, path: ValuePath, reasons: Reasons): Finding[] {
  if (!isPlainObject(map)) return [];
  return Object.entries(reasons)
    .filter(([key]) => map[key] !== undefined)
    .map(([key, message]) => ({ path: [...path, key], at: 'key', message }));
}

function mergeKeys(value: unknown, path: ValuePath): Finding[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isPlainObject(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, inner]): Finding[] =>
    key === '<<'
      ? [{ path: [...path, key], at: 'key', message: 'merge keys are not supported; repeat the keys' }]
      : mergeKeys(inner, [...path, key]),
  );
}
