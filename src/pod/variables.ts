import type { k8s } from '../kubernetes';

/**
 * Variables in the order in which they stand, but each behind those it is made of: a `$(NAME)` that is not yet there
 * stays as it is written, and nobody says so.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function behindTheirs(variables: readonly k8s.EnvVar[]): k8s.EnvVar[] {
  const placed = new Set<k8s.EnvVar>();
  const place = (variable: k8s.EnvVar, waiting: readonly k8s.EnvVar[]) => {
    if (placed.has(variable) || waiting.includes(variable)) return;
    for (const name of namesIn(variable.value))
      variables.filter(other => other.name === name).forEach(other => place(other, [...waiting, variable]));
    placed.add(variable);
  };
  variables.forEach(variable => place(variable, []));
  return [...placed];
}

/** `$$` is a dollar, whatever comes behind it. */
function namesIn(value = ''): string[] {
  return [...value.matchAll(/\$\$|\$\(([^)]+)\)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
