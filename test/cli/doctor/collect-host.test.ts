import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { hostFacts } from '../../../src/cli/doctor/collect-host';
import { Docker } from '../../../src/cli/kind/docker';
import { Host } from '../../../src/cli/kind/host';
import { temporaryFolder } from '../../support/folders';
import { Cluster } from './cluster';

const MOUNTS = [
  { Type: 'bind', Source: '/nvme', Destination: '/nvme', RW: true },
  { Type: 'bind', Source: '/lib/modules', Destination: '/lib/modules', RW: false },
  { Type: 'volume', Source: '/var/lib/docker/volumes/x', Destination: '/var', RW: true },
];
const INFO = { ServerVersion: '29.1', Name: 'desk', CgroupVersion: '2', DockerRootDir: '/docker' };
const NODES = [
  {
    name: 'deskrun-control-plane',
    mounts: [
      { hostPath: '/nvme', containerPath: '/nvme', readOnly: false },
      { hostPath: '/lib/modules', containerPath: '/lib/modules', readOnly: true },
    ],
  },
];

/** A docker with these fields of `docker info`, and with a container for the node of the cluster by default. */
function docker(info: Partial<typeof INFO> = {}, knowsNode = true): Docker {
  const folder = temporaryFolder();
  const program = join(folder, 'docker');
  writeFileSync(
    program,
    `#!/bin/sh
case "$1" in
  info) echo '${JSON.stringify({ ...INFO, ...info })}' ;;
  inspect) ${knowsNode ? `echo '${JSON.stringify(MOUNTS)}'` : 'echo "no such container" >&2; exit 1'} ;;
esac
`,
  );
  chmodSync(program, 0o755);
  return dockerAt(folder);
}

function dockerAt(folder: string): Docker {
  return new Docker({
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    cwd: folder,
    env: { PATH: folder },
    signal: new AbortController().signal,
  });
}

/** The machine `desk`, with these files. */
function machine(files: Readonly<Record<string, string>> = {}): Host {
  const root = temporaryFolder();
  for (const [file, text] of Object.entries({
    'proc/sys/fs/inotify/max_user_instances': '128\n',
    'proc/sys/fs/inotify/max_user_watches': '65536\n',
    'nvme/x': '',
    ...files,
  })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return new Host(root, 'desk');
}

test('the mounts, limits and disks of the host are read', async () => {
  expect(await hostFacts(docker(), machine(), new Cluster().facts)).toEqual({
    inotify: { 'fs.inotify.max_user_instances': 128, 'fs.inotify.max_user_watches': 65536 },
    cgroupVersion: 2,
    nodes: NODES,
    disks: [
      { path: '/docker', freeBytes: expect.any(Number) },
      { path: '/nvme', freeBytes: expect.any(Number) },
    ],
  });
});

test('a machine with cgroup v1', async () => {
  expect(await hostFacts(docker({ CgroupVersion: '1' }), machine(), new Cluster().facts)).toMatchObject({
    cgroupVersion: 1,
  });
});

test('limits and disks are not read where Docker runs on another machine', async () => {
  expect(await hostFacts(docker({ Name: 'rack' }), machine(), new Cluster().facts)).toEqual({
    cgroupVersion: 2,
    nodes: NODES,
  });
});

test.each<[string, () => Docker]>([
  ['whose Docker has no container with the name of a node', () => docker({}, false)],
  ['without Docker', () => dockerAt(temporaryFolder())],
])('a machine %s gives no facts', async (_, make) => {
  expect(await hostFacts(make(), machine(), new Cluster().facts)).toBeUndefined();
});

test('no host is read for a cluster that kind did not create', async () => {
  const cluster = new Cluster();
  cluster.one('Node').spec.providerID = 'aws:///eu-west-1a/i-0123';
  expect(await hostFacts(docker(), machine(), cluster.facts)).toBeUndefined();
});
