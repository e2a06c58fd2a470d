import { Construct } from 'constructs';
import { clusterScoped, k8s } from '../kubernetes';
import type { BoundCache } from './bind';

/** Properties of {@link LocalClaim}. */
export interface LocalClaimProps {
  readonly cache: BoundCache;
  readonly namespace: string | undefined;
  readonly labels?: { readonly [name: string]: string };
}

/**
 * A `local` PersistentVolume for each node, and a claim for one of them. The pod that uses the claim runs on the node
 * of the bound volume.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#local
 */
export class LocalClaim extends Construct {
  constructor(scope: Construct, id: string, props: LocalClaimProps) {
    super(scope, id);
    const { directory, claimName } = props.cache;
    const local = props.cache.cache.local;
    if (directory === undefined || claimName === undefined || local === undefined) return;
    const { nodes, capacity, storageClassName } = local;
    // A namespace has no dots, so the names are unique.
    const clusterName = props.namespace === undefined ? claimName : `${props.namespace}.${claimName}`;
    const className = storageClassName ?? clusterName;
    const selection = {
      'deskrun.dev/claim': claimName,
      ...(props.namespace !== undefined && { 'deskrun.dev/namespace': props.namespace }),
    };
    const accessModes = ['ReadWriteOnce'];
    const storage = k8s.Quantity.fromString(capacity);

    if (storageClassName === undefined) {
      clusterScoped(
        new k8s.KubeStorageClass(this, 'StorageClass', {
          metadata: { name: className, labels: props.labels },
          provisioner: 'kubernetes.io/no-provisioner',
          volumeBindingMode: 'WaitForFirstConsumer',
          reclaimPolicy: 'Retain',
        }),
      );
    }
    for (const node of nodes) {
      clusterScoped(
        new k8s.KubePersistentVolume(this, `Volume-${node}`, {
          metadata: { name: `${clusterName}.${node}`, labels: { ...props.labels, ...selection } },
          spec: {
            accessModes,
            capacity: { storage },
            storageClassName: className,
            persistentVolumeReclaimPolicy: 'Retain',
            local: { path: directory },
            nodeAffinity: {
              required: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
                ],
              },
            },
          },
        }),
      );
    }
    new k8s.KubePersistentVolumeClaim(this, 'Claim', {
      metadata: { name: claimName, namespace: props.namespace, labels: props.labels },
      spec: {
        accessModes,
        storageClassName: className,
        resources: { requests: { storage } },
        selector: { matchLabels: selection },
      },
    });
  }
}
