import { PATIENCE, since } from '../age';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import type { Facts } from '../facts';
import type { ScaleSet } from '../scale-set';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

export const storageClassMissing: Diagnosis = {
  id: 'storage-class-missing',
  title: 'the StorageClass of a volume does not exist, or the cluster has no default StorageClass',
  find: perSet(({ id, name, pod }, { objects: { StorageClass: classes }, wasRead }) =>
    !wasRead('StorageClass')
      ? []
      : (pod.volumes ?? []).flatMap(({ name: volume, ephemeral }) => {
          const claim = ephemeral?.volumeClaimTemplate?.spec;
          // An empty class means an existing volume.
          if (!claim || claim.volumeName !== undefined || claim.storageClassName === '') return [];
          const wanted = claim.storageClassName;
          const exists =
            wanted === undefined
              ? classes.some(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true')
              : classes.some(({ metadata }) => metadata.name === wanted);
          return exists
            ? []
            : [
                {
                  severity: 'error' as const,
                  cause:
                    wanted === undefined
                      ? `volume ${volume} of ${name} needs a default StorageClass, and the cluster has none: its ` +
                        'runners stay Pending'
                      : `StorageClass ${wanted} of volume ${volume} of ${name} does not exist: its runners stay ` +
                        'Pending',
                  evidence: [
                    `AutoscalingRunnerSet ${id} has ` +
                      `${wanted === undefined ? 'no storageClassName' : `storageClassName: ${wanted}`}; ` +
                      'StorageClasses of the cluster: ' +
                      `${classes.map(({ metadata }) => metadata.name).join(', ') || 'none'}`,
                  ],
                  remedy: [
                    'set storageClassName of kubernetesModeWorkVolumeClaim to an existing one (on kind: ' +
                      'standard), or use containerMode kubernetes-novolume',
                  ],
                },
              ];
        }),
  ),
};

export const claimMissing: Diagnosis = {
  id: 'claim-missing',
  title: 'a runner pod mounts a PersistentVolumeClaim that does not exist',
  find: perSet(({ id, name, namespace, pod }, { objects, wasRead }) =>
    !wasRead('PersistentVolumeClaim', namespace)
      ? []
      : (pod.volumes ?? []).flatMap(({ name: volume, persistentVolumeClaim: claim }) =>
          !claim ||
          objects.PersistentVolumeClaim.some(
            ({ metadata }) => metadata.name === claim.claimName && metadata.namespace === namespace,
          )
            ? []
            : [
                {
                  severity: 'error' as const,
                  cause:
                    `the PersistentVolumeClaim of volume ${volume} of ${name} does not exist: its runners stay ` +
                    'Pending',
                  evidence: [
                    `AutoscalingRunnerSet ${id} mounts PersistentVolumeClaim ${claim.claimName}; namespace ` +
                      `${namespace} has no such claim`,
                  ],
                  remedy: ['apply all manifests of the runner set again'],
                },
              ],
        ),
  ),
};

/** The claims that a set's pods mount: those that they name, and those of their ephemeral volumes. */
function claimsOf({ pods, namespace }: ScaleSet, { objects }: Facts) {
  const names = new Set(
    pods.flatMap(({ metadata, spec }) =>
      (spec?.volumes ?? []).flatMap(({ name, ephemeral, persistentVolumeClaim: claim }) => [
        ...(claim ? [claim.claimName] : []),
        ...(ephemeral ? [`${metadata.name}-${name}`] : []),
      ]),
    ),
  );
  return objects.PersistentVolumeClaim.filter(
    ({ metadata }) => metadata.namespace === namespace && names.has(metadata.name),
  );
}

export const claimUnbound: Diagnosis = {
  id: 'claim-unbound',
  title: 'a PersistentVolumeClaim of a runner stays Pending',
  find: perSet((set, facts) => {
    const unbound = claimsOf(set, facts).filter(
      ({ metadata, status }) => status?.phase === 'Pending' && since(metadata.creationTimestamp, facts.now) > PATIENCE,
    );
    return unbound.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause: `runners of ${set.name} are waiting for a volume`,
            evidence: unbound
              .slice(0, 3)
              .flatMap(({ metadata, spec }): string[] => [
                `PersistentVolumeClaim ${set.namespace}/${metadata.name} of StorageClass ` +
                  `${spec?.storageClassName ?? 'default'} is Pending`,
                ...new Set(
                  facts.objects.Event.filter(
                    ({ involvedObject: of, type }) =>
                      type === 'Warning' &&
                      of?.kind === 'PersistentVolumeClaim' &&
                      of.name === metadata.name &&
                      of.namespace === set.namespace,
                  ).map(({ reason, message }) => `${reason ?? ''}: ${message ?? ''}`),
                ),
              ]),
            remedy: [
              `kubectl describe pvc ${unbound[0]?.metadata.name as string} --namespace ${set.namespace}`,
              'check that the provisioner of the StorageClass runs and has free capacity',
            ],
          } satisfies Omit<Finding, 'set'>,
        ];
  }),
};

export const storageDiagnoses = [storageClassMissing, claimMissing, claimUnbound];
