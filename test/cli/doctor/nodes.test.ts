import type { Manifest } from '../../support/sets';
import { check, Cluster, HOST, type Case } from './cluster';

const condition = (cluster: Cluster, type: string, status: string, message?: string): void => {
  Object.assign(
    (cluster.one('Node').status.conditions as Manifest[]).find(one => one.type === type),
    { status, message },
  );
};

test.each<Case>([
  [
    'a node that is not ready',
    cluster => condition(cluster, 'Ready', 'Unknown', 'Kubelet stopped posting node status.'),
    {
      'node-not-ready': [
        'node deskrun-control-plane is not ready: no pod starts there',
        /is Ready: Unknown: Kubelet stopped posting node status\.$/,
      ],
    },
  ],
  [
    'a full disk of a node',
    cluster => condition(cluster, 'DiskPressure', 'True'),
    { 'node-pressure': [/^node deskrun-control-plane has DiskPressure: its disk is nearly full/] },
  ],
  [
    'a node short of memory',
    cluster => condition(cluster, 'MemoryPressure', 'True', 'low'),
    {
      'node-pressure': [
        /has MemoryPressure: it has hardly any memory left/,
        /^Node deskrun-control-plane has MemoryPressure: low$/,
      ],
    },
  ],
  [
    'a node short of process ids',
    cluster => condition(cluster, 'PIDPressure', 'True'),
    { 'node-pressure': [/has hardly any process ids left/] },
  ],
  [
    'few inotify instances',
    cluster => {
      cluster.host = {
        ...HOST,
        inotify: { 'fs.inotify.max_user_watches': 524288, 'fs.inotify.max_user_instances': 128 },
      };
    },
    {
      'inotify-limits': [
        /^the machine lets its processes watch few files/,
        /^fs\.inotify\.max_user_instances is 128; kind asks for 512$/,
      ],
    },
  ],
  [
    'few inotify watches',
    cluster => {
      cluster.host = {
        ...HOST,
        inotify: { 'fs.inotify.max_user_watches': 65536, 'fs.inotify.max_user_instances': 8192 },
      };
    },
    { 'inotify-limits': [/./, /^fs\.inotify\.max_user_watches is 65536; kind asks for 524288$/] },
  ],
  [
    'cgroup v1',
    cluster => {
      cluster.host = { ...HOST, cgroupVersion: 1 };
    },
    { 'cgroup-version': [/^the machine uses cgroup v1/] },
  ],
  [
    'a full disk of the machine',
    cluster => {
      cluster.host = { ...HOST, disks: [{ path: '/nvme', freeBytes: 100 * 2 ** 20 }] };
    },
    { 'disk-full': ['the disk behind /nvme is full', '100 MiB of it are left'] },
  ],
])('%s', (...example) => check(example));

test('nothing is said of a machine that the cluster is not on', () => {
  const cluster = new Cluster();
  cluster.host = undefined;
  expect(cluster.findings).toEqual([]);
});
