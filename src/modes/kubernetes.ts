import type { Size } from 'cdk8s';
import type { Finding } from '../errors';
import { amountText, isPositiveQuantity, k8s } from '../kubernetes';
import { amountProblem } from '../pod/rules/amounts';
import { hookEnv, hookExtensionMount } from './hook-runner';
import { RUNNER_CONTAINER, RUNNER_USER, type Mode } from './mode';
import { checkProps } from '../schema/props';
import { list, object, text, type TypedSchema } from '../schema/shape';
import { storageSchema } from '../pod/resources';

/**
 * The volume that a runner pod shares with its job pod. Each runner has its own volume, which is deleted with the
 * runner.
 *
 * @example { storageClassName: 'local-path', storage: '20Gi' }
 */
export interface WorkVolumeClaim {
  /**
   * Name of the StorageClass.
   *
   * @default - the default StorageClass of the cluster; many bare-metal clusters have none
   */
  readonly storageClassName?: string;

  /** Size of each volume: a Kubernetes quantity such as `'20Gi'`, or a cdk8s `Size`. @default '1Gi' */
  readonly storage?: string | Size;

  /**
   * Access modes of the volume: `ReadWriteOnce` or `ReadWriteMany`. The runner pod and its job pod run on the same
   * node, so `ReadWriteOnce` is enough.
   *
   * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
   * @default ['ReadWriteOnce']
   */
  readonly accessModes?: readonly string[];
}

/** Options of the mode `kubernetes`. @example { workVolumeClaim: { storageClassName: 'nvme', storage: '20Gi' } } */
export interface KubernetesModeOptions {
  /** Volume of the workspace. @default - 1Gi of the default StorageClass */
  readonly workVolumeClaim?: WorkVolumeClaim;
}

/** Schema of {@link WorkVolumeClaim}. */
export const workVolumeClaimSchema: TypedSchema<WorkVolumeClaim> = object<WorkVolumeClaim>({
  storageClassName: text,
  storage: storageSchema,
  accessModes: list(text),
});

const optionsSchema = object<KubernetesModeOptions>({ workVolumeClaim: workVolumeClaimSchema });

/** The mode `kubernetes`: each job has its own pod, which shares a volume with the runner pod. */
export function kubernetesMode(given: KubernetesModeOptions): Mode {
  const { props: options, findings } = checkProps(optionsSchema, given);
  const claim = options.workVolumeClaim ?? {};
  const storage = amountText(claim.storage ?? '1Gi');
  const problems = claimFindings(claim, storage);
  return {
    type: 'kubernetes',
    user: RUNNER_USER,
    stepsInRunner: false,
    findings: [...findings, ...problems],
    overrideFindings: template => (problems.length === 0 ? workVolumeFindings(template) : []),
    runnerPod: context => {
      const extension = hookExtensionMount(context);
      return [
        {
          template: {
            spec: {
              // Most volumes belong to root until the kubelet applies fsGroup.
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
                  // The hook uses the claim `<pod>-work`. Kubernetes creates a claim of that name only for an ephemeral
                  // volume.
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
  const path = ['spec', 'volumes'];
  const work = (template.spec?.volumes ?? []).find(({ name }) => name === 'work');
  if (!work?.ephemeral) {
    return [
      {
        path,
        message:
          'volume work must be ephemeral: job pods use the claim that Kubernetes creates for it; set ' +
          'workVolumeClaim instead',
      },
    ];
  }
  return work.ephemeral.volumeClaimTemplate?.spec.accessModes?.includes('ReadWriteOncePod')
    ? [
        {
          path,
          message:
            'volume work must not have access mode ReadWriteOncePod: the runner pod and its job pod both mount it; ' +
            'use ReadWriteOnce',
        },
      ]
    : [];
}

/** Not `ReadWriteOncePod`: two pods, the runner and its job, mount the volume. */
const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteMany'];

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
