import { baseJobPod, type JobContainer, type JobPod, type JobRequest, type Plain } from './job-pod';
import { EXTENSION_PREFIX, type HookVersion } from './versions';

/** An extension file as the hook reads it: a pod template of which any part may be missing. */
export interface HookExtension {
  readonly metadata?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec?: Plain & { readonly containers?: readonly JobContainer[] };
}

/**
 * The job pod that the hook really asks the API server for: its own pod with an extension merged into it, by the hook's
 * rules.
 *
 * Environment variables, mounts and ports of `$job` and `$<service>` and the pod's volumes are appended; every other
 * key of a container or of the pod replaces what the hook wrote; a container without the `$` is added whole.
 *
 * @see https://github.com/actions/runner-container-hooks/blob/main/docs/adrs/0096-hook-extensions.md
 */
export function effectiveJobPod(version: HookVersion, job: JobRequest, extension: HookExtension): JobPod {
  return copyOf(mergedJobPod(version, job, extension));
}

/** The same to be read only: as in the hook, containers have lists in common with each other and with the extension. */
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

/**
 * Lists that several containers had in common become lists of their own. Manifests are plain data, which this copies
 * much faster than structuredClone.
 */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Plain = {};
  for (const key of Object.keys(value)) copy[key] = copyOf((value as Plain)[key]);
  return copy as T;
}

const APPENDED = new Set(['env', 'volumeMounts', 'ports']);

function mergeContainer(base: JobContainer, addition: JobContainer): void {
  for (const [key, value] of said(addition)) {
    if (key === 'name' || key === 'image') continue;
    // Variables that are null are none; mounts and ports that are null replace what is there.
    if (key === 'env' && value === null) continue;
    if (APPENDED.has(key) && value !== null) append(base, key, value);
    else base[key] = value;
  }
}

function mergeSpec(base: JobPod['spec'], extension: Plain): void {
  for (const [key, value] of said(extension)) {
    if (key === 'containers') {
      base.containers.push(...(value as JobContainer[]).filter(({ name }) => !name.startsWith(EXTENSION_PREFIX)));
    } else if (key === 'volumes' && value !== null) append(base, key, value);
    else base[key] = value;
  }
}

/** What stands in the file: a part that is undefined does not get there. */
function said(part: Plain): [string, unknown][] {
  return Object.entries(part).filter(([, value]) => value !== undefined);
}

/** Pushes into the list that is there, as the hook does: a list that two containers share grows for both. */
function append(base: Plain, key: string, values: unknown): void {
  const list = (base[key] ??= []) as unknown[];
  list.push(...(values as unknown[]));
}
