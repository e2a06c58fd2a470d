import { baseJobPod, fsInit, serviceName, type JobContainer, type JobRequest } from '../../src/hooks/job-pod';

const job: JobRequest = {
  runnerPod: 'docs-abcde-runner-fghij',
  runnerImage: 'runner:1',
  workspace: 'docs/docs',
  image: 'node:22',
  services: ['ghcr.io/library/redis:7', 'postgres'],
};

describe.each(['0.7.0', '0.8.1'] as const)('the job pod of hook %s without an extension', version => {
  const pod = baseJobPod(version, job);

  test('is named after its runner', () => {
    expect(pod.metadata.name).toBe('docs-abcde-runner-fghij-workflow');
  });

  test('has a name of at most 63 characters, with the first 54 of the runner name', () => {
    const { metadata } = baseJobPod(version, { ...job, runnerPod: 'a'.repeat(54) + 'b' });
    expect(metadata.name).toBe(`${'a'.repeat(54)}-workflow`);
    expect(metadata.name).toHaveLength(63);
  });

  test('has a label with the full name of its runner', () => {
    const runnerPod = 'a'.repeat(60);
    expect(baseJobPod(version, { ...job, runnerPod }).metadata.labels).toEqual({ 'runner-pod': runnerPod });
  });

  test('is not restarted', () => {
    expect(pod.spec.restartPolicy).toBe('Never');
  });

  test('has the job container first, then one for each service, named after the last segment of its image', () => {
    expect(pod.spec.containers.map(({ name, image }) => [name, image])).toEqual([
      ['job', 'node:22'],
      ['redis', 'ghcr.io/library/redis:7'],
      ['postgres', 'postgres'],
    ]);
  });

  test('keeps the job container running between steps', () => {
    expect(pod.spec.containers[0]).toMatchObject({ command: ['tail'], args: ['-f', '/dev/null'] });
  });

  test('starts the job in the directory of the repository', () => {
    expect(pod.spec.containers[0]?.workingDir).toBe('/__w/docs/docs');
  });

  test('sets CI and GITHUB_ACTIONS', () => {
    expect(pod.spec.containers[0]?.env).toEqual([
      { name: 'GITHUB_ACTIONS', value: 'true' },
      { name: 'CI', value: 'true' },
    ]);
  });

  test('is a new object at each call', () => {
    pod.spec.containers[0]?.volumeMounts?.push({ name: 'x', mountPath: '/x' });
    expect(baseJobPod(version, job).spec.containers[0]?.volumeMounts).not.toContainEqual({
      name: 'x',
      mountPath: '/x',
    });
  });
});

describe('the job pod of hook 0.7.0', () => {
  const { spec } = baseJobPod('0.7.0', job);

  test('shares one claim with its runner', () => {
    expect(spec.volumes).toEqual([
      { name: 'work', persistentVolumeClaim: { claimName: 'docs-abcde-runner-fghij-work' } },
    ]);
  });

  test("mounts the workspace, the runner's externals and the job's files in the job container", () => {
    expect(spec.containers[0]?.volumeMounts).toEqual([
      { name: 'work', mountPath: '/__w' },
      { name: 'work', mountPath: '/__e', subPath: 'externals' },
      { name: 'work', mountPath: '/github/home', subPath: '_temp/_github_home' },
      { name: 'work', mountPath: '/github/workflow', subPath: '_temp/_github_workflow' },
    ]);
  });

  test('mounts only the workspace in services', () => {
    expect(spec.containers[1]?.volumeMounts).toEqual([{ name: 'work', mountPath: '/__w' }]);
  });

  test('is pinned to the node of its runner, with a placeholder for its name', () => {
    expect(spec.nodeName).toBe('<node of the runner pod>');
  });

  test('has no init containers and no securityContext', () => {
    expect(spec).not.toHaveProperty('initContainers');
    expect(spec).not.toHaveProperty('securityContext');
  });
});

describe('the job pod of hook 0.8.1', () => {
  const { spec } = baseJobPod('0.8.1', job);
  const mounts = [
    { name: 'externals', mountPath: '/__e' },
    { name: 'work', mountPath: '/__w' },
    { name: 'github', mountPath: '/github' },
  ];

  test('has three emptyDir volumes', () => {
    expect(spec.volumes).toEqual([
      { name: 'externals', emptyDir: {} },
      { name: 'github', emptyDir: {} },
      { name: 'work', emptyDir: {} },
    ]);
  });

  test('mounts all three in the job container and in every service', () => {
    expect(spec.containers.map(({ volumeMounts }) => volumeMounts)).toEqual([mounts, mounts, mounts]);
  });

  test('can run on any node', () => {
    expect(spec).not.toHaveProperty('nodeName');
  });

  test("gives its volumes to the runner's group", () => {
    expect(spec.securityContext).toEqual({ fsGroup: 1001 });
  });

  test('is filled by fs-init, from the image of the runner', () => {
    expect(spec.initContainers).toEqual([fsInit('runner:1', 'docs/docs')]);
  });
});

describe('fs-init', () => {
  const container = fsInit('runner:1');

  test('comes from the image of the runner, as its user', () => {
    expect(container).toMatchObject({
      name: 'fs-init',
      image: 'runner:1',
      securityContext: { runAsUser: 1001, runAsGroup: 1001 },
    });
  });

  test('mounts all three volumes below /mnt', () => {
    expect(container.volumeMounts).toEqual([
      { name: 'externals', mountPath: '/mnt/externals' },
      { name: 'work', mountPath: '/mnt/work' },
      { name: 'github', mountPath: '/mnt/github' },
    ]);
  });

  const script = ({ command }: JobContainer) => (command as string[])[2] ?? '';

  test("moves the runner's externals into the volume", () => {
    expect(script(container)).toBe(
      'mkdir -p /mnt/externals && mkdir -p /mnt/work && mkdir -p /mnt/github && ' +
        'mv /home/runner/externals/* /mnt/externals/',
    );
  });

  test('creates the directory of the repository when a workspace is given', () => {
    expect(script(fsInit('runner:1', 'docs/docs'))).toBe(`${script(container)} && mkdir -p /mnt/work/docs/docs`);
  });

  test('runs no chmod: the volumes belong to root, and it runs as the user of the runner', () => {
    expect(script(container)).not.toContain('chmod');
  });
});

test.each([
  ['redis', 'redis'],
  ['redis:7.2', 'redis'],
  ['ghcr.io/a/b/redis:7', 'redis'],
  ['localhost:5000/redis', 'redis'],
  ['localhost:5000/redis:7', 'redis'],
])('the service of image %s is called %s', (image, name) => {
  expect(serviceName(image)).toBe(name);
});
