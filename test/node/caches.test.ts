import { ContainerMode, NvmeCacheVolume, type RunnerSetProps } from '../../src';
import { NodeNamespace, onNode } from '../support/node-tier/node';
import { synthSet, type SynthesizedSet } from '../support/sets';

const NAMESPACE = 'caches';

let namespace: NodeNamespace;
beforeAll(async () => {
  namespace = await NodeNamespace.create(NAMESPACE);
});
afterAll(() => namespace.delete());

function setOf(
  name: string,
  containerMode: ContainerMode,
  caches: RunnerSetProps['caches'],
  props: Partial<RunnerSetProps> = {},
): SynthesizedSet {
  return synthSet({ name, containerMode, caches, ...props }, { namespace: NAMESPACE });
}

/** Runs the runner pod of a set under a name and returns it. */
async function runnerOf(set: SynthesizedSet, pod = set.runnerSet.metadata.name as string): Promise<string> {
  const [runnerSet, others] = [set.runnerSet, set.manifests.filter(({ kind }) => kind !== 'AutoscalingRunnerSet')];
  await namespace.runPodOf([...others, { ...runnerSet, metadata: { ...runnerSet.metadata, name: pod } }]);
  return pod;
}

const sh = (pod: string, script: string, container = 'runner') => namespace.sh(pod, container, script);
const modeOnDisk = (path: string) => onNode('stat', '--format=%u:%g %a', path).trim();

const plain = ContainerMode.runner();
const privileged = ContainerMode.cachedPrivileged();

describe('a directory of the node', () => {
  test('that the kubelet creates is writable for the user of the steps', async () => {
    const pod = await runnerOf(
      setOf('owned', plain, [NvmeCacheVolume.path({ source: '/srv/owned', target: '/cache/owned' })]),
    );
    await sh(pod, 'touch /cache/owned/file');
    expect(modeOnDisk('/srv/owned')).toBe('1001:1001 2775');
    expect(modeOnDisk('/srv/owned/file')).toBe('1001:1001 644');
  });

  test('keeps its owner if steps run as root, and is writable', async () => {
    const pod = await runnerOf(
      setOf('rooted', privileged, [NvmeCacheVolume.path({ source: '/srv/rooted', target: '/cache/rooted' })]),
    );
    await sh(pod, 'touch /cache/rooted/file');
    expect(modeOnDisk('/srv/rooted')).toBe('0:0 755');
  });

  test('is the same for the next pod, and its content is not changed at the start', async () => {
    const set = setOf('warm', plain, [NvmeCacheVolume.named('npm', { source: '/srv/warm' })]);
    const first = await runnerOf(set, 'warm-1');
    await sh(first, 'echo kept >$npm_config_cache/file; chmod 600 $npm_config_cache/file');
    await namespace.deletePod(first);
    const second = await runnerOf(set, 'warm-2');
    expect(await sh(second, 'cat $npm_config_cache/file; stat --format=%a $npm_config_cache/file')).toBe('kept\n600');
  });

  test('is writable for three pods at once if it is shared', async () => {
    const set = setOf('shared', plain, [NvmeCacheVolume.named('go-build', { source: '/srv/shared' })]);
    const pods = await Promise.all(['shared-1', 'shared-2', 'shared-3'].map(name => runnerOf(set, name)));
    const write = 'for i in $(seq 100); do echo $HOSTNAME >$GOCACHE/$HOSTNAME-$i; echo line >>$GOCACHE/log; done';
    await Promise.all(pods.map(pod => sh(pod, write)));
    expect(await sh(pods[0] as string, 'ls $GOCACHE | wc -l; wc -l <$GOCACHE/log')).toBe('301\n300');
  });

  test('that is read-only is not writable, and must exist', async () => {
    const readOnly = NvmeCacheVolume.path({ source: '/srv/seed', target: '/seed', sharing: 'readOnly' });
    const set = setOf('seeded', privileged, [readOnly]);
    await namespace.createPodOf(set.manifests);
    await namespace.waitFor('the missing directory is reported', async () => {
      const events = await namespace.kubectl('get', 'events', '--field-selector=reason=FailedMount', '--output=json');
      return events.includes('hostPath type check failed: /srv/seed is not a directory') ? true : undefined;
    });
    onNode('sh', '-c', 'mkdir /srv/seed; echo seed >/srv/seed/file');
    const pod = await runnerOf(set);
    expect(await sh(pod, 'cat /seed/file')).toBe('seed');
    const { status, stderr } = await namespace.attempt(pod, 'runner', 'touch /seed/mine');
    expect(status).not.toBe(0);
    expect(stderr).toContain('Read-only file system');
  });

  test('is a different one for each pod with perRunner', async () => {
    const cache = NvmeCacheVolume.path({ source: '/srv/per-runner', target: '/cache/own', perRunner: true });
    const set = setOf('apart', plain, [cache]);
    const pods = await Promise.all(['apart-1', 'apart-2'].map(name => runnerOf(set, name)));
    for (const pod of pods) await sh(pod, 'touch /cache/own/$HOSTNAME');
    expect(onNode('sh', '-c', 'cd /srv/per-runner; ls *').trim()).toBe('apart-1:\napart-1\n\napart-2:\napart-2');
    expect(modeOnDisk('/srv/per-runner/apart-1')).toBe('1001:1001 2775');
  });
});

