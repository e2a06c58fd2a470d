import { ContainerMode } from '../../src';
import { envOf, synthSet } from '../support/sets';

const runnerImage = 'example.com/runner:1';
const privileged = () => synthSet({ runnerImage, containerMode: ContainerMode.cachedPrivileged() });

const capabilities = [
  'SYS_ADMIN',
  'NET_ADMIN',
  'SYS_PTRACE',
  'SYS_CHROOT',
  'SETFCAP',
  'SETPCAP',
  'NET_RAW',
  'IPC_LOCK',
  'SYS_RESOURCE',
  'MKNOD',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
];
const securityContext = {
  privileged: true,
  allowPrivilegeEscalation: true,
  readOnlyRootFilesystem: false,
  runAsNonRoot: false,
  runAsUser: 0,
  runAsGroup: 0,
  capabilities: { add: capabilities },
};

test('the runner pod runs steps as root, and the hook runs jobs with a container', () => {
  expect(privileged().pod).toEqual({
    serviceAccountName: 'docs-gha-rs-kube-mode',
    restartPolicy: 'Never',
    containers: [
      {
        name: 'runner',
        image: runnerImage,
        command: ['/home/runner/run.sh'],
        env: [
          { name: 'ACTIONS_RUNNER_CONTAINER_HOOKS', value: '/home/runner/k8s-novolume/index.js' },
          { name: 'ACTIONS_RUNNER_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: 'false' },
          { name: 'ACTIONS_RUNNER_IMAGE', value: runnerImage },
          { name: 'ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE', value: '/etc/hooks/content' },
          { name: 'RUNNER_ALLOW_RUNASROOT', value: '1' },
          { name: 'SYSTEMD_IGNORE_CHROOT', value: '1' },
        ],
        securityContext,
        volumeMounts: [{ name: 'hook-extension', mountPath: '/etc/hooks', readOnly: true }],
      },
    ],
    volumes: [{ name: 'hook-extension', configMap: { name: 'docs-gha-rs-hook-extension' } }],
  });
});

test('the hook extension gives job pods the same privileges, and nothing else', () => {
  expect(privileged().extension).toEqual({
    spec: { containers: [{ name: '$job', env: [{ name: 'SYSTEMD_IGNORE_CHROOT', value: '1' }], securityContext }] },
  });
});

test('the ConfigMap has the extension under the key that an env variable of the runner names', () => {
  const set = privileged();
  const file = envOf(set.runner).ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE as string;
  expect(Object.keys(set.one('ConfigMap').data)).toEqual([file.replace('/etc/hooks/', '')]);
});

test('the job pod keeps what the hook sets', () => {
  const { spec } = privileged().jobPod;
  expect(spec.securityContext).toEqual({ fsGroup: 1001 });
  expect(spec.initContainers).toMatchObject([{ name: 'fs-init' }]);
  expect(spec.volumes.map(({ name }) => name)).toEqual(['externals', 'github', 'work']);
});

test('the job container has the image of the workflow and the privileges of the mode', () => {
  const { job } = privileged();
  expect(job.image).toBe('<image of the job>');
  expect(job.securityContext).toEqual(securityContext);
});

describe('by default', () => {
  test.each(['hostPID', 'hostIPC', 'hostNetwork', 'hostUsers', 'shareProcessNamespace'])(
    'neither pod shares %s with the node',
    field => {
      const set = privileged();
      expect(set.pod).not.toHaveProperty(field);
      expect(set.jobPod.spec).not.toHaveProperty(field);
    },
  );

  test('neither pod mounts a host path', () => {
    const set = privileged();
    const volumes = [...set.pod.volumes, ...set.jobPod.spec.volumes];
    expect(volumes.filter(volume => 'hostPath' in volume)).toEqual([]);
  });

  test('no mount hides a file of the job image', () => {
    expect(privileged().job.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/__e', '/__w', '/github']);
  });
});
