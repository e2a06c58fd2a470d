import type { k8s } from '../kubernetes';

/**
 * Sorts variables so that each comes after the ones that it refers to, and keeps the order otherwise. The kubelet does
 * not expand a `$(NAME)` whose variable comes later, and reports no error.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function orderEnvVars(variables: readonly k8s.EnvVar[]): k8s.EnvVar[] {
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

/** `$$` is an escaped dollar sign, so `$$(NAME)` refers to no variable. */
function namesIn(value = ''): string[] {
  return [...value.matchAll(/\$\$|\$\(([^)]+)\)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
