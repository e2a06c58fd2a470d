import { ContainerMode, NvmeCacheVolume, type RunnerSetProps } from '../../../src';
import { everyMode } from '../../support/modes';
import { Cluster } from './cluster';

test('a cluster with synthesized runner sets has no findings', () => {
  expect(new Cluster().findings).toEqual([]);
});

test.each(Object.entries(everyMode))('nothing is wrong with a set of mode %s', (_, containerMode) => {
  expect(new Cluster([{ containerMode, jobPod: undefined }]).findings).toEqual([]);
});

test.each<[string, Partial<RunnerSetProps>]>([
  [
    'instances with a Docker directory each',
    {
      containerMode: ContainerMode.cachedPrivileged(),
      instances: 3,
      maxRunners: 1,
      caches: [NvmeCacheVolume.docker({ source: '/nvme/docker' })],
    },
  ],
  [
    'a Docker directory for each pod',
    {
      containerMode: everyMode.dind,
      jobPod: undefined,
      caches: [NvmeCacheVolume.docker({ source: '/nvme/docker', perRunner: true })],
    },
  ],
  ['a network policy', { networkPolicy: { apiServer: '10.96.0.1/32' } }],
])('nothing is wrong with %s', (_, set) => {
  expect(new Cluster([set]).findings).toEqual([]);
});

test('a cluster without ARC has no findings', () => {
  const cluster = new Cluster([]);
  cluster.objects.splice(0);
  expect(cluster.findings).toEqual([]);
});
