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
        'node deskrun-control-plane is not ready: no pods start on it',
        /is Ready: Unknown: Kubelet stopped posting node status\.$/,
      ],
    },
  ],
  [
    'a node with DiskPressure',
    cluster => condition(cluster, 'DiskPressure', 'True'),
    { 'node-pressure': [/^node deskrun-control-plane has DiskPressure: its disk is nearly full/] },
  ],
  [
    'a node with MemoryPressure',
    cluster => condition(cluster, 'MemoryPressure', 'True', 'low'),
    {
      'node-pressure': [
        /has MemoryPressure: its memory is nearly used up/,
        /^Node deskrun-control-plane has MemoryPressure: low$/,
      ],
    },
  ],
  [
    'a node with PIDPressure',
    cluster => condition(cluster, 'PIDPressure', 'True'),
    { 'node-pressure': [/PIDPressure: its process IDs are nearly used up/] },
  ],
  [
    'a low limit of inotify instances',
    cluster => {
      cluster.host = {
        ...HOST,
        inotify: { 'fs.inotify.max_user_watches': 524288, 'fs.inotify.max_user_instances': 128 },
      };
    },
    {
      'inotify-limits': [
        /^the inotify limits of the host are low/,
        /^fs\.inotify\.max_user_instances is 128; kind recommends 512$/,
      ],
    },
  ],
  [
    'a low limit of inotify watches',
    cluster => {
      cluster.host = {
        ...HOST,
        inotify: { 'fs.inotify.max_user_watches': 65536, 'fs.inotify.max_user_instances': 8192 },
      };
    },
    { 'inotify-limits': [/./, /^fs\.inotify\.max_user_watches is 65536; kind recommends 524288$/] },
  ],
  [
    'cgroup v1',
    cluster => {
      cluster.host = { ...HOST, cgroupVersion: 1 };
    },
    { 'cgroup-version': [/^the host uses cgroup v1/] },
  ],
  [
    'a full disk of the host',
    cluster => {
      cluster.host = { ...HOST, disks: [{ path: '/nvme', freeBytes: 100 * 2 ** 20 }] };
    },
    { 'disk-full': ['the disk of /nvme is full', '100 MiB are free'] },
  ],
])('%s', (...example) => check(example));

test('no host is reported where the cluster runs on another machine', () => {
  const cluster = new Cluster();
  cluster.host = undefined;
  expect(cluster.findings).toEqual([]);
});
