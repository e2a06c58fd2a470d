import { baseJobPod, type JobContainer, type JobPod, type JobRequest, type ManifestObject } from './job-pod';
import { EXTENSION_PREFIX, type HookVersion } from './versions';

/**
 * The content of an extension file: a pod template in which every field is optional.
 *
 * @example
 * { spec: { containers: [{ name: '$job', env: [{ name: 'LANG', value: 'C.UTF-8' }] }] } }
 */
export interface HookExtension {
  /** Labels and annotations that are added to those of the job pod. @default - none */
  readonly metadata?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };

  /** Fields of the job pod. `$job` names the job container, `$NAME` the service container `NAME`. @default - none */
  readonly spec?: ManifestObject & { readonly containers?: readonly JobContainer[] };
}

/**
 * Returns the job pod that the hook creates: its own pod, with the extension merged into it by the hook's rules.
 *
 * The hook appends the environment variables, mounts and ports of `$job` and `$<service>`, and the volumes of the pod.
 * Every other field of a container or of the pod replaces the hook's value. A container whose name has no `$` is added.
 *
 * @example
 * const extension = { spec: { containers: [{ name: '$job', resources: { limits: { memory: '8Gi' } } }] } };
 * const pod = effectiveJobPod('0.8.1', job, extension);
 *
 * @see https://github.com/actions/runner-container-hooks/blob/main/docs/adrs/0096-hook-extensions.md
 */
export function effectiveJobPod(version: HookVersion, job: JobRequest, extension: HookExtension): JobPod {
  return copyOf(mergedJobPod(version, job, extension));
}

/**
 * As {@link effectiveJobPod}, but faster, and the result must not be changed: as in the hook, containers share lists
 * with each other and with the extension.
 */
export function mergedJobPod(version: HookVersion, job: JobRequest, extension: HookExtension): JobPod {
  const pod = baseJobPod(version, job);
  for (const container of pod.spec.containers) {
    const addition = extension.spec?.containers?.find(({ name }) => name === EXTENSION_PREFIX + container.name);
    if (addition) mergeContainer(container, addition);
  }
  Object.assign(pod.metadata.labels, extension.metadata?.labels);
  Object.assign(pod.metadata.annotations, extension.metadata?.annotations);
  mergeSpec(pod.spec, extension.spec ?? {});
  return pod;
}

/** Copies plain data, so that containers no longer share lists. Much faster than structuredClone. */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: ManifestObject = {};
  for (const key of Object.keys(value)) copy[key] = copyOf((value as ManifestObject)[key]);
  return copy as T;
}

const APPENDED = new Set(['env', 'volumeMounts', 'ports']);

function mergeContainer(base: JobContainer, addition: JobContainer): void {
  for (const [key, value] of definedEntries(addition)) {
    if (key === 'name' || key === 'image') continue;
    // The hook ignores `env: null`. Mounts and ports that are null replace the existing list.
    if (key === 'env' && value === null) continue;
    if (APPENDED.has(key) && value !== null) append(base, key, value);
    else base[key] = value;
  }
}

function mergeSpec(base: JobPod['spec'], extension: ManifestObject): void {
  for (const [key, value] of definedEntries(extension)) {
    if (key === 'containers') {
      base.containers.push(...(value as JobContainer[]).filter(({ name }) => !name.startsWith(EXTENSION_PREFIX)));
    } else if (key === 'volumes' && value !== null) append(base, key, value);
    else base[key] = value;
  }
}

/** Entries that are written to the extension file. Undefined values are not. */
function definedEntries(part: ManifestObject): [string, unknown][] {
  return Object.entries(part).filter(([, value]) => value !== undefined);
}

/** Appends to the existing list in place, as the hook does: a list that two containers share grows in both. */
function append(base: ManifestObject, key: string, values: unknown): void {
  const list = (base[key] ??= []) as unknown[];
  list.push(...(values as unknown[]));
}
