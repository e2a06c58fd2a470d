import { prefixFindings, type Finding, type ValuePath } from '../errors';
import { podTemplateToJson, type k8s } from '../kubernetes';
import { podFindings } from '../pod/check';
import type { Plain } from '../pod/rules/report';
import { LISTENER_CONFIG, LISTENER_CONTAINER, LISTENER_GRACE_SECONDS } from './listener';

/** Checks the pod that the controller creates from a listener template. Paths start with `listenerTemplate`. */
export function listenerPodFindings(template: k8s.PodTemplateSpec | undefined, kubernetesMinor: number): Finding[] {
  return template === undefined
    ? []
    : prefixFindings(['listenerTemplate'], listenerManifestFindings(podTemplateToJson(template), kubernetesMinor));
}

/**
 * Checks the pod that the controller creates from a listener template in a manifest. Paths are relative to the
 * template.
 */
export function listenerManifestFindings(template: ListenerManifest, kubernetesMinor: number): Finding[] {
  return podFindings(listenerPod(template), kubernetesMinor).map(finding => ({
    ...finding,
    path: pathInTemplate(finding.path, template),
  }));
}

/** A listener template in a manifest. */
export interface ListenerManifest {
  readonly metadata?: Plain;
  readonly spec?: Plain & { readonly containers?: readonly Plain[] };
}

/** The entries that the controller adds at the start of lists of the listener. */
const OWN_VOLUME = { name: LISTENER_CONFIG, secret: { secretName: 'listener-config' } };
const OWN_LISTS: Record<string, Plain> = {
  env: { name: 'LISTENER_CONFIG_PATH', value: '/etc/gha-listener/config.json' },
  volumeMounts: { name: LISTENER_CONFIG, mountPath: '/etc/gha-listener', readOnly: true },
};

/**
 * The pod that the controller creates: its own listener with the changes of the template, and the rest of the template.
 */
function listenerPod({ metadata, spec }: ListenerManifest): Plain {
  const containers = spec?.containers ?? [];
  const given = containers.find(({ name }) => name === LISTENER_CONTAINER);
  const withOwn = Object.entries(OWN_LISTS).map(([list, own]) => [list, [own, ...listOf(given?.[list])]]);
  return {
    metadata,
    spec: {
      terminationGracePeriodSeconds: LISTENER_GRACE_SECONDS,
      restartPolicy: 'Never',
      ...spec,
      volumes: [OWN_VOLUME, ...listOf(spec?.volumes)],
      containers: [
        { image: 'listener', ...given, name: LISTENER_CONTAINER, ...Object.fromEntries(withOwn) },
        ...containers.filter(container => container !== given),
      ],
    },
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Converts a path in the listener pod to the path in the template. */
function pathInTemplate(path: ValuePath, { spec }: ListenerManifest): ValuePath {
  const [part, list, index, field, position, ...rest] = path;
  if (part !== 'spec' || typeof index !== 'number') return path;
  if (list === 'volumes') return [part, list, index - 1, ...path.slice(3)];
  if (list !== 'containers') return path;
  const containers = spec?.containers ?? [];
  const given = containers.findIndex(({ name }) => name === LISTENER_CONTAINER);
  if (index > 0) {
    const others = containers.flatMap((_, place) => (place === given ? [] : [place]));
    return [part, list, others[index - 1] as number, ...path.slice(3)];
  }
  return typeof position === 'number' && Object.hasOwn(OWN_LISTS, String(field))
    ? [part, list, given, field as string, position - 1, ...rest]
    : [part, list, given, ...path.slice(3)];
}
