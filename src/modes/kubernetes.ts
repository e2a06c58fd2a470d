import type { Size } from 'cdk8s';
import type { Finding } from '../errors';
import { amountText, isPositiveQuantity, k8s } from '../kubernetes';
import { amountProblem } from '../pod/rules/amounts';
import { hookEnv, hookExtensionMount } from './hook-runner';
import { RUNNER_CONTAINER, RUNNER_USER, type Mode } from './mode';
import { checkProps } from '../schema/props';
import { list, object, text, type TypedSchema } from '../schema/shape';
import { storageSchema } from '../pod/resources';

/** The volume that a runner and its job pod share; one a runner, deleted with it. */
export interface WorkVolumeClaim {
  /** Storage class. @default - the cluster's default class; many bare-metal clusters have none */
  readonly storageClassName?: string;

  /** Size of each volume: text as Kubernetes writes it (`'20Gi'`), or a cdk8s `Size`. @default '1Gi' */
  readonly storage?: string | Size;

  /**
   * How pods may share it. Runner and job pod run on one node, so `ReadWriteOnce` is enough.
   *
   * @default ['ReadWriteOnce']
   */
  readonly accessModes?: readonly string[];
}

/** Options of the mode `kubernetes`. */
export interface KubernetesModeOptions {
  /** The workspace volume. @default - 1Gi of the default storage class */
  readonly workVolumeClaim?: WorkVolumeClaim;
}

/** The names and types of the work volume. */
export const workVolumeClaimSchema: TypedSchema<WorkVolumeClaim> = object<WorkVolumeClaim>({
  storageClassName: text,
  storage: storageSchema,
  accessModes: list(text),
});

const optionsSchema = object<KubernetesModeOptions>({ workVolumeClaim: workVolumeClaimSchema });

/** Jobs in pods of their own that share a volume with their runner. */
export function kubernetesMode(given: KubernetesModeOptions): Mode {
  const { props: options, findings } = checkProps(optionsSchema, given);
  const claim = options.workVolumeClaim ?? {};
  const storage = amountText(claim.storage ?? '1Gi');
  return {
    type: 'kubernetes',
    user: RUNNER_USER,
    stepsInRunner: false,
    findings: [...findings, ...claimFindings(claim, storage)],
    overrideFindings: workVolumeFindings,
    runnerPod: context => {
      const extension = hookExtensionMount(context);
      return [
        {
          template: {
            spec: {
              // Most volumes belong to root until the kubelet hands them to a group.
              securityContext: { fsGroup: RUNNER_USER.gid, fsGroupChangePolicy: 'OnRootMismatch' },
              containers: [
                {
                  name: RUNNER_CONTAINER,
                  env: hookEnv('0.7.0', true, context),
                  volumeMounts: [{ name: 'work', mountPath: '/home/runner/_work' }, ...extension.volumeMounts],
                },
              ],
              volumes: [
                {
                  // The hook looks for a claim named after the pod and this volume, which only an ephemeral volume
                  // makes.
                  name: 'work',
                  ephemeral: {
                    volumeClaimTemplate: {
                      spec: {
                        accessModes: [...(claim.accessModes ?? ['ReadWriteOnce'])],
                        storageClassName: claim.storageClassName,
                        resources: { requests: { storage: k8s.Quantity.fromString(storage) } },
                      },
                    },
                  },
                },
                ...extension.volumes,
              ],
            },
          },
        },
      ];
    },
  };
}

function workVolumeFindings(template: k8s.PodTemplateSpec): Finding[] {
  const volumes = template.spec?.volumes ?? [];
  const index = volumes.findIndex(({ name }) => name === 'work');
  return volumes[index]?.ephemeral
    ? []
    : [
        {
          path: ['spec', 'volumes'],
          message:
            'volume work must be ephemeral: job pods look for the claim that such a volume makes for each ' +
            'runner; set workVolumeClaim instead',
        },
      ];
}

const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'];

function claimFindings({ accessModes }: WorkVolumeClaim, storage: string): Finding[] {
  const at = (...path: (string | number)[]) => ['workVolumeClaim', ...path];
  return [
    ...(isPositiveQuantity(storage) && amountProblem('storage', storage) === undefined
      ? []
      : [
          {
            path: at('storage'),
            message: amountProblem('storage', storage) ?? `must be greater than 0, got ${JSON.stringify(storage)}`,
          },
        ]),
    ...(accessModes?.length === 0
      ? [{ path: at('accessModes'), message: `must name at least one of ${ACCESS_MODES.join(', ')}` }]
      : []),
    ...(accessModes ?? []).flatMap((mode, index) =>
      ACCESS_MODES.includes(mode)
        ? []
        : [
            {
              path: at('accessModes', index),
              message: `must be one of ${ACCESS_MODES.join(', ')}, got ${JSON.stringify(mode)}`,
            },
          ],
    ),
  ];
}
