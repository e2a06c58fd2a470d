import type { Finding, ValuePath } from '../errors';
import type { k8s } from '../kubernetes';

/** The container of the listener pod that a template reshapes; others are added beside it. */
export const LISTENER_CONTAINER = 'listener';

/** The volume with the listener's configuration, which the controller adds. */
export const LISTENER_CONFIG = 'listener-config';

/** What the controller gives the listener, and would take away as soon as there is a template that does not say it. */
export const LISTENER_GRACE_SECONDS = 60;

/**
 * The template as it has to be written so that the controller's merge loses nothing: it replaces most pod fields even by empty
 * ones, and the API wants at least one container.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/resourcebuilder.go
 */
export function safeListenerTemplate(template: k8s.PodTemplateSpec): k8s.PodTemplateSpec {
  const containers = template.spec?.containers ?? [];
  return {
    metadata: template.metadata,
    spec: {
      terminationGracePeriodSeconds: LISTENER_GRACE_SECONDS,
      ...template.spec,
      containers: containers.some(({ name }) => name === LISTENER_CONTAINER)
        ? [...containers]
        : [{ name: LISTENER_CONTAINER }, ...containers],
    },
  };
}

/** What the controller would ignore in a listener's template, or stumble over. */
export function listenerTemplateFindings(template: k8s.PodTemplateSpec | undefined, path: ValuePath): Finding[] {
  const spec = template?.spec;
  if (!spec) return [];
  const findings: Finding[] = [];
  for (const field of ['serviceAccountName', 'serviceAccount', 'automountServiceAccountToken'] as const) {
    if (spec[field] !== undefined)
      findings.push({
        path: [...path, 'spec', field],
        message: 'is ignored: the controller gives every listener an account of its own; leave it out',
      });
  }
  if (spec.restartPolicy !== undefined && spec.restartPolicy !== 'Never') {
    findings.push({
      path: [...path, 'spec', 'restartPolicy'],
      message: 'must be Never: the controller itself replaces a listener that ended; leave it out',
    });
  }
  // A container may be missing in what an untyped caller writes, though the type wants it.
  ((spec.containers as k8s.Container[] | undefined) ?? []).forEach((container, index) => {
    if (container.name === LISTENER_CONTAINER && container.command !== undefined && container.image === undefined) {
      findings.push({
        path: [...path, 'spec', 'containers', index, 'command'],
        message:
          'would keep the listener of the controller image from starting; leave it out, or name an image of your own',
      });
    }
  });
  return findings;
}
