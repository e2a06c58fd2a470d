import { parse } from 'yaml';
import { isPlainObject } from '../plain-object';
import { EXTENSION_KEY } from '../modes/hook-runner';

/** The spec of a pod, as a manifest has it. */
export interface PodSpec {
  readonly [field: string]: unknown;
}

/**
 * The pods that manifests lead to: those in the template of whatever has one, a scale set or a Deployment, and what the container hook
 * merges into job pods.
 */
export function podSpecsOf(manifests: readonly object[]): PodSpec[] {
  return manifests.flatMap(manifest => {
    const { kind, spec, data } = manifest as {
      readonly kind?: string;
      readonly spec?: unknown;
      readonly data?: unknown;
    };
    const found =
      kind === 'ConfigMap'
        ? at(extensionOf(data), ['spec'])
        : at(spec, kind === 'CronJob' ? ['jobTemplate', 'spec', 'template', 'spec'] : ['template', 'spec']);
    return isPlainObject(found) ? [found] : [];
  });
}

function extensionOf(data: unknown): unknown {
  const text = at(data, [EXTENSION_KEY]);
  return typeof text === 'string' ? (parse(text) as unknown) : undefined;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isPlainObject(inner) ? inner[name] : undefined), value);
}
