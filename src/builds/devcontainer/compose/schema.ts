import type { JsonSchema } from '../../../schema/check';

const text: JsonSchema = { type: 'string' };
const scalar: JsonSchema = { anyOf: [text, { type: 'number' }, { type: 'boolean' }] };
const number: JsonSchema = { anyOf: [{ type: 'number' }, text] };
const flag: JsonSchema = { anyOf: [{ type: 'boolean' }, text] };
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const texts = list(scalar);
const oneOrMore: JsonSchema = { anyOf: [text, texts] };
const optional = (schema: JsonSchema): JsonSchema => ({ anyOf: [...(schema.anyOf ?? [schema]), { type: 'null' }] });
const open = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  additionalProperties: true,
});
/** `NAME=value` in a list, or an object. */
const pairs: JsonSchema = { anyOf: [list(scalar), { type: 'object', additionalProperties: optional(scalar) }] };
const anything: JsonSchema = {};

const build: JsonSchema = {
  anyOf: [
    text,
    open({
      context: text,
      dockerfile: text,
      args: pairs,
      target: text,
      cache_from: texts,
      network: text,
      labels: pairs,
      extra_hosts: pairs,
      additional_contexts: pairs,
      no_cache: flag,
      pull: flag,
    }),
  ],
};

const volume: JsonSchema = {
  anyOf: [
    text,
    {
      ...open({
        type: text,
        source: text,
        target: text,
        read_only: flag,
        tmpfs: open({ size: number }),
      }),
      required: ['target'],
    },
  ],
};

const amounts = open({ cpus: number, memory: text });

/** Keys of a service that mean something in a pod, or that are refused with a reason of their own. */
export const SERVICE_KEYS: Readonly<Record<string, JsonSchema>> = {
  image: text,
  build,
  command: optional(oneOrMore),
  entrypoint: optional(oneOrMore),
  environment: pairs,
  env_file: { anyOf: [text, list({ anyOf: [text, { ...open({ path: text, required: flag }), required: ['path'] }] })] },
  healthcheck: open({
    test: oneOrMore,
    interval: text,
    timeout: text,
    retries: number,
    start_period: text,
    disable: flag,
  }),
  volumes: list(volume),
  tmpfs: oneOrMore,
  user: scalar,
  working_dir: text,
  shm_size: number,
  mem_limit: number,
  mem_reservation: number,
  cpus: number,
  gpus: { anyOf: [text, list(anything)] },
  deploy: open({
    replicas: number,
    resources: open({
      limits: amounts,
      reservations: open({ cpus: number, memory: text, devices: list(open({ count: number, capabilities: texts })) }),
    }),
  }),
  depends_on: { anyOf: [texts, { type: 'object', additionalProperties: open({ condition: text }) }] },
  profiles: texts,
  ports: list({ anyOf: [number, text, open({ target: number })] }),
  expose: list(number),
  hostname: text,
  container_name: text,
  network_mode: text,
  networks: { anyOf: [texts, { type: 'object', additionalProperties: optional(open({ aliases: texts })) }] },
  links: texts,
  extra_hosts: pairs,
  dns: oneOrMore,
  dns_search: oneOrMore,
  dns_opt: texts,
  privileged: flag,
  cap_add: texts,
  cap_drop: texts,
  security_opt: texts,
  read_only: flag,
  init: flag,
  sysctls: pairs,
  group_add: texts,
  ipc: text,
  pid: text,
  userns_mode: text,
  runtime: text,
  platform: text,
  devices: list(anything),
  secrets: list(anything),
  configs: list(anything),
  extends: anything,
  volumes_from: texts,
  external_links: texts,
  credential_spec: anything,
};

/** Keys that change nothing in a build. */
export const IGNORED_KEYS = [
  ...['annotations', 'attach', 'develop', 'labels', 'label_file', 'logging', 'pull_policy', 'restart', 'scale'],
  ...['stdin_open', 'stop_grace_period', 'stop_signal', 'tty'],
];

/** Keys of which the container runtime of the node knows nothing for a single pod. */
export const NODE_KEYS = [
  ...['blkio_config', 'cgroup', 'cgroup_parent', 'cpu_count', 'cpu_percent', 'cpu_period', 'cpu_quota'],
  ...['cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares', 'cpuset', 'device_cgroup_rules', 'isolation', 'mac_address'],
  ...['mem_swappiness', 'memswap_limit', 'oom_kill_disable', 'oom_score_adj', 'pids_limit', 'storage_opt', 'ulimits'],
  ...['domainname', 'uts'],
];

/** Schema of a Compose file, as far as types go. Unknown keys are found elsewhere. */
export const COMPOSE_SCHEMA: JsonSchema = {
  ...open({
    services: { type: 'object', additionalProperties: open(SERVICE_KEYS) },
    volumes: { type: 'object', additionalProperties: optional(open({ driver_opts: { type: 'object' } })) },
    include: anything,
  }),
};
