import { NvmeCacheVolume } from '../../../src';
import { everyMode } from '../../support/modes';
import type { Manifest } from '../../support/sets';
import { check, Cluster, HOST, type Case, type Pod } from './cluster';

const dind = {
  containerMode: everyMode.dind,
  jobPod: undefined,
  maxRunners: 1,
  caches: [NvmeCacheVolume.docker({ source: '/nvme/docker' })],
};
const privileged = {
  containerMode: everyMode['cached-privileged-kubernetes'],
  maxRunners: 1,
  caches: [NvmeCacheVolume.docker({ source: '/nvme/docker' })],
};
const pair = (...changes: object[]) =>
  [
    dind,
    {
      ...dind,
      name: 'web',
      githubConfigUrl: 'https://github.com/rubionic/web',
      caches: [NvmeCacheVolume.docker({ source: '/nvme/web' })],
    },
  ].map((set, index) => ({ ...set, ...changes[index] }));
const cacheOf = (cluster: Cluster, name: string): Manifest =>
  (cluster.one('AutoscalingRunnerSet', name).spec.template.spec as Pod).volumes.find(volume => volume.hostPath);
const withoutCaches = (container: Manifest): Manifest[] =>
  (container.volumeMounts as Manifest[]).filter(({ mountPath }) => mountPath === '/etc/hooks');

test.each<readonly [...Case, Cluster]>([
  [
    'runners that share a Docker directory',
    ({ set }) => {
      set.spec.maxRunners = 5;
    },
    {
      'cache-shared-by-runners': [
        'up to 5 runners of docs use one directory of a node at once: /nvme/docker as /var/lib/docker',
        'AutoscalingRunnerSet arc-runners/docs has maxRunners: 5\na second Docker daemon on the directory does not start, and its jobs have no Docker (moby#42336)',
      ],
    },
    new Cluster([dind]),
  ],
  [
    'any number of such runners',
    ({ set }) => {
      delete set.spec.maxRunners;
    },
    { 'cache-shared-by-runners': [/^up to any number of runners of docs/, /maxRunners: none$/m] },
    new Cluster([dind]),
  ],
  [
    'job pods that share Docker directories',
    ({ set, pod }) => {
      set.spec.maxRunners = 2;
      for (const container of pod.containers) container.volumeMounts = withoutCaches(container);
    },
    { 'cache-shared-by-runners': [/: \/nvme\/docker as \/var\/lib\/docker, \S+ as \/var\/lib\/containerd$/] },
    new Cluster([privileged]),
  ],
  [
    'two sets with one Docker directory',
    cluster => {
      cacheOf(cluster, 'web').hostPath.path = '/nvme/docker';
    },
    {
      'cache-shared-by-sets': [
        'web and docs use /nvme/docker of the same nodes, and only one runner at a time may',
        /web mounts \/nvme\/docker at \/var\/lib\/docker, arc-runners\/docs mounts \/nvme\/docker at/,
      ],
    },
    new Cluster(pair()),
  ],
  [
    'a Docker directory inside another',
    cluster => {
      cacheOf(cluster, 'web').hostPath.path = '/nvme/docker/web/';
    },
    { 'cache-shared-by-sets': [/use \/nvme\/docker\/web of the same nodes/] },
    new Cluster(pair()),
  ],
  [
    'a Docker directory that another shares',
    cluster => {
      cacheOf(cluster, 'web').hostPath.path = '/nvme';
    },
    { 'cache-shared-by-sets': [/^docs and web use \/nvme\/docker of the same nodes/] },
    new Cluster(pair({}, { caches: [NvmeCacheVolume.named('npm', { source: '/nvme/npm' })] })),
  ],
  [
    "the node's own containerd directory",
    cluster => {
      cluster.pod.volumes.find(({ name }) => name === 'cache-docker-containerd').hostPath.path = '/var/lib/containerd';
      cluster.host = undefined;
    },
    {
      'cache-of-node-daemon': [
        "docs gives its jobs the directory in which the node's own containerd keeps its state",
        /mounts \/var\/lib\/containerd of the node at \/var\/lib\/containerd; nodes run their pods with containerd/,
      ],
    },
    new Cluster([privileged]),
  ],
  [
    'a cache that the kind node has not got from the machine',
    cluster => {
      cacheOf(cluster, 'docs').hostPath.path = '/data/docker';
    },
    {
      'kind-cache-unmounted': [
        '/data/docker of docs lies inside the kind node, not on the machine: lost when the cluster is made again',
        'AutoscalingRunnerSet arc-runners/docs mounts /data/docker\nnode deskrun-control-plane has of the machine /nvme, /lib/modules',
      ],
    },
    new Cluster([dind]),
  ],
])('%s', (wrong, breaks, found, cluster) => check([wrong, breaks, found], cluster));

test.each<[string, Cluster, (cluster: Cluster) => void]>([
  [
    'runners that keep apart',
    new Cluster([dind]),
    ({ set, pod }) => {
      set.spec.maxRunners = 5;
      pod.affinity = {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }],
        },
      };
    },
  ],
  [
    'a shared directory that is only read',
    new Cluster([dind]),
    ({ set, pod }) => {
      set.spec.maxRunners = 5;
      for (const { volumeMounts } of pod.initContainers)
        for (const mount of volumeMounts as Manifest[]) mount.readOnly = true;
    },
  ],
  [
    'one directory on different nodes',
    new Cluster(pair({ nodeSelector: { desk: 'a' } }, { nodeSelector: { desk: 'b' } })),
    cluster => {
      cacheOf(cluster, 'web').hostPath.path = '/nvme/docker';
      cluster.objects.splice(cluster.objects.indexOf(cluster.one('Node')), 1);
    },
  ],
  [
    'a cache of a node that nobody looked into',
    new Cluster([dind]),
    cluster => {
      cacheOf(cluster, 'docs').hostPath.path = '/data/docker';
      cluster.host = { ...HOST, nodes: undefined };
    },
  ],
])('%s is fine', (_, cluster, change) => {
  change(cluster);
  expect(cluster.findings).toEqual([]);
});
