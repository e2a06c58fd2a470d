import { ContainerMode, NvmeCacheVolume } from '../../src';
import { NodeNamespace, onNode } from '../support/node-tier/node';
import { synthSet, type Manifest } from '../support/sets';

const NAMESPACE = 'dind';

let namespace: NodeNamespace;
let pod: Manifest;
beforeAll(async () => {
  namespace = await NodeNamespace.create(NAMESPACE);
  const containerMode = ContainerMode.dind({
    daemonArgs: ['--mtu=1400'],
    registryMirrors: ['http://mirror.example:5000'],
  });
  const set = synthSet(
    { name: 'dind', containerMode, caches: [NvmeCacheVolume.docker({ source: '/srv/dind' })] },
    { namespace: NAMESPACE },
  );
  pod = await namespace.runPodOf(set.manifests);
});
afterAll(() => namespace.delete());

const sh = (script: string, container = 'runner') => namespace.sh('dind', container, script);
const statusOf = (name: string): Manifest =>
  [...pod.status.initContainerStatuses, ...pod.status.containerStatuses].find(container => container.name === name);

test('the daemon has started before the runner', () => {
  const { started, state } = statusOf('dind');
  expect(started).toBe(true);
  expect(Date.parse(state.running.startedAt)).toBeLessThanOrEqual(
    Date.parse(statusOf('runner').state.running.startedAt),
  );
});

test('the daemon has the arguments and mirrors of the mode', async () => {
  expect(await sh('docker network inspect bridge --format "{{json .Options}}"')).toContain(
    '"com.docker.network.driver.mtu":"1400"',
  );
  expect(await sh('docker info --format "{{.RegistryConfig.Mirrors}}"')).toContain('http://mirror.example:5000/');
});

describe('the runner', () => {
  beforeAll(() => sh('cd /tmp; mkdir -p image; cp /bin/true image/; printf "FROM scratch\\nCOPY . /\\n" >Dockerfile'));

  test('builds an image and runs it, with a directory that runner and daemon share', async () => {
    await sh('mkdir -p _work/image; cp /usr/bin/busybox-static _work/image/sh 2>/dev/null || true');
    await sh('docker import /home/runner/stand-in/busybox.tar job');
    await sh('mkdir -p /home/runner/_work/docs; echo seen >/home/runner/_work/docs/file');
    expect(await sh('docker run --rm -v /home/runner/_work/docs:/mnt job cat /mnt/file')).toBe('seen');
    await sh(
      'cd /home/runner/_work; printf "FROM job\\nRUN echo built >/file\\n" >Dockerfile; docker build -t built .',
    );
    expect(await sh('docker run --rm built cat /file')).toBe('built');
  });

  test('has its programs in the containers of the daemon', async () => {
    expect(await sh('docker run --rm -v /home/runner/externals:/__e:ro job ls /__e/node20/bin')).toBe('node');
  });
});

test('the data of Docker is on the volume', () => {
  expect(onNode('ls', '/srv/dind')).toContain('overlay2');
});

test('the runner ends before the daemon', async () => {
  const before = Date.now();
  await namespace.kubectl('delete', 'pod', 'dind', '--wait=true', '--timeout=60s');
  expect(Date.now() - before).toBeLessThan(60_000);
});
