import { checkSchema, type JsonSchema } from '../../schema/check';
import { similarKey } from '../../schema/messages';
import { formatPath, type ValuePath } from '../../errors';
import { isPlainObject } from '../../plain-object';
import type { JsonSource } from './json-source';
import { inside, type Place, type Report } from './report';
import type { SecretKey } from './settings';

/** A command of a lifecycle hook: for a shell, without a shell, or several that run at the same time. */
export type LifecycleCommand = string | readonly string[] | { readonly [name: string]: string | readonly string[] };

/** The commands that run in the container, in this order. */
export const HOOKS = [
  'onCreateCommand',
  'updateContentCommand',
  'postCreateCommand',
  'postStartCommand',
  'postAttachCommand',
] as const;

export type Hook = (typeof HOOKS)[number];

/** A mount as an object. As a string it has the form of the option `--mount` of Docker. */
export interface MountObject {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly readonly?: boolean;
}

/** The values of environment variables as they are written, or the keys of Secrets that were put in their place. */
export interface WrittenEnv {
  readonly [name: string]: string | number | boolean | null | SecretKey;
}

/** The keys that the `devcontainer.metadata` label of an image may have, as devcontainer.json has them. */
export interface ImageMetadata extends Partial<Readonly<Record<Hook, LifecycleCommand>>> {
  readonly mounts?: readonly (string | MountObject)[];
  readonly containerEnv?: WrittenEnv;
  readonly containerUser?: string;
  readonly init?: boolean;
  readonly privileged?: boolean;
  readonly capAdd?: readonly string[];
  readonly securityOpt?: readonly string[];
  readonly remoteEnv?: WrittenEnv;
  readonly remoteUser?: string;
  readonly updateRemoteUserUID?: boolean;
  readonly userEnvProbe?: 'none' | 'interactiveShell' | 'loginShell' | 'loginInteractiveShell';
  readonly overrideCommand?: boolean;
  readonly hostRequirements?: HostRequirements;
}

/** The least that the machine must have. */
export interface HostRequirements {
  readonly cpus?: number;
  readonly memory?: string;
  readonly storage?: string;
  readonly gpu?: boolean | 'optional' | { readonly cores?: number; readonly memory?: string };
}

/** How the image is built. */
export interface WrittenBuild {
  readonly dockerfile?: string;
  readonly context?: string;
  readonly args?: { readonly [name: string]: string | number | boolean };
  readonly target?: string;
  readonly cacheFrom?: string | readonly string[];
  readonly options?: readonly string[];
}

/** The keys of devcontainer.json that are read. */
export interface WrittenConfig extends ImageMetadata {
  readonly image?: string;
  readonly dockerFile?: string;
  readonly context?: string;
  readonly build?: WrittenBuild;
  readonly dockerComposeFile?: string | readonly string[];
  readonly service?: string;
  readonly runServices?: readonly string[];
  readonly workspaceFolder?: string;
  readonly workspaceMount?: string;
  readonly runArgs?: readonly string[];
  readonly initializeCommand?: LifecycleCommand;
  readonly features?: { readonly [id: string]: unknown };
  readonly overrideFeatureInstallOrder?: readonly string[];
  readonly secrets?: { readonly [name: string]: unknown };
}

const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const texts: JsonSchema = { type: 'array', items: text };
const oneOrMore: JsonSchema = { anyOf: [text, texts] };
const scalar: JsonSchema = { anyOf: [text, { type: 'number' }, flag] };
const env: JsonSchema = { type: 'object', additionalProperties: scalar };
const openObject = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  additionalProperties: true,
});
const command: JsonSchema = { anyOf: [text, texts, { type: 'object', additionalProperties: oneOrMore }] };

const isGpuWord = (value: unknown) => typeof value === 'boolean' || value === 'optional';

