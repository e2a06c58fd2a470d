import { PATIENCE, since } from '../age';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import type { Facts } from '../facts';
import type { ScaleSet } from '../scale-set';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

export const storageClassMissing: Diagnosis = {
  id: 'storage-class-missing',
  title: 'a work volume of a StorageClass that is not there, or of the default where there is none',
  find: perSet(({ id, name, pod }, { objects: { StorageClass: classes }, looked }) =>
    !looked('StorageClass')
      ? []
      : (pod.volumes ?? []).flatMap(({ name: volume, ephemeral }) => {
          const claim = ephemeral?.volumeClaimTemplate?.spec;
          // An empty class asks for a volume that somebody has made.
          if (!claim || claim.volumeName !== undefined || claim.storageClassName === '') return [];
          const wanted = claim.storageClassName;
          const there =
            wanted === undefined
              ? classes.some(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true')
              : classes.some(({ metadata }) => metadata.name === wanted);
          return there
            ? []
            : [
                {
                  severity: 'error' as const,
                  cause: `volume ${volume} of ${name} asks for ${wanted === undefined ? 'the default StorageClass, and the cluster has none' : `StorageClass ${wanted}, which is not there`}: its runners wait for ever`,
                  evidence: [
                    `AutoscalingRunnerSet ${id} has ${wanted === undefined ? 'no storageClassName' : `storageClassName: ${wanted}`}; the cluster has ${classes.map(({ metadata }) => metadata.name).join(', ') || 'none'}`,
                  ],
                  remedy: [
                    'set storageClassName of kubernetesModeWorkVolumeClaim to one that is there (on kind: standard), or use containerMode kubernetes-novolume',
                  ],
                },
              ];
        }),
  ),
};

export const claimMissing: Diagnosis = {
  id: 'claim-missing',
  title: 'a runner pod that mounts a claim which is not there',
  find: perSet(({ id, name, namespace, pod }, { objects, looked }) =>
    !looked('PersistentVolumeClaim', namespace)
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
                  cause: `the claim of volume ${volume} of ${name} is not there: its runners wait for ever`,
                  evidence: [
                    `AutoscalingRunnerSet ${id} mounts PersistentVolumeClaim ${claim.claimName}; namespace ${namespace} has none of that name`,
                  ],
                  remedy: ['apply all manifests of the runner set again'],
                },
              ],
        ),
  ),
};

/** The claims that a set's pods mount: named in them, or made for each. */
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
  title: 'a claim of a runner that gets no volume',
  find: perSet((set, facts) => {
    const unbound = claimsOf(set, facts).filter(
      ({ metadata, status }) => status?.phase === 'Pending' && since(metadata.creationTimestamp, facts.now) > PATIENCE,
    );
    return unbound.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause: `runners of ${set.name} wait for a volume`,
            evidence: unbound
              .slice(0, 3)
              .flatMap(({ metadata, spec }): string[] => [
                `PersistentVolumeClaim ${set.namespace}/${metadata.name} of StorageClass ${spec?.storageClassName ?? 'default'} is Pending`,
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
              'see that the provisioner of the StorageClass runs and has room',
            ],
          } satisfies Omit<Finding, 'set'>,
        ];
  }),
};

export const storageDiagnoses = [storageClassMissing, claimMissing, claimUnbound];
