import type { Container } from './pod';

/** The value of an environment variable of a container. */
export function envOf(container: Container | undefined, name: string): string | undefined {
  return container?.env?.find(variable => variable.name === name)?.value;
}
