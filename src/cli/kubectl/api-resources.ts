import { groupOf, type Named } from './objects';

/** A kind that the API server serves. */
export interface ApiResource {
  /** Its name for kubectl, such as `roles.rbac.authorization.k8s.io`. */
  readonly resource: string;
  readonly group: string;
  readonly kind: string;
}

/**
 * Parses the output of `kubectl api-resources --no-headers`: NAME, SHORTNAMES (optional), APIVERSION, NAMESPACED, KIND.
 */
export function parseApiResources(text: string): ApiResource[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const words = line.trim().split(/\s+/);
      const [apiVersion, , kind] = words.slice(-3) as [string, string, string];
      const group = groupOf({ apiVersion });
      return { resource: group === '' ? (words[0] as string) : `${words[0] as string}.${group}`, group, kind };
    });
}

/** Reports whether the API server serves the kind of an object. */
export function serves(resources: readonly ApiResource[], object: Pick<Named, 'apiVersion' | 'kind'>): boolean {
  return resources.some(({ group, kind }) => kind === object.kind && group === groupOf(object));
}