test('a pod with an emptyDir over its limit is evicted, with the reason in its status', async () => {
  const cache = NvmeCacheVolume.path({ source: '', target: '/scratch', sizeLimit: '1Mi' });
  const pod = await runnerOf(setOf('limited', plain, [cache]));
  await sh(pod, 'dd if=/dev/zero of=/scratch/file bs=1M count=8 2>/dev/null');
  await namespace.waitFor('the pod has ended', async () => {
    const { status } = await namespace.pod(pod);
    return status.phase === 'Running' ? undefined : true;
  });
  // This pod exits with code 0 when it is stopped, so that its status has no reason.
  expect(await namespace.kubectl('get', 'events', '--field-selector=reason=Evicted', '--output=json')).toContain(
    'Usage of EmptyDir volume \\"cache-0\\" exceeds the limit \\"1Mi\\"',
  );
});

test('a local volume is bound to the node of its pod, and is the same for the next pod', async () => {
  onNode('mkdir', '-p', '/srv/local');
  const cache = NvmeCacheVolume.path({
    source: '/srv/local',
    target: '/cache/local',
    local: { nodes: ['node1'], capacity: '1Gi' },
  });
  const set = setOf('claimed', plain, [cache]);
  const first = await runnerOf(set, 'claimed-1');
  await sh(first, 'echo kept >/cache/local/file');
  await namespace.deletePod(first);
  expect(await sh(await runnerOf(set, 'claimed-2'), 'cat /cache/local/file')).toBe('kept');
  expect(modeOnDisk('/srv/local')).toBe('1001:1001 2775');
});

describe('the directory of Docker', () => {
  const docker = () => setOf('docker', privileged, [NvmeCacheVolume.docker({ source: '/srv/docker' })]);
  const DAEMON =
    'nohup dockerd >/tmp/dockerd.log 2>&1 & i=0; until docker info >/dev/null 2>&1; do i=$((i+1)); [ $i ' +
    '-lt 60 ]; sleep 0.5; done';

  test('has images, layers and the build cache for the next pod', async () => {
    const first = await runnerOf(docker(), 'docker-1');
    await sh(first, DAEMON);
    const build = [
      'mkdir -p /tmp/b; cd /tmp/b; cp /bin/busybox-static . 2>/dev/null || cp $(which true) true',
      'printf "FROM scratch\\nCOPY . /\\nLABEL a=b\\n" >Dockerfile',
      'docker build -t built . 2>&1',
    ].join('; ');
    expect(await sh(first, build)).not.toContain('CACHED');
    await namespace.deletePod(first);
    const second = await runnerOf(docker(), 'docker-2');
    await sh(second, DAEMON);
    expect(await sh(second, 'docker images --format "{{.Repository}}"')).toBe('built');
    expect(await sh(second, build)).toContain('CACHED');
  });

  test('can be used by one daemon: a second one does not start, and its job has no Docker', async () => {
    const third = await runnerOf(docker(), 'docker-3');
    const { status } = await namespace.attempt(third, 'runner', DAEMON);
    expect(status).not.toBe(0);
    expect(await sh(third, 'cat /tmp/dockerd.log')).toMatch(/boltdb|database: timeout|timeout waiting for containerd/);
    expect(await sh('docker-2', 'docker images --format "{{.Repository}}"')).toBe('built');
  });
});
