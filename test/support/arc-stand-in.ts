import { execFileSync } from 'node:child_process';

/** An object, as kubectl prints it. */
type Live = { kind: string; metadata: { name: string; namespace: string; annotations?: Record<string, string>; labels?: Record<string, string>; finalizers?: string[]; deletionTimestamp?: string } };

const FINALIZER = 'autoscalingrunnerset.actions.github.com/finalizer';
const CLEANUP = 'actions.github.com/cleanup-';

/** What the annotations name, in the order in which the controller unlocks it. */
const UNLOCKED: readonly [annotation: string, resource: string][] = [
  ['kubernetes-mode-role-binding-name', 'rolebinding'], ['kubernetes-mode-role-name', 'role'], ['kubernetes-mode-service-account-name', 'serviceaccount'],
  ['no-permission-service-account-name', 'serviceaccount'], ['manager-role-binding', 'rolebinding'], ['manager-role-name', 'role'],
];

/**
 * Does to objects what the ARC controller of a minor version does, as far as `up` and `down` see it: deletes sets of other versions,
 * registers the rest, and lets go of what a deleted set names. It runs no pods, and answers for the controller's own.
 */
export class ArcStandIn {
  /** What it has done, in order. */
  readonly log: string[] = [];

  constructor(private readonly kubeconfig: string, private readonly minor = '0.14') {}

  /** Goes through everything once. */
  reconcile(): void {
    for (const { metadata } of this.get('deployments', '-l', 'app.kubernetes.io/part-of=gha-rs-controller')) {
      this.kubectl('patch', 'deployment', metadata.name, '-n', metadata.namespace, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status: { observedGeneration: 99, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 } }));
    }
    if (this.kubectl('get', 'crd', 'autoscalingrunnersets.actions.github.com', '--ignore-not-found', '-o', 'name') === '') return;
    for (const set of this.get('autoscalingrunnersets')) this.reconcileSet(set);
  }

  private reconcileSet(set: Live): void {
    const { name, namespace, annotations = {}, labels = {}, finalizers = [], deletionTimestamp } = set.metadata;
    const patch = (metadata: object) => this.kubectl('patch', 'autoscalingrunnerset', name, '-n', namespace, '--type=merge', '-p', JSON.stringify({ metadata }));
    if (deletionTimestamp !== undefined) {
      for (const [annotation, resource] of UNLOCKED) {
        const object = annotations[`${CLEANUP}${annotation}`];
        if (object !== undefined) this.kubectl('patch', resource, object, '-n', namespace, '--type=merge', '-p', '{"metadata":{"finalizers":null}}');
      }
      patch({ finalizers: null });
      this.log.push(`deleted ${name}`);
    } else if (!(labels['app.kubernetes.io/version'] ?? '').startsWith(`${this.minor}.`)) {
      this.kubectl('delete', 'autoscalingrunnerset', name, '-n', namespace, '--wait=false');
      this.log.push(`refused ${name}`);
    } else if (annotations['runner-scale-set-id'] === undefined) {
      patch({ finalizers: [...finalizers, FINALIZER], annotations: { 'runner-scale-set-id': '1' } });
      this.log.push(`registered ${name}`);
    }
  }

  private get(resource: string, ...selector: string[]): Live[] {
    return (JSON.parse(this.kubectl('get', resource, '-A', '-o', 'json', ...selector)) as { items: Live[] }).items;
  }

  private kubectl(...args: string[]): string {
    return execFileSync('kubectl', [...args, `--kubeconfig=${this.kubeconfig}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
}
