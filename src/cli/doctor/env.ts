import type { Container } from './pod';

/** What a container is told in an environment variable. */
export function envOf(container: Container | undefined, name: string): string | undefined {
  return container?.env?.find(variable => variable.name === name)?.value;
}
