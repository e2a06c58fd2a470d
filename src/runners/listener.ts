import type { Finding, ValuePath } from '../errors';
import type { k8s } from '../kubernetes';
import { noProxyValue, type Proxy } from '../network/proxy';

/** Name of the listener container. A template changes this container; containers with other names are added. */
export const LISTENER_CONTAINER = 'listener';

/** Name of the volume with the configuration of the listener, which the controller adds. */
export const LISTENER_CONFIG = 'listener-config';

const NO_PROXY = 'NO_PROXY';

/** Grace period of the listener in seconds. With a template that does not set it, the controller drops it. */
export const LISTENER_GRACE_SECONDS = 60;

/**
 * The listener template to write into the spec, or undefined where ARC's own listener needs no change.
 *
 * A proxy needs a template: the listener calls the API server too, and ARC gives it the user's `noProxy` only.
 * `NO_PROXY` is read before the `no_proxy` that ARC writes (golang.org/x/net below 0.58, as in ARC 0.12.1 to 0.14.2),
 * and the controller appends the template's `env` to its own.
 *
 * The controller replaces most pod fields, even by empty ones, and the CRD requires a container.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/resourcebuilder.go
 */
export function safeListenerTemplate(
  template: k8s.PodTemplateSpec | undefined,
  proxy: Proxy | undefined,
): k8s.PodTemplateSpec | undefined {
  if (template === undefined && proxy === undefined) return undefined;
  const containers = template?.spec?.containers ?? [];
  const withListener = containers.some(({ name }) => name === LISTENER_CONTAINER)
    ? containers
    : [{ name: LISTENER_CONTAINER }, ...containers];
  return {
    metadata: template?.metadata,
    spec: {
      terminationGracePeriodSeconds: LISTENER_GRACE_SECONDS,
      ...template?.spec,
      containers: withListener.map(container =>
        proxy && container.name === LISTENER_CONTAINER ? withNoProxy(container, proxy) : container,
      ),
    },
  };
}

/** The container with `NO_PROXY`, unless the user has set it. */
function withNoProxy(container: k8s.Container, proxy: Proxy): k8s.Container {
  const { env = [] } = container;
  return env.some(({ name }) => name.toUpperCase() === NO_PROXY)
    ? container
    : { ...container, env: [...env, { name: NO_PROXY, value: noProxyValue(proxy) }] };
}

/** Checks a listener template for fields that the controller ignores or fails on. */
export function listenerTemplateFindings(template: k8s.PodTemplateSpec | undefined, path: ValuePath): Finding[] {
  const spec = template?.spec;
  if (!spec) return [];
  const findings: Finding[] = [];
  for (const field of ['serviceAccountName', 'serviceAccount', 'automountServiceAccountToken'] as const) {
    if (spec[field] !== undefined)
      findings.push({
        path: [...path, 'spec', field],
        message: 'is ignored: the controller creates a ServiceAccount for every listener; remove it',
      });
  }
  if (spec.restartPolicy !== undefined && spec.restartPolicy !== 'Never') {
    findings.push({
      path: [...path, 'spec', 'restartPolicy'],
      message: 'must be Never: the controller replaces a listener that has ended; remove it',
    });
  }
  // Callers without types may leave out containers.
  ((spec.containers as k8s.Container[] | undefined) ?? []).forEach((container, index) => {
    if (container.name === LISTENER_CONTAINER && (container.restartPolicy ?? 'Never') !== 'Never') {
      findings.push({
        path: [...path, 'spec', 'containers', index, 'restartPolicy'],
        message: 'must be Never: the controller replaces a listener that has ended; remove it',
      });
    }
    if (container.name === LISTENER_CONTAINER && container.command !== undefined && container.image === undefined) {
      findings.push({
        path: [...path, 'spec', 'containers', index, 'command'],
        message: 'would keep the listener of the controller image from starting; remove it, or set an image too',
      });
    }
  });
  return findings;
}
