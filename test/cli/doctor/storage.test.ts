import { before, check, Cluster, type Case } from './cluster';

const claimOf = (cluster: Cluster) =>
  cluster.pod.volumes.find(({ name }) => name === 'work').ephemeral.volumeClaimTemplate.spec;
const unbound = (cluster: Cluster): void => {
  cluster.one('PersistentVolumeClaim').status.phase = 'Pending';
};

test.each<Case>([
  [
    'no default class',
    cluster => {
      cluster.one('StorageClass').metadata.annotations = {};
    },
    {
      'storage-class-missing': [
        /^volume work of docs asks for the default StorageClass, and the cluster has none/,
        /has no storageClassName; the cluster has standard$/,
      ],
    },
  ],
  [
    'no such class',
    cluster => {
      claimOf(cluster).storageClassName = 'nvme';
    },
    {
      'storage-class-missing': [
        'volume work of docs asks for StorageClass nvme, which is not there: its runners wait for ever',
      ],
    },
  ],
  [
    'no such claim',
    cluster => cluster.pod.volumes.push({ name: 'data', persistentVolumeClaim: { claimName: 'docs.npm' } }),
    {
      'claim-missing': [
        'the claim of volume data of docs is not there: its runners wait for ever',
        /mounts PersistentVolumeClaim docs\.npm; namespace arc-runners has none/,
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
        'runners of docs wait for a volume',
        'PersistentVolumeClaim arc-runners/docs-x7x7x-runner-abcde-work of StorageClass standard is Pending\nProvisioningFailed: no space left',
      ],
    },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  [
    'a class by its name',
    cluster => {
      claimOf(cluster).storageClassName = 'standard';
      cluster.one('StorageClass').metadata.annotations = {};
    },
  ],
  [
    'a volume that somebody made',
    cluster => {
      claimOf(cluster).storageClassName = '';
      cluster.one('StorageClass').metadata.annotations = {};
    },
  ],
  [
    'a claim that was just made',
    cluster => {
      unbound(cluster);
      cluster.one('PersistentVolumeClaim').metadata.creationTimestamp = before(1);
    },
  ],
  [
    'a claim of somebody else',
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
