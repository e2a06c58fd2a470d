import * as fc from 'fast-check';
import { isPlainObject } from '../../src/kubernetes';
import { placesIn } from '../support/places';
import type { Data } from './chart-objects';
import { asHelmReads, features, release } from './releases';

/** Strings, among them some that have a meaning in the charts. */
export const strings = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    '/',
    'runner',
    'dind',
    'work',
    'kubernetes',
    'Never',
    'Always',
    'https://github.com/a',
    '1Gi',
    '-1',
    'toString',
    '__proto__',
    'constructor',
    '$job',
    'a b',
    'x'.repeat(300),
  ),
  fc.string(),
);

/** Any YAML value. */
export const anyValue = fc.oneof(
  strings,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    [],
    {},
    [null],
    ['x', 'x'],
    { x: 1 },
    { name: 'runner' },
    [{ name: 'runner' }, { name: 'runner' }],
  ),
  fc.jsonValue(),
);

/** The values of a feature with some of them changed. */
export const mutated = fc
  .tuple(
    fc.constantFrom(...features),
    fc.array(fc.tuple(fc.nat(), anyValue, fc.option(strings)), { minLength: 1, maxLength: 4 }),
  )
  .map(([feature, changes]) => {
    const values = asHelmReads(release(feature).text);
    for (const [place, shared, name] of changes) {
      const value = structuredClone(shared);
      const all = placesIn(values);
      const [holder, key] = all[place % all.length] as (typeof all)[number];
      if (name === null || Array.isArray(holder)) holder[key] = value;
      else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
    }
    return values;
  });

/** The merged values of several features, in the mode of the first. Later ones override earlier ones. */
export const combinedFeatures = fc
  .tuple(fc.constantFrom(...features), fc.array(fc.constantFrom(...features), { minLength: 1, maxLength: 3 }))
  .map(([first, others]) => {
    const values = asHelmReads(release(first).text);
    const { containerMode } = values;
    return {
      ...others.reduce((all, feature) => merged(all, asHelmReads(release(feature).text)), values),
      containerMode,
    };
  });

function merged(one: Data, other: Data): Data {
  if (!isPlainObject(one) || !isPlainObject(other)) return other;
  return {
    ...one,
    ...Object.fromEntries(
      Object.entries(other).map(([key, value]) => [key, Object.hasOwn(one, key) ? merged(one[key], value) : value]),
    ),
  };
}

const VARIABLES = [
  'LANG',
  'DOCKER_HOST',
  'ACTIONS_RUNNER_CONTAINER_HOOKS',
  'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER',
  'ACTIONS_RUNNER_IMAGE',
  'NODE_EXTRA_CA_CERTS',
  'RUNNER_UPDATE_CA_CERTS',
];
const env = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...VARIABLES), value: fc.constantFrom('1', 'true', '$(LANG)x') }),
  { selector: ({ name }) => name, maxLength: 4 },
);
const volumeMounts = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('tools', 'data', 'work'),
    mountPath: fc.constantFrom('/home/runner/_work', '/var/run', '/opt/tools'),
  }),
  { selector: ({ mountPath }) => mountPath },
);
const volumes = fc.uniqueArray(
  fc.constantFrom({ name: 'tools', emptyDir: {} }, { name: 'data', configMap: { name: 'data' } }),
  { selector: ({ name }) => name },
);

/** The values of a feature with arbitrary variables, mounts and volumes in the runner pod. */
export const withPodFields = fc
  .tuple(fc.constantFrom(...features.filter(feature => !feature.startsWith('handwritten'))), env, volumeMounts, volumes)
  .map(([feature, ...pod]) => {
    const [variables, mounts, all] = pod;
    const runner = {
      name: 'runner',
      image: 'registry.example/runner:5',
      command: ['/home/runner/run.sh'],
      env: variables,
      volumeMounts: mounts,
    };
    return merged(asHelmReads(release(feature).text), { template: { spec: { containers: [runner], volumes: all } } });
  });