/** Keys that the image's metadata may have too. */
const SHARED: Readonly<Record<keyof ImageMetadata, JsonSchema>> = {
  ...(Object.fromEntries(HOOKS.map(hook => [hook, command])) as Record<Hook, JsonSchema>),
  mounts: {
    type: 'array',
    items: {
      anyOf: [
        text,
        {
          ...openObject({ type: text, source: text, target: text, readonly: flag }),
          required: ['type', 'target'],
        },
      ],
    },
  },
  containerEnv: env,
  containerUser: text,
  init: flag,
  privileged: flag,
  capAdd: texts,
  securityOpt: texts,
  remoteEnv: { type: 'object', additionalProperties: { anyOf: [scalar, { type: 'null' }] } },
  remoteUser: text,
  updateRemoteUserUID: flag,
  userEnvProbe: { type: 'string', enum: ['none', 'interactiveShell', 'loginShell', 'loginInteractiveShell'] },
  overrideCommand: flag,
  hostRequirements: openObject({
    cpus: { type: 'number' },
    memory: text,
    storage: text,
    gpu: {
      anyOf: [
        { instance: { name: 'true, false, "optional"', is: isGpuWord } },
        openObject({ cores: { type: 'number' }, memory: text }),
      ],
    },
  }),
};

const KEYS: Readonly<Record<keyof WrittenConfig, JsonSchema>> = {
  ...SHARED,
  image: text,
  dockerFile: text,
  context: text,
  build: openObject({
    dockerfile: text,
    context: text,
    args: env,
    target: text,
    cacheFrom: oneOrMore,
    options: texts,
  }),
  dockerComposeFile: oneOrMore,
  service: text,
  runServices: texts,
  workspaceFolder: text,
  workspaceMount: text,
  runArgs: texts,
  initializeCommand: command,
  features: { type: 'object', additionalProperties: true },
  overrideFeatureInstallOrder: texts,
  secrets: { type: 'object', additionalProperties: true },
};

/** Keys for editors. Nothing in them changes a build. */
const EDITOR_KEYS = [
  '$schema',
  'name',
  'customizations',
  'forwardPorts',
  'portsAttributes',
  'otherPortsAttributes',
  'appPort',
  'shutdownAction',
  'waitFor',
  // Former keys of one editor.
  'extensions',
  'settings',
  'devPort',
];

/** Keys of the objects that have a fixed set of them. */
const INNER_KEYS: readonly (readonly [ValuePath, JsonSchema])[] = [
  [['build'], KEYS.build],
  [['hostRequirements'], KEYS.hostRequirements],
];

/**
 * Returns the keys of devcontainer.json that have a valid type. Reports the others, and unknown keys. Editors accept
 * unknown keys, so these are only notices.
 */
export function writtenConfig(source: JsonSource, report: Report): WrittenConfig {
  const top: Place = { source, path: [] };
  if (!isPlainObject(source.value)) {
    report.error(top, 'must be an object with the keys of devcontainer.json');
    return {};
  }
  const { value } = source;
  for (const { path, message, at } of source.findings)
    if (!EDITOR_KEYS.includes(String(path[0]))) report.error(inside(top, ...path), message, at);
  if (source.trailingComma)
    report.notice(top, `trailing comma in line ${source.trailingComma.line}; JSON does not allow it`);
  for (const { path, message } of checkSchema(openObject(KEYS), withoutNulls(value)))
    report.error(inside(top, ...path), message);
  noticeUnknown(value, [...Object.keys(KEYS), ...EDITOR_KEYS], top, report);
  for (const [path, { properties = {} }] of INNER_KEYS) {
    const inner = value[path[0] as string];
    if (isPlainObject(inner)) noticeUnknown(inner, Object.keys(properties), inside(top, ...path), report);
  }
  const config: Record<string, unknown> = {};
  for (const key of Object.keys(KEYS)) {
    if (value[key] === null) report.notice(inside(top, key), 'is null and counts as left out');
    else if (value[key] !== undefined && !report.hasErrorAt(inside(top, key))) config[key] = value[key];
  }
  return config;
}

/** Checks the metadata of an image, and returns the entries that have no error. `place` names them in messages. */
export function checkedMetadata(
  entries: readonly ImageMetadata[],
  place: Place,
  name: string,
  report: Report,
): ImageMetadata[] {
  return entries.filter((entry, index) => {
    const findings = checkSchema(openObject(SHARED), entry);
    for (const { path, message } of findings) report.error(place, `${formatPath([name, index, ...path])}: ${message}`);
    return findings.length === 0;
  });
}

function withoutNulls(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, inner]) => inner !== null));
}

function noticeUnknown(object: Record<string, unknown>, known: readonly string[], place: Place, report: Report): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key)) {
      const similar = similarKey(known, object, key);
      const remedy = similar === undefined ? '' : `; did you mean ${similar}?`;
      report.notice(inside(place, key), `unknown key, which is ignored${remedy}`, 'key');
    }
  }
}
