import { ContainerMode, NvmeCacheVolume, type RunnerSetProps } from '../../src';
import { NodeNamespace, onNode } from '../support/node-tier/node';
import { containerOf, envOf, synthSet, type PodManifest } from '../support/sets';

const NAMESPACE = 'modes';

let namespace: NodeNamespace;
beforeAll(async () => {
  namespace = await NodeNamespace.create(NAMESPACE);
});
afterAll(() => namespace.delete());

/** Runs the runner pod of a set and returns its name. */
async function runnerOf(
  name: string,
  containerMode: ContainerMode,
  props: Partial<RunnerSetProps> = {},
): Promise<string> {
  const { manifests } = synthSet({ name, containerMode, ...props }, { namespace: NAMESPACE });
  return (await namespace.runPodOf(manifests)).metadata.name;
}

/** The user and groups of a container's processes. */
function identity(pod: string, container = 'runner'): Promise<string> {
  return namespace.sh(pod, container, 'echo $(id -u) $(id -g) $(id -G)');
}

/** The effective capabilities of a container's processes, as a mask. */
async function capabilities(pod: string, container = 'runner'): Promise<bigint> {
  return BigInt(`0x${await namespace.sh(pod, container, "sed -n 's/^CapEff:\\t//p' /proc/self/status")}`);
}

/** Compares the variables and mounts of a running container with those of its manifest. */
async function expectAsWritten(pod: string, container = 'runner'): Promise<void> {
  const { spec } = await namespace.pod(pod);
  const written = containerOf(spec as PodManifest, container);
  const variables = (await namespace.sh(pod, container, 'env')).split('\n');
  // The only variable with another source is the name of the pod.
  for (const [name, value] of Object.entries(envOf(written)))
    expect(variables).toContain(`${name}=${typeof value === 'string' ? value : pod}`);
  const mountPoints = await namespace.sh(pod, container, "cut -d' ' -f5,6 /proc/self/mountinfo");
  for (const { mountPath, readOnly = false } of written.volumeMounts) {
    const path = await namespace.sh(pod, container, `readlink -f ${mountPath}`);
    expect(mountPoints).toMatch(new RegExp(`^${path} ${readOnly ? 'ro' : 'rw'}\\b`, 'm'));
  }
}

const NONE = 0n;
const SYS_ADMIN = 1n << 21n;
const NET_ADMIN = 1n << 12n;

describe('a runner of mode runner', () => {
  let pod: string;
  beforeAll(async () => {
    pod = await runnerOf('plain', ContainerMode.runner(), {
      env: { COLOR: 'red' },
      caches: [
        NvmeCacheVolume.named('npm', { source: '/srv/modes-npm' }),
        NvmeCacheVolume.path({ source: '', target: '/scratch' }),
      ],
    });
  });

  test('is the user of the image, with no capability', async () => {
    expect(await identity(pod)).toBe('1001 1001 1001 123');
    expect(await capabilities(pod)).toBe(NONE);
  });

  test('has the variables and mounts of its manifest, and can write where it works', async () => {
    await expectAsWritten(pod);
    await namespace.sh(pod, 'runner', 'mkdir -p _work; touch _work/file /scratch/file; [ $COLOR = red ]');
  });

  test('has no Docker, and no rights in the cluster', async () => {
    expect((await namespace.attempt(pod, 'runner', 'docker info')).status).not.toBe(0);
    expect(await namespace.sh(pod, 'runner', 'kubectl auth can-i get pods || true')).toBe('no');
  });
});

describe('a runner of kubernetes-novolume', () => {
  let pod: string;
  beforeAll(async () => {
    pod = await runnerOf('novolume', ContainerMode.kubernetesNoVolume());
  });

  test('runs as the user of the image, without capabilities', async () => {
    expect(await identity(pod)).toBe('1001 1001 1001 123');
    expect(await capabilities(pod)).toBe(NONE);
  });

  test('has the variables and mounts of its manifest', () => expectAsWritten(pod));

  test('has the hook at the path of its variable, and all permissions that the hook checks', async () => {
    expect(await namespace.sh(pod, 'runner', 'test -s $ACTIONS_RUNNER_CONTAINER_HOOKS && echo there')).toBe('there');
    expect(await namespace.sh(pod, 'runner', 'echo $ACTIONS_RUNNER_POD_NAME')).toBe(pod);
    expect(await namespace.sh(pod, 'runner', 'kubectl auth can-i create pods/exec')).toBe('yes');
    expect(await namespace.sh(pod, 'runner', 'kubectl auth can-i create deployments || true')).toBe('no');
  });

  test('can write to its work directory', async () => {
    await namespace.sh(pod, 'runner', 'mkdir -p _work && touch _work/file');
  });
});

