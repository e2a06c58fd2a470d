import { Duration } from 'cdk8s';
import { amountText, k8s } from '../kubernetes';
import { VOLUMES } from './layout';
import type { BuildContext, Step } from './step';

const DEFAULT_SIZE = '20Gi';

/** The pod itself: its volumes, and how long it may run. */
export function workspaceStep({ name, props: { workspaceSize = DEFAULT_SIZE, timeout } }: BuildContext): Step {
  return {
    contributions: [
      {
        owner: ['workspaceSize'],
        template: {
          spec: {
            volumes: [
              {
                name: VOLUMES.workspace,
                emptyDir: { sizeLimit: k8s.Quantity.fromString(amountText(workspaceSize)) },
              },
            ],
          },
        },
      },
      {
        owner: ['timeout'],
        template: { spec: { activeDeadlineSeconds: (timeout ?? DEFAULT_TIMEOUT).toSeconds() } },
      },
      {
        owner: [],
        template: {
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            volumes: [
              // The plan replaces the name, which depends on everything else in the pod.
              { name: VOLUMES.scripts, configMap: { name, defaultMode: 0o555 } },
            ],
          },
        },
      },
    ],
  };
}

/** Time for a build that sets none. */
export const DEFAULT_TIMEOUT = Duration.minutes(30);
