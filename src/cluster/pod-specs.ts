import { parse } from 'yaml';
import { isPlainObject } from '../plain-object';
import { EXTENSION_KEY } from '../modes/hook-runner';

/** The spec of a pod in a manifest. */
export interface PodSpec {
  readonly [field: string]: unknown;
}

/**
 * The pod specs in manifests: pods, pod templates of runner sets and workloads, and the hook extensions of job pods.
 */
export function podSpecsOf(manifests: readonly object[]): PodSpec[] {
  return manifests.flatMap(manifest => {
    const { kind, spec, data } = manifest as {
      readonly kind?: string;
      readonly spec?: unknown;
      readonly data?: unknown;
    };
    const found = kind === 'ConfigMap' ? at(extensionOf(data), ['spec']) : at(spec, pathOfPodSpec(kind));
    return isPlainObject(found) ? [found] : [];
  });
}

function pathOfPodSpec(kind: string | undefined): readonly string[] {
  if (kind === 'Pod') return [];
  return kind === 'CronJob' ? ['jobTemplate', 'spec', 'template', 'spec'] : ['template', 'spec'];
}

function extensionOf(data: unknown): unknown {
  const text = at(data, [EXTENSION_KEY]);
  return typeof text === 'string' ? (parse(text) as unknown) : undefined;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isPlainObject(inner) ? inner[name] : undefined), value);
}
