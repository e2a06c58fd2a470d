import { ContainerMode, NvmeCacheVolume } from '../../src';
import { arcBuild } from '../support/arc-build';
import { NodeArc } from '../support/node-tier/arc';
import { onNode } from '../support/node-tier/node';
import { JOB_IMAGE, SERVICE_IMAGE, USER_JOB_IMAGE } from '../support/node-tier/setup';

const NAMESPACE = 'arc-runners';

// An older controller drops the field that makes an init container a sidecar.
const around = arcBuild().isOlder ? { kubernetesVersion: '1.28' as const } : {};

let arc: NodeArc;
beforeAll(async () => {
  arc = await NodeArc.start(NAMESPACE);
});
afterAll(() => arc.stop());

/** Fails until the service beside a job answers. */
const askService = (host: string) =>
  `i=0; until wget -q -O - http://${host}:8080/hello; do i=$((i+1)); [ $i -lt 50 ]; sleep 0.1; done`;

test('the controller runs as a pod of its Deployment', async () => {
  await arc.controllers.kubectl('wait', 'deployment', '--all', '--for=condition=Available', '--timeout=90s');
});

describe('a job in a set of mode runner', () => {
  test('runs in the runner, whose pod ends with it, and the next job gets another runner', async () => {
    const set = await arc.apply(arc.set('plain', { containerMode: ContainerMode.runner() }));
    const first = await arc.workflows.run(set, { steps: ['id -u', 'pwd', 'hostname'] });
    expect(first).toMatchObject({
      result: 'succeeded',
      steps: [
        { code: 0, log: '1001\n' },
        { code: 0, log: '/home/runner/_work/docs/docs\n' },
        { code: 0, log: `${first.runner}\n` },
      ],
    });
    const second = await arc.workflows.run(set, { steps: ['true'] });
    expect(second.result).toBe('succeeded');
    expect(second.runner).not.toBe(first.runner);
    await arc.runners.waitFor('the runners are gone', async () =>
      (await arc.runnersOf(set)).length === 0 ? true : undefined,
    );
  });

  test('ends at a failed step', async () => {
    const set = await arc.apply(arc.set('failing', { containerMode: ContainerMode.runner() }));
    const { result, steps } = await arc.workflows.run(set, { steps: ['echo before', 'exit 3', 'echo after'] });
    expect(result).toBe('failed');
    expect(steps).toEqual([
      { code: 0, log: 'before\n' },
      { code: 3, log: '' },
    ]);
  });
});

describe('a job in a set of mode kubernetes-novolume', () => {
  let set: string;
  beforeAll(async () => {
    set = await arc.apply(arc.set('novolume', { containerMode: ContainerMode.kubernetesNoVolume() }));
  });

  test('runs in its own pod, in the directory of the repository', async () => {
    const { result, steps, log } = await arc.workflows.run(set, {
      container: { image: JOB_IMAGE, env: { COLOR: 'red' } },
      steps: ['hostname', 'pwd; id -u; echo $COLOR $CI', 'echo kept >file', 'cat file'],
    });
    expect({ result, log }).toEqual({ result: 'succeeded', log: '' });
    expect(steps[0]?.log).toMatch(/^novolume-\w+-runner-\w+-workflow\n$/);
    expect(steps[1]?.log).toBe('/__w/docs/docs\n0\nred true\n');
    expect(steps[3]?.log).toBe('kept\n');
  });

  test('fails without a container', async () => {
    const { result, log } = await arc.workflows.run(set, { steps: ['true'] });
    expect(result).toBe('failed');
    expect(log).toContain('jobs without a job container are forbidden');
  });

  test('ends at a failed step, and its pod is deleted', async () => {
    const { result, steps, runner } = await arc.workflows.run(set, {
      container: { image: JOB_IMAGE },
      steps: ['exit 3', 'true'],
    });
    expect(result).toBe('failed');
    expect(steps).toHaveLength(1);
    await arc.untilGone(runner);
  });

  test('has its service containers in the same pod', async () => {
    const { result, steps, log } = await arc.workflows.run(set, {
      container: { image: JOB_IMAGE },
      services: [SERVICE_IMAGE],
      steps: [askService('localhost')],
    });
    expect({ result, log }).toEqual({ result: 'succeeded', log: '' });
    expect(steps[0]?.log).toContain('hello from the service');
  });
});

describe('a job in a set of mode cached-privileged-kubernetes', () => {
  let set: string;
  beforeAll(async () => {
    set = await arc.apply(
      arc.set('privileged', { containerMode: ContainerMode.cachedPrivileged({ glibcShims: false }) }),
    );
  });

  test('runs as root, in the runner without container, and in its own pod with container', async () => {
    const inRunner = await arc.workflows.run(set, { steps: ['hostname; id -u'] });
    expect(inRunner.steps[0]?.log).toBe(`${inRunner.runner}\n0\n`);
    const inPod = await arc.workflows.run(set, {
      container: { image: JOB_IMAGE },
      services: [SERVICE_IMAGE],
      steps: ['hostname; id -u', askService('localhost')],
    });
    expect(inPod).toMatchObject({ result: 'succeeded', log: '' });
    expect(inPod.steps[0]?.log).toBe(`${inPod.runner}-workflow\n0\n`);
  });
});

