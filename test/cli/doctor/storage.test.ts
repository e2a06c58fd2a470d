import { before, check, Cluster, type Case } from './cluster';

const claimOf = (cluster: Cluster) =>
  cluster.pod.volumes.find(({ name }) => name === 'work').ephemeral.volumeClaimTemplate.spec;
const unbound = (cluster: Cluster): void => {
  cluster.one('PersistentVolumeClaim').status.phase = 'Pending';
};

test.each<Case>([
  [
    'no default StorageClass',
    cluster => {
      cluster.one('StorageClass').metadata.annotations = {};
    },
    {
      'storage-class-missing': [
        /^volume work of docs needs a default StorageClass, and the cluster has none/,
        /has no storageClassName; StorageClasses of the cluster: standard$/,
      ],
    },
  ],
  [
    'a StorageClass that does not exist',
    cluster => {
      claimOf(cluster).storageClassName = 'nvme';
    },
    {
      'storage-class-missing': ['StorageClass nvme of volume work of docs does not exist: its runners stay Pending'],
    },
  ],
  [
    'a claim that does not exist',
    cluster => cluster.pod.volumes.push({ name: 'data', persistentVolumeClaim: { claimName: 'docs.npm' } }),
    {
      'claim-missing': [
        'the PersistentVolumeClaim of volume data of docs does not exist: its runners stay Pending',
        /mounts PersistentVolumeClaim docs\.npm; namespace arc-runners has no such claim/,
      ],
    },
  ],
  [
    'a claim without a volume',
    cluster => {
      unbound(cluster);
      cluster.report(cluster.one('PersistentVolumeClaim'), 'ProvisioningFailed', 'no space left');
    },
    {
      'claim-unbound': [
        'runners of docs are waiting for a volume',
        'PersistentVolumeClaim arc-runners/docs-x7x7x-runner-abcde-work of StorageClass standard is ' +
          'Pending\nProvisioningFailed: no space left',
      ],
    },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  [
    'a StorageClass that exists',
    cluster => {
      claimOf(cluster).storageClassName = 'standard';
      cluster.one('StorageClass').metadata.annotations = {};
    },
  ],
  [
    'a volume that exists',
    cluster => {
      claimOf(cluster).storageClassName = '';
      cluster.one('StorageClass').metadata.annotations = {};
    },
  ],
  [
    'a claim that was just created',
    cluster => {
      unbound(cluster);
      cluster.one('PersistentVolumeClaim').metadata.creationTimestamp = before(1);
    },
  ],
  [
    'a claim that no runner uses',
    cluster => {
      unbound(cluster);
      cluster.one('PersistentVolumeClaim').metadata.name = 'other';
    },
  ],
])('%s is fine', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});