describe('a runner of kubernetes', () => {
  let pod: string;
  beforeAll(async () => {
    await namespace.makeLocalVolumes('modes-work');
    pod = await runnerOf(
      'volume',
      ContainerMode.kubernetes({ workVolumeClaim: { storageClassName: 'modes-work', storage: '1Gi' } }),
    );
  });

  test('runs as the user of the image, without capabilities', async () => {
    expect(await identity(pod)).toContain('1001 1001');
    expect(await capabilities(pod)).toBe(NONE);
  });

  test('has the variables and mounts of its manifest', () => expectAsWritten(pod));

  test('can write to its work volume', async () => {
    await namespace.sh(pod, 'runner', 'touch /home/runner/_work/file');
  });
});

describe('a runner of dind', () => {
  let pod: string;
  beforeAll(async () => {
    pod = await runnerOf('dind', ContainerMode.dind());
  });

  test('runs as the user of the image without capabilities, and its daemon as root with all', async () => {
    expect(await identity(pod)).toBe('1001 1001 1001 123');
    expect(await capabilities(pod)).toBe(NONE);
    expect(await identity(pod, 'dind')).toMatch(/^0 0 /);
    expect((await capabilities(pod, 'dind')) & SYS_ADMIN).toBe(SYS_ADMIN);
  });

  test('has the variables and mounts of its manifest, and so has its daemon', async () => {
    await expectAsWritten(pod);
    await expectAsWritten(pod, 'dind');
  });

  test('can connect to the daemon when it is ready', async () => {
    expect(await namespace.sh(pod, 'runner', 'docker info --format {{.Driver}}')).toBe('overlay2');
  });

  test('can write to its work directory', async () => {
    await namespace.sh(pod, 'runner', 'touch /home/runner/_work/file');
  });
});

describe('a runner of cached-privileged-kubernetes', () => {
  test('runs as root with all capabilities, and can start a daemon', async () => {
    const pod = await runnerOf('privileged', ContainerMode.cachedPrivileged());
    expect(await identity(pod)).toMatch(/^0 0 /);
    expect((await capabilities(pod)) & SYS_ADMIN).toBe(SYS_ADMIN);
    expect(await namespace.sh(pod, 'runner', 'mount -t tmpfs tmpfs /mnt && echo mounted')).toBe('mounted');
    await expectAsWritten(pod);
  });

  test('has only the given capabilities and no devices if it is not privileged', async () => {
    const pod = await runnerOf(
      'capable',
      ContainerMode.cachedPrivileged({ privileged: false, capabilities: ['NET_ADMIN'] }),
    );
    const mask = await capabilities(pod);
    expect(mask & NET_ADMIN).toBe(NET_ADMIN);
    expect(mask & SYS_ADMIN).toBe(NONE);
    expect(await namespace.sh(pod, 'runner', 'ls /dev')).not.toContain('loop');
  });

  test('runs as the user of the image with runAsRoot: false', async () => {
    const pod = await runnerOf(
      'unprivileged',
      ContainerMode.cachedPrivileged({
        privileged: false,
        runAsRoot: false,
        allowPrivilegeEscalation: false,
        capabilities: [],
      }),
    );
    expect(await identity(pod)).toBe('1001 1001 1001 123');
    expect(await capabilities(pod)).toBe(NONE);
    expect(await namespace.sh(pod, 'runner', "sed -n 's/^NoNewPrivs:\\t//p' /proc/self/status")).toBe('1');
  });

  test('has the processes of the node with hostPID, and its devices with hostDev', async () => {
    const pod = await runnerOf('host', ContainerMode.cachedPrivileged({ hostPID: true, hostDev: true }));
    expect(await namespace.sh(pod, 'runner', 'ps -e -o comm')).toContain('kubelet');
    expect(await namespace.sh(pod, 'runner', 'ls /dev')).toBe(onNode('ls', '/dev').trim());
  });
});