describe('a job in a set of mode dind', () => {
  let set: string;
  beforeAll(async () => {
    set = await arc.apply(arc.set('dind', { containerMode: ContainerMode.dind() }, around));
  });

  test('runs in the runner without container', async () => {
    const inRunner = await arc.workflows.run(set, { steps: ['id -u; docker info --format "{{.ServerVersion}}"'] });
    expect(inRunner).toMatchObject({ result: 'succeeded', log: '' });
    expect(inRunner.steps[0]?.log).toMatch(/^1001\n\d+\.\d+\.\S+\n$/);
  });

  test('runs in a container of the daemon with container, in a network with its services', async () => {
    const serve = 'mkdir /www; echo hello >/www/hello; exec httpd -f -p 8080 -h /www';
    const { result, steps, log } = await arc.workflows.run(set, {
      container: { image: 'job', env: { COLOR: 'red' } },
      services: ['web'],
      before: [
        'docker import /home/runner/stand-in/busybox.tar job',
        `docker import --change 'CMD ["/bin/sh", "-c", "${serve}"]' /home/runner/stand-in/busybox.tar web`,
      ].join('\n'),
      steps: ['pwd; id -u; echo $COLOR; hostname', askService('web'), 'exit 3'],
    });
    expect({ result, log }).toEqual({ result: 'failed', log: '' });
    expect(steps[0]?.log).toMatch(/^\/__w\/docs\/docs\n0\nred\n[0-9a-f]{12}\n$/);
    expect(steps[1]).toEqual({ code: 0, log: 'hello\n' });
    expect(steps[2]?.code).toBe(3);
  });
});

describe('a job in a set of mode kubernetes', () => {
  let set: string;
  beforeAll(async () => {
    await arc.runners.makeLocalVolumes('arc-work', 5);
    const containerMode = ContainerMode.kubernetes({ workVolumeClaim: { storageClassName: 'arc-work' } });
    const caches = [NvmeCacheVolume.named('npm', { source: '/srv/arc-npm' })];
    set = await arc.apply(arc.set('volume', { containerMode, caches, maxRunners: 1 }));
  });

  test('runs in a pod that shares the work volume, and writes a cache as the user of its image', async () => {
    const { result, steps, log, runner } = await arc.workflows.run(set, {
      container: { image: USER_JOB_IMAGE },
      steps: ['hostname; pwd; id -u', 'touch $npm_config_cache/file'],
    });
    expect({ result, log }).toEqual({ result: 'succeeded', log: '' });
    expect(steps[0]?.log).toBe(`${runner}-workflow\n/__w/docs/docs\n1234\n`);
    expect(onNode('stat', '--format=%u:%g', '/srv/arc-npm/file').trim()).toBe('1234:1001');
  });

  test('has its services in the same pod, and ends at the step that fails', async () => {
    const { result, steps, runner } = await arc.workflows.run(set, {
      container: { image: JOB_IMAGE },
      services: [SERVICE_IMAGE],
      steps: [askService('localhost'), 'exit 3', 'true'],
    });
    expect(result).toBe('failed');
    expect(steps).toEqual([
      { code: 0, log: 'hello from the service\n' },
      { code: 1, log: expect.anything() },
    ]);
    await arc.untilGone(runner);
  });

  test('fails without a container', async () => {
    const { result, log } = await arc.workflows.run(set, { steps: ['true'] });
    expect(result).toBe('failed');
    expect(log).toContain('jobs without a job container are forbidden');
  });
});

test('a job pod of kubernetes-novolume writes a cache as the user of its image', async () => {
  const caches = [NvmeCacheVolume.named('npm', { source: '/srv/arc-copied-npm' })];
  const set = await arc.apply(arc.set('copied', { containerMode: ContainerMode.kubernetesNoVolume(), caches }));
  const { result, log } = await arc.workflows.run(set, {
    container: { image: USER_JOB_IMAGE },
    steps: ['touch $npm_config_cache/file; touch file'],
  });
  expect({ result, log }).toEqual({ result: 'succeeded', log: '' });
  expect(onNode('stat', '--format=%u:%g', '/srv/arc-copied-npm/file').trim()).toBe('1234:1001');
});

test('with glibcShims, the Node.js of the runner starts in a job image without a C library', async () => {
  const containerMode = ContainerMode.cachedPrivileged({ glibcShims: true });
  const set = await arc.apply(arc.set('shims', { containerMode }));
  const { result, steps, log } = await arc.workflows.run(set, {
    container: { image: JOB_IMAGE },
    steps: ['/__e/node20/bin/node --print 6*7'],
  });
  expect({ result, log }).toEqual({ result: 'succeeded', log: '' });
  expect(steps[0]?.log).toBe('42\n');
});
