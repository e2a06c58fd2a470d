import { ContainerMode } from '../../src';
import { envOf, synthSet } from '../support/sets';

const runnerImage = 'example.com/runner:1';
const dind = (kubernetesVersion?: string) =>
  synthSet({ runnerImage, containerMode: ContainerMode.dind() }, { kubernetesVersion });

const shared = [
  { name: 'work', mountPath: '/home/runner/_work' },
  { name: 'dind-sock', mountPath: '/var/run' },
];
const daemon = {
  name: 'dind',
  image: 'docker:29.5.3-dind',
  args: ['dockerd', '--host=unix:///var/run/docker.sock', '--group=$(DOCKER_GROUP_GID)'],
  env: [{ name: 'DOCKER_GROUP_GID', value: '123' }],
  securityContext: { privileged: true },
  volumeMounts: [
    ...shared,
    { name: 'dind-externals', mountPath: '/home/runner/externals' },
    { name: 'dind-data', mountPath: '/var/lib/docker' },
  ],
};
const externals = {
  name: 'init-dind-externals',
  image: runnerImage,
  command: ['cp'],
  args: ['-r', '/home/runner/externals/.', '/home/runner/tmpDir/'],
  volumeMounts: [{ name: 'dind-externals', mountPath: '/home/runner/tmpDir' }],
};
const runner = {
  name: 'runner',
  image: runnerImage,
  command: ['/home/runner/run.sh'],
  env: [
    { name: 'DOCKER_HOST', value: 'unix:///var/run/docker.sock' },
    { name: 'RUNNER_WAIT_FOR_DOCKER_IN_SECONDS', value: '120' },
  ],
  volumeMounts: shared,
};
const pod = {
  serviceAccountName: 'docs-gha-rs-no-permission',
  restartPolicy: 'Never',
  volumes: [
    { name: 'dind-sock', emptyDir: {} },
    { name: 'dind-externals', emptyDir: {} },
    { name: 'work', emptyDir: {} },
    { name: 'dind-data', emptyDir: {} },
  ],
};

test('from Kubernetes 1.29 on the daemon is a sidecar that starts before the runner and ends after it', () => {
  expect(dind('1.29').pod).toEqual({
    ...pod,
    initContainers: [
      externals,
      {
        ...daemon,
        restartPolicy: 'Always',
        startupProbe: {
          exec: { command: ['docker', 'info'] },
          initialDelaySeconds: 0,
          failureThreshold: 24,
          periodSeconds: 5,
        },
      },
    ],
    containers: [runner],
  });
});

test('before Kubernetes 1.29 the daemon is a plain container', () => {
  expect(dind('1.28').pod).toEqual({ ...pod, initContainers: [externals], containers: [runner, daemon] });
});

test('a plain container has no restart policy and no startup probe, which older Kubernetes refuses or ignores', () => {
  const container = dind('1.28').container('dind');
  expect(container).not.toHaveProperty('restartPolicy');
  expect(container).not.toHaveProperty('startupProbe');
});

test('the daemon is a sidecar by default', () => {
  expect(dind().pod).toEqual(dind('1.36').pod);
  expect(dind().container('dind').restartPolicy).toBe('Always');
});

test('the sidecar and the plain container are the same daemon', () => {
  const { restartPolicy, startupProbe, ...sidecar } = dind('1.29').container('dind');
  expect(sidecar).toEqual(dind('1.28').container('dind'));
  expect([restartPolicy, startupProbe]).not.toContain(undefined);
});

test('the runner and the daemon share the socket and the workspace', () => {
  const set = dind();
  expect(set.container('dind').args).toContain(`--host=${envOf(set.runner).DOCKER_HOST as string}`);
  expect(set.container('dind').volumeMounts).toEqual(expect.arrayContaining(set.runner.volumeMounts));
});

test('the runner container is not privileged', () => {
  expect(dind().runner).not.toHaveProperty('securityContext');
});

test('there is no hook, because there are no job pods', () => {
  const set = dind();
  expect(set.set.scaleSets[0]?.effectiveJobPod()).toBeUndefined();
  expect(Object.keys(envOf(set.runner)).filter(name => name.startsWith('ACTIONS_RUNNER_'))).toEqual([]);
  expect(set.ofKind('ConfigMap')).toEqual([]);
});
