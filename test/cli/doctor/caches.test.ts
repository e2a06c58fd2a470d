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
        'up to 5 runners of docs may use the same directory of a node at the same time: /nvme/docker at ' +
          '/var/lib/docker',
        'AutoscalingRunnerSet arc-runners/docs has maxRunners: 5\na second Docker daemon on the directory does ' +
          'not start, and its jobs have no Docker (moby#42336)',
      ],
    },
    new Cluster([dind]),
  ],
  [
    'runners that share a Docker directory, without maxRunners',
    ({ set }) => {
      delete set.spec.maxRunners;
    },
    { 'cache-shared-by-runners': [/^up to any number of runners of docs/, /has no maxRunners$/m] },
    new Cluster([dind]),
  ],
  [
    'job pods that share Docker directories',
    ({ set, pod }) => {
      set.spec.maxRunners = 2;
      for (const container of pod.containers) container.volumeMounts = withoutCaches(container);
    },
    { 'cache-shared-by-runners': [/: \/nvme\/docker at \/var\/lib\/docker, \S+ at \/var\/lib\/containerd$/] },
    new Cluster([privileged]),
  ],
  [
    'two sets with one Docker directory',
    cluster => {
      cacheOf(cluster, 'web').hostPath.path = '/nvme/docker';
    },
    {
      'cache-shared-by-sets': [
        'web and docs use /nvme/docker on the same nodes, but only one runner may use it at a time',
        /web mounts \/nvme\/docker at \/var\/lib\/docker, and arc-runners\/docs mounts \/nvme\/docker at/,
      ],
    },
    new Cluster(pair()),
  ],
  [
    'a Docker directory inside another',
    cluster => {
      cacheOf(cluster, 'web').hostPath.path = '/nvme/docker/web/';
    },
    { 'cache-shared-by-sets': [/use \/nvme\/docker\/web on the same nodes/] },
    new Cluster(pair()),
  ],
  [
    'a Docker directory that another set mounts, too',
    cluster => {
      cacheOf(cluster, 'web').hostPath.path = '/nvme';
    },
    { 'cache-shared-by-sets': [/^docs and web use \/nvme\/docker on the same nodes/] },
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
        "jobs of docs write to the state directory of the node's own containerd",
        /mounts \/var\/lib\/containerd of the node at \/var\/lib\/containerd; nodes use containerd/,
      ],
    },
    new Cluster([privileged]),
  ],
  [
    'a cache that is not mounted into the kind node',
    cluster => {
      cacheOf(cluster, 'docs').hostPath.path = '/data/docker';
    },
    {
      'kind-cache-unmounted': [
        '/data/docker of docs is a directory inside the kind node, not of the host: the content is lost when the ' +
          'cluster is deleted',
        'AutoscalingRunnerSet arc-runners/docs mounts /data/docker\nNode deskrun-control-plane has these ' +
          'directories of the host: /nvme, /lib/modules',
      ],
    },
    new Cluster([dind]),
  ],
])('%s', (wrong, breaks, found, cluster) => check([wrong, breaks, found], cluster));

test.each<[string, Cluster, (cluster: Cluster) => void]>([
  [
    'runners with anti-affinity to each other',
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
    'a shared directory that is mounted read-only',
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
    'a cache of a node whose mounts are unknown',
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
