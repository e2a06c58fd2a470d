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
  beforeAll(() => sh('docker import /home/runner/stand-in/busybox.tar job'));

  test('builds an image and runs it, with a directory that runner and daemon share', async () => {
    await sh('mkdir -p /home/runner/_work/docs; echo seen >/home/runner/_work/docs/file');
    expect(await sh('docker run --rm -v /home/runner/_work/docs:/mnt job cat /mnt/file')).toBe('seen');
    await sh(
      'cd /home/runner/_work; printf "FROM job\\nRUN echo built >/file\\n" >Dockerfile; docker build -t built .',
    );
    expect(await sh('docker run --rm built cat /file')).toBe('built');
  });

  test('has the MTU of the daemon in its containers, also in networks that jobs create', async () => {
    await sh('docker network create jobs');
    for (const network of ['bridge', 'jobs'])
      expect(await sh(`docker run --rm --network ${network} job cat /sys/class/net/eth0/mtu`)).toBe('1400');
  });

  test('has its programs in the containers of the daemon', async () => {
    expect(await sh('docker run --rm -v /home/runner/externals:/__e:ro job ls /__e/node20/bin')).toBe('node');
  });
});

test('the data of Docker is on the volume', () => {
  expect(onNode('ls', '/srv/dind')).toContain('overlay2');
});

test('a runner that is stopped can use Docker until it has ended', async () => {
  const script =
    "trap 'sleep 3; docker info --format {{.Driver}} >/stopped/said 2>&1; exit' TERM; touch /tmp/up; " +
    'sleep infinity & wait';
  const set = synthSet(
    {
      name: 'stopped',
      containerMode: ContainerMode.dind(),
      template: {
        spec: {
          containers: [
            {
              name: 'runner',
              command: ['/bin/bash', '-c', script],
              readinessProbe: { exec: { command: ['test', '-e', '/tmp/up'] }, periodSeconds: 1 },
              volumeMounts: [{ name: 'said', mountPath: '/stopped' }],
            },
          ],
          volumes: [{ name: 'said', hostPath: { path: '/srv/stopped', type: 'Directory' } }],
        },
      },
    },
    { namespace: NAMESPACE },
  );
  onNode('mkdir', '--mode=777', '/srv/stopped');
  await namespace.runPodOf(set.manifests);
  await namespace.deletePod('stopped');
  expect(onNode('cat', '/srv/stopped/said')).toBe('overlay2\n');
});
