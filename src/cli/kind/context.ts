/** The context that kind writes into the kubeconfig. */
export function contextOf(cluster: string): string {
  return `kind-${cluster}`;
}
