import { setTimeout as pause } from 'node:timers/promises';
import type { LiveObject } from '../../src/cli/kubectl/objects';
import type { Cluster } from './cluster';

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
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(private readonly cluster: Cluster, private readonly minor = '0.14') {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.answerForControllers();
      // There are none before their definition.
      const { status, stdout } = await this.cluster.kubectl(['get', 'autoscalingrunnersets', '--all-namespaces', '--output=json']);
      if (status === 0) for (const set of (JSON.parse(stdout) as { items: LiveObject[] }).items) await this.reconcile(set);
      await pause(500);
    }
  }

  private async answerForControllers(): Promise<void> {
    const { stdout } = await this.cluster.kubectl(['get', 'deployments', '--all-namespaces', '--selector=app.kubernetes.io/part-of=gha-rs-controller', '--output=json']);
    for (const deployment of (JSON.parse(stdout) as { items: LiveObject[] }).items) {
      const { generation } = deployment.metadata as { generation?: number };
      if ((deployment.status as { observedGeneration?: number } | undefined)?.observedGeneration === generation) continue;
      await this.cluster.kubectl(['patch', 'deployment', deployment.metadata.name, `--namespace=${deployment.metadata.namespace}`, '--subresource=status', '--type=merge',
        `--patch=${JSON.stringify({ status: { observedGeneration: generation, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 } })}`]);
    }
  }

  private async reconcile({ metadata: { name, namespace, annotations = {}, labels = {}, finalizers = [], deletionTimestamp } }: LiveObject): Promise<void> {
    const patch = (resource: string, object: string, metadata: object) =>
      this.cluster.kubectl(['patch', resource, object, `--namespace=${namespace}`, '--type=merge', `--patch=${JSON.stringify({ metadata })}`]);
    if (deletionTimestamp !== undefined) {
      for (const [annotation, resource] of UNLOCKED) {
        const object = annotations[`${CLEANUP}${annotation}`];
        if (object !== undefined) await patch(resource, object, { finalizers: null });
      }
      await patch('autoscalingrunnerset', name, { finalizers: null });
      this.log.push(`deleted ${name}`);
    } else if (!(labels['app.kubernetes.io/version'] ?? '').startsWith(`${this.minor}.`)) {
      await this.cluster.kubectl(['delete', 'autoscalingrunnerset', name, `--namespace=${namespace}`, '--wait=false']);
      this.log.push(`refused ${name}`);
    } else if (annotations['runner-scale-set-id'] === undefined) {
      await patch('autoscalingrunnerset', name, { finalizers: [...finalizers, FINALIZER], annotations: { 'runner-scale-set-id': '1' } });
      this.log.push(`registered ${name}`);
    }
  }
}
