/** Escapes `$(NAME)`, which Kubernetes replaces in commands and in the values of environment variables. */
export function literal(text: string): string {
  return text.replace(/\$(?=[$(])/g, '$$$$');
}
