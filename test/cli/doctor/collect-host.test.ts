import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../../src/cli/doctor/collect';
import { hostFacts } from '../../../src/cli/doctor/collect-host';
import { temporaryFolder } from '../../support/folders';
import { Cluster } from './cluster';

const CONTAINER = { Name: '/deskrun-control-plane', Mounts: [{ Type: 'bind', Source: '/nvme', Destination: '/nvme/cache' }, { Type: 'volume', Source: '/var/lib/docker/volumes/x/_data', Destination: '/var' }] };
const docker = (answer: Partial<Answer>) => () => Promise.resolve({ code: 0, stdout: JSON.stringify([CONTAINER]), stderr: '', ...answer });
const { facts } = new Cluster();

/** A machine with these files. */
function machine(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

test('what the machine says', async () => {
  const root = machine({ 'proc/sys/fs/inotify/max_user_instances': '128\n', 'proc/sys/fs/inotify/max_user_watches': '65536\n', 'sys/fs/cgroup/cgroup.controllers': 'cpu', 'nvme/x': '' });
  expect(await hostFacts(docker({}), facts, root)).toEqual({
    inotify: { instances: 128, watches: 65536 },
    cgroupVersion: 2,
    nodes: [{ name: 'deskrun-control-plane', mounts: [{ source: '/nvme', destination: '/nvme/cache' }] }],
    disks: [{ path: '/nvme', freeBytes: expect.any(Number), sizeBytes: expect.any(Number) }],
  });
});

test('a machine with cgroup v1', async () => {
  expect(await hostFacts(docker({}), facts, machine({ 'sys/fs/cgroup/memory/tasks': '' }))).toMatchObject({ cgroupVersion: 1 });
});

test('a machine of another system says only what Docker does', async () => {
  expect(await hostFacts(docker({}), facts, machine({}))).toEqual({ nodes: [expect.anything()], disks: [], inotify: undefined, cgroupVersion: undefined });
});

test.each<[string, Parameters<typeof hostFacts>[0]]>([
  ['whose Docker knows no such containers', docker({ code: 1, stdout: '[]' })],
  ['without Docker', () => Promise.reject(new Error('docker is not on PATH'))],
])('a machine %s is not the cluster\'s', async (_, ask) => {
  expect(await hostFacts(ask, facts, '/')).toBeUndefined();
});

test('of a cluster that is not kind\'s, Docker is not asked', async () => {
  const cluster = new Cluster();
  cluster.one('Node').spec.providerID = 'aws:///eu-west-1a/i-0123';
  const ask = jest.fn();
  expect(await hostFacts(ask, cluster.facts)).toBeUndefined();
  expect(ask).not.toHaveBeenCalled();
});
