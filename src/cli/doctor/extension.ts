import { isMap, parseDocument } from 'yaml';
import type { Container, Kinds, PodSpec, PodTemplate } from './kinds';
import { envOf } from './env';

/** What a set's hook is told to merge into its job pods. */
export interface Extension {
  /** The ConfigMap that holds it. */
  readonly configMap: string;
  readonly key: string;
  /** @default - the ConfigMap, or its key, is not there, or holds no pod */
  readonly pod?: PodTemplate;
}

/** The extension that a runner's variable points at, by the mount and the volume that lie there. */
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
  return { configMap, key, pod: text === undefined ? undefined : podIn(text) };
}

function podIn(text: string): PodTemplate | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  return document.toJS() as PodTemplate;
}
