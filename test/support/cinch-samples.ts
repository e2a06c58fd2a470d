import file from '../../src/builds/cinch-file/cinch.schema.json';
import type { Dialect } from '../../src/builds/cinch-file/form';
import type { JsonSchema } from '../../src/schema/check';
import { resolvedIn } from './json-schema-tests';

const schema = file as JsonSchema;

/** Every key of a form with its path: `services.*.image`, `cache[].name`. */
export function keysOf(form: Dialect): string[] {
  return keysIn({ $ref: `#/$defs/${form}` }, '');
}

function keysIn(given: JsonSchema, above: string): string[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = resolvedIn(schema, given);
  return [
    ...Object.entries(properties).flatMap(([key, property]) => {
      const path = above === '' ? key : `${above}.${key}`;
      return [path, ...keysIn(property, path)];
    }),
    ...(items ? keysIn(items, `${above}[]`) : []),
    ...(typeof additionalProperties === 'object' ? keysIn(additionalProperties, `${above}.*`) : []),
    ...anyOf.flatMap(form => keysIn(form, above)),
  ];
}

/** A file without the key, and a value for it. */
export interface Sample {
  /** @default - the command alone */
  readonly file?: object;
  readonly value: unknown;
}

const service = { image: 'example/queue:1' };
const withService = (more: object) => ({ services: { queue: { ...service, ...more } } });

const shared: Readonly<Record<string, Sample>> = {
  services: { value: { queue: service } },
  'services.*.image': { file: withService({}), value: 'example/other:1' },
  'services.*.env': { file: withService({}), value: { A: 'b' } },
  'services.*.command': { file: withService({}), value: 'serve' },
  'services.*.healthcheck': { file: withService({}), value: { cmd: 'true' } },
  'services.*.healthcheck.cmd': { file: withService({ healthcheck: { cmd: 'true' } }), value: 'ready' },
  'services.*.healthcheck.interval': { file: withService({ healthcheck: { cmd: 'true' } }), value: '5s' },
  'services.*.healthcheck.timeout': { file: withService({ healthcheck: { cmd: 'true' } }), value: '10s' },
  'services.*.ports': { file: withService({}), value: [9000] },
  'services.*.resources': { file: withService({}), value: { memory: '1g' } },
  'services.*.resources.memory': { file: withService({ resources: {} }), value: '1g' },
  'services.*.resources.cpus': { file: withService({ resources: {} }), value: 2 },
  'services.*.resources.shm_size': { file: withService({ resources: {} }), value: '64m' },
  timeout: { value: '5m' },
  workers: { value: ['linux'] },
  env: { value: { A: 'b' } },
};

const inContainer = (value: unknown): Sample => ({ file: { container: {} }, value });
const inTrigger = (value: unknown): Sample => ({ file: { trigger: {} }, value });
const cache = { name: 'a', path: 'b' };

/** A sample for each key of each form. */
export const SAMPLES: Readonly<Record<Dialect, Readonly<Record<string, Sample>>>> = {
  nested: {
    ...shared,
    command: { value: 'make other' },
    container: { value: 'none' },
    'container.image': inContainer('node:20'),
    'container.dockerfile': inContainer('./ci/Dockerfile'),
    'container.devcontainer': inContainer('.devcontainer/ci/devcontainer.json'),
    'container.auto': { file: { container: { image: 'node:20' } }, value: true },
    'container.memory': inContainer('4g'),
    'container.cpus': inContainer(1.5),
    'container.timeout': inContainer('5m'),
    'container.network': inContainer('internal'),
    'container.mounts': inContainer(['/a:/b']),
    cache: { value: [cache] },
    'cache[].name': { file: { cache: [cache] }, value: 'c' },
    'cache[].path': { file: { cache: [cache] }, value: 'c' },
    artifacts: { value: [cache] },
    'artifacts[].name': { file: { artifacts: [cache] }, value: 'c' },
    'artifacts[].path': { file: { artifacts: [cache] }, value: 'c' },
    output: { value: {} },
    'output.path': { file: { output: {} }, value: 'out' },
    trigger: { value: { manual: true } },
    'trigger.schedule': inTrigger('0 0 * * *'),
    'trigger.branches': inTrigger(['main']),
    'trigger.pull_requests': inTrigger(false),
    'trigger.paths': inTrigger(['src/**']),
    'trigger.paths_ignore': inTrigger(['docs/**']),
    'trigger.manual': inTrigger(true),
    runner: { value: { labels: ['linux', 'amd64'] } },
    'runner.labels': { file: { runner: { labels: [] } }, value: ['linux', 'amd64'] },
  },
  flat: {
    ...shared,
    build: { value: 'make other' },
    release: { value: 'make release' },
    image: { value: 'node:20' },
    dockerfile: { value: 'ci/Dockerfile' },
    devcontainer: { value: false },
    container: { value: 'none' },
  },
};

/** The file of a sample, as JSON. With `value`, the key has it. */
export function fileOf(form: Dialect, key: string, { file: others = {} }: Sample, value?: unknown): string {
  const whole: Record<string, unknown> = structuredClone({
    [form === 'nested' ? 'command' : 'build']: 'make',
    ...others,
  });
  if (value !== undefined) {
    const parts = key.replace('.*', '.queue').replace('[]', '.0').split('.');
    const last = parts.pop() as string;
    const parent = parts.reduce<unknown>((inner, part) => (inner as Record<string, unknown>)[part], whole);
    (parent as Record<string, unknown>)[last] = value;
  }
  return JSON.stringify(whole);
}
