import { isMap, parseDocument } from 'yaml';
import type { Kinds } from './kinds';
import { podTemplate, type Container, type PodSpec, type PodTemplate } from './pod';
import { readTyped, type Readable } from './read-typed';
import { envOf } from './env';

/** The hook extension of a set: the pod template that the container hook merges into job pods. */
export interface Extension {
  /** The ConfigMap that holds it. */
  readonly configMap: string;
  readonly key: string;
  /** @default - the ConfigMap or its key does not exist, or is not a YAML map */
  readonly pod?: PodTemplate;
  /** The fields of the pod that were ignored because they have another type. */
  readonly notes: readonly string[];
}

/** The extension that ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE of a runner names, found by the mount at that path. */
export function extensionOf(
  runner: Container,
  { volumes = [] }: PodSpec,
  namespace: string,
  configMaps: readonly Kinds['ConfigMap'][],
): Extension | undefined {
  const path = envOf(runner, 'ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE');
  const mount = (runner.volumeMounts ?? []).find(
    ({ mountPath, subPath }) =>
      path === (subPath === undefined ? `${mountPath}/${path?.split('/').at(-1) ?? ''}` : mountPath),
  );
  const configMap = volumes.find(({ name }) => name === mount?.name)?.configMap?.name;
  if (path === undefined || configMap === undefined) return undefined;
  const key = mount?.subPath ?? path.slice(path.lastIndexOf('/') + 1);
  const text = configMaps.find(({ metadata }) => metadata.name === configMap && metadata.namespace === namespace)
    ?.data?.[key];
  const { value: pod, unreadable } = text === undefined ? NOTHING : podIn(text);
  return {
    configMap,
    key,
    pod,
    notes: unreadable.map(
      ({ path, message }) => `ConfigMap ${namespace}/${configMap}, ${key}: ${path} ${message}; ignored`,
    ),
  };
}

const NOTHING: Readable<PodTemplate> = { unreadable: [] };

function podIn(text: string): Readable<PodTemplate> {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return NOTHING;
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    // Unresolved aliases, or too many of them.
    return NOTHING;
  }
  return readTyped(podTemplate, value);
}
