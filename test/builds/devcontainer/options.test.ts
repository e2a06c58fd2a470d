import { containerOf, mountsOf, notices, podSpecOf, read, refusal, withImage, type Files } from './reading';
import type { DevContainerOptions } from '../../../src/builds/devcontainer/dev-container';

type Options = Partial<DevContainerOptions>;

const podWith = (runArgs: string[], options: Options = {}) => podSpecOf(read(withImage({ runArgs }), {}, options));
const containerWith = (runArgs: string[], options: Options = {}) => podWith(runArgs, options).containers[0];
const refusedWith = (runArgs: string[], files: Files = {}) =>
  refusal(withImage({ runArgs }), files).map(line => line.replace(/^\S+ {2}/, ''));
const noticedWith = (runArgs: string[]) => notices(withImage({ runArgs })).map(line => line.replace(/^\S+ {2}/, ''));

describe('an option and its value', () => {
  test.each([
    [['--cap-add=SYS_PTRACE']],
    [['--cap-add', 'SYS_PTRACE']],
    [['--cap-add', 'CAP_SYS_PTRACE']],
    [['--cap-add', 'sys_ptrace']],
    [['--rm', '-it', '--cap-add', 'SYS_PTRACE', '--name=web']],
  ])('%j', runArgs => {
    expect(containerWith(runArgs).securityContext).toEqual({ capabilities: { add: ['SYS_PTRACE'] } });
  });

  test.each([[['-u', '1001']], [['-u1001']], [['-u=1001']], [['-itu1001']], [['-u', 'root', '--user=1001']]])(
    'in one letter: %j',
    runArgs => {
      expect(containerWith(runArgs).securityContext).toEqual({ runAsUser: 1001 });
    },
  );

  test('that is missing is refused', () => {
    expect(refusedWith(['--cap-add'])).toEqual(['runArgs[0]: --cap-add needs a value; add it as the next entry']);
    expect(refusedWith(['-e'])).toEqual(['runArgs[0]: -e needs a value; add it as the next entry']);
  });

  test('in one entry is refused', () => {
    expect(refusedWith(['--network host'])).toEqual([
      'runArgs[0]: an option and its value are two entries; write "--network", "host"',
    ]);
  });

  test('that Docker would take for the image is refused', () => {
    expect(refusedWith(['--init', 'true'])).toEqual([
      'runArgs[1]: "true" is no option: Docker would take it for the image; remove it',
    ]);
  });

  test.each([
    ['--capadd=X', 'a pod has nothing for the option --capadd; did you mean --cap-add?'],
    ['--frobnicate', 'a pod has nothing for the option --frobnicate; remove it'],
    ['-X', 'a pod has nothing for the option -X; remove it'],
    ['--toString', 'a pod has nothing for the option --toString; remove it'],
  ])('that is unknown is refused: %s', (arg, message) => {
    expect(refusedWith([arg])).toEqual([`runArgs[0]: ${message}`]);
  });

  test('without a value can be switched off', () => {
    expect(podWith(['--init=false']).shareProcessNamespace).toBeUndefined();
    expect(podWith(['--init=true']).shareProcessNamespace).toBe(true);
  });
});

describe('security', () => {
  test.each<[string[], object]>([
    [['--cap-drop', 'ALL', '--cap-add', 'CHOWN'], { capabilities: { add: ['CHOWN'], drop: ['ALL'] } }],
    [['--security-opt', 'seccomp=unconfined'], { seccompProfile: { type: 'Unconfined' } }],
    [['--security-opt', 'seccomp:unconfined'], { seccompProfile: { type: 'Unconfined' } }],
    [['--security-opt', 'seccomp=builtin'], { seccompProfile: { type: 'RuntimeDefault' } }],
    [['--security-opt', 'apparmor=unconfined'], { appArmorProfile: { type: 'Unconfined' } }],
    [['--security-opt', 'apparmor=docker-default'], { appArmorProfile: { type: 'RuntimeDefault' } }],
    [['--security-opt', 'apparmor:build'], { appArmorProfile: { type: 'Localhost', localhostProfile: 'build' } }],
    [['--security-opt', 'no-new-privileges'], { allowPrivilegeEscalation: false }],
    [['--security-opt', 'no-new-privileges:true'], { allowPrivilegeEscalation: false }],
    [['--security-opt', 'label=disable'], { seLinuxOptions: { type: 'spc_t' } }],
    [
      ['--security-opt', 'label=type:build_t', '--security-opt', 'label=level:s0'],
      { seLinuxOptions: { type: 'build_t', level: 's0' } },
    ],
    [['--read-only'], { readOnlyRootFilesystem: true }],
  ])('%j', (runArgs, securityContext) => {
    expect(containerWith(runArgs).securityContext).toEqual(securityContext);
  });

  test('an unmasked /proc needs a user namespace', () => {
    const { hostUsers, containers } = podWith(['--security-opt', 'systempaths=unconfined']);
    expect({ hostUsers, security: containers[0].securityContext }).toEqual({
      hostUsers: false,
      security: { procMount: 'Unmasked' },
    });
  });

  test('options that take nothing away change nothing', () => {
    const { securityContext } = containerWith([
      '--security-opt',
      'no-new-privileges:false',
      '--security-opt',
      'systempaths=',
      '--security-opt=label=nested',
      '--userns=host',
    ]);
    expect(securityContext).toBeUndefined();
  });

  test('privileged needs permission', () => {
    expect(containerWith(['--privileged'], { allowPrivileged: true }).securityContext).toEqual({ privileged: true });
    expect(refusedWith(['--privileged'])).toEqual([
      'runArgs[0]: a privileged container has full access to the node; allow it with allowPrivileged, or remove it',
    ]);
  });

  test('the keys of the file have the same meaning', () => {
    const keys = { capAdd: ['SYS_PTRACE'], securityOpt: ['seccomp=unconfined'], init: true, privileged: true };
    const spec = podSpecOf(read(withImage(keys), {}, { allowPrivileged: true }));
    expect(spec.shareProcessNamespace).toBe(true);
    expect(spec.containers[0].securityContext).toEqual({
      privileged: true,
      seccompProfile: { type: 'Unconfined' },
      capabilities: { add: ['SYS_PTRACE'] },
    });
  });

  test.each([
    [['--cap-add', 'SYS PTRACE'], 'must be a capability such as SYS_PTRACE, got "SYS PTRACE"'],
    [
      ['--security-opt', 'seccomp=./profile.json'],
      'a pod cannot read the seccomp profile "./profile.json"; put it on the nodes, and name it in template',
    ],
    [
      ['--security-opt', 'credentialspec=x'],
      'unknown security option "credentialspec=x"; allowed: seccomp, apparmor, no-new-privileges, label, systempaths',
    ],
    [
      ['--security-opt', 'label=off'],
      'a label must be disable, or user:, role:, type: or level: and a value, got "off"',
    ],
    [['--security-opt', 'apparmor'], 'must name an AppArmor profile, as apparmor=unconfined does'],
    [['--group-add', '9999999999'], 'a pod knows groups only by number, got "9999999999"; write its number'],
    [['--group-add', 'docker'], 'a pod knows groups only by number, got "docker"; write its number'],
    [
      ['--device', '/dev/kvm'],
      'needs a device of the node; use a device plugin, or privileged: true with allowPrivileged',
    ],
    [
      ['--device-cgroup-rule', 'c 1:3 r'],
      'needs a device of the node; use a device plugin, or privileged: true with allowPrivileged',
    ],
  ])('is refused: %j', (runArgs, message) => {
    expect(refusedWith(runArgs)).toEqual([`runArgs[0]: ${message}`]);
  });
});

describe('resources', () => {
  test.each<[string[], object]>([
    [['--memory', '4g', '--cpus', '1.5'], { limits: { memory: '4Gi', cpu: '1500m' } }],
    [['-m', '1.5GiB'], { limits: { memory: '1536Mi' } }],
    [['--memory-reservation=512m'], { requests: { memory: '512Mi' } }],
    [['--gpus', 'all'], { limits: { 'nvidia.com/gpu': '1' } }],
    [['--gpus', '2'], { limits: { 'nvidia.com/gpu': '2' } }],
    [['--gpus', '"device=0,1"'], { limits: { 'nvidia.com/gpu': '2' } }],
  ])('%j', (runArgs, resources) => {
    expect(containerWith(runArgs).resources).toEqual(resources);
  });

  test('the number of GPUs can be given', () => {
    expect(containerWith(['--gpus', 'all'], { gpuCount: 4 }).resources.limits).toEqual({ 'nvidia.com/gpu': '4' });
    expect(noticedWith(['--gpus', 'all'])).toEqual([
      'runArgs[0]: "all" gives the pod 1 GPU, whichever are free; set gpuCount for another number',
    ]);
    expect(noticedWith(['--gpus', 'device=0,2'])).toEqual([
      'runArgs[0]: "device=0,2" gives the pod 2 GPUs, whichever are free; set gpuCount for another number',
    ]);
    expect(noticedWith(['--gpus', '2'])).toEqual([]);
  });

  test('shared memory is a volume', () => {
    const { containers, volumes } = podWith(['--shm-size=1g']);
    expect(containers[0].volumeMounts[1]).toEqual({ name: 'devcontainer-memory-0', mountPath: '/dev/shm' });
    expect(volumes).toEqual([
      { name: 'devcontainer-memory-0', emptyDir: { medium: 'Memory', sizeLimit: '1073741824' } },
    ]);
  });

  test.each([
    [['--memory', 'lots'], 'must be a size such as 512m, 4g or 4Gi, got "lots"'],
    [['--memory', '0'], 'must be greater than 0, got "0"'],
    [['--memory-reservation', '4 gigs'], 'must be a size such as 512m, 4g or 4Gi, got "4 gigs"'],
    [['--shm-size', '-1'], 'must be a size such as 64m, got "-1"'],
    [['--cpus', 'two'], 'must be a number of CPUs such as 2, 1.5 or 500m, got "two"'],
    [['--cpus', '-1'], 'must be a number of CPUs such as 2, 1.5 or 500m, got "-1"'],
  ])('are refused: %j', (runArgs, message) => {
    expect(refusedWith(runArgs)).toEqual([`runArgs[0]: ${message}`]);
  });
});

describe('the network', () => {
  test('hosts, name servers and the name of the pod', () => {
    const { hostAliases, dnsConfig, dnsPolicy, hostname } = podWith([
      '--add-host=db:10.0.0.7',
      '--add-host',
      'cache=10.0.0.7',
      '--add-host=six:[fd00::1]',
      '--dns=10.0.0.1',
      '--dns-search',
      'example.com',
      '--dns-option=ndots:2',
      '--dns-opt=rotate',
      '-h',
      'Build',
    ]);
    expect({ hostAliases, dnsConfig, dnsPolicy, hostname }).toEqual({
      hostAliases: [
        { ip: '10.0.0.7', hostnames: ['db', 'cache'] },
        { ip: 'fd00::1', hostnames: ['six'] },
      ],
      dnsPolicy: 'None',
      dnsConfig: {
        nameservers: ['10.0.0.1'],
        searches: ['example.com'],
        options: [{ name: 'ndots', value: '2' }, { name: 'rotate' }],
      },
      hostname: 'build',
    });
  });

  test.each([
    ['none', 'none'],
    ['host', 'host'],
    ['bridge', undefined],
    ['default', undefined],
  ])('%s', (value, network) => {
    expect(read(withImage({ runArgs: ['--network', value] })).settings.pod.network).toBe(network);
    expect(read(withImage({ runArgs: [`--net=${value}`] })).settings.pod.network).toBe(network);
  });

  test('has at most three name servers', () => {
    expect(refusedWith(['--dns=10.0.0.1', '--dns=10.0.0.2', '--dns=10.0.0.3', '--dns=10.0.0.4'])).toEqual([
      'runArgs[3]: a pod has at most 3 name servers; remove this one',
    ]);
  });

  test('namespaces of the node need permission', () => {
    const { hostPID, hostIPC } = podWith(['--pid=host', '--ipc=host'], { allowHostNamespaces: true });
    expect({ hostPID, hostIPC }).toEqual({ hostPID: true, hostIPC: true });
    expect(refusedWith(['--pid=host', '--ipc=host'])).toEqual([
      'runArgs[0]: --pid=host shares the processes of the node; allow it with allowHostNamespaces, or remove it',
      'runArgs[1]: --ipc=host shares the processes of the node; allow it with allowHostNamespaces, or remove it',
    ]);
    expect(podWith(['--ipc=private', '--ipc', 'shareable', '--pid=']).hostIPC).toBeUndefined();
  });

  test.each([
    [
      '--network=backend',
      'a pod cannot join the Docker network "backend"; remove it, and write the containers of that network as services',
    ],
    [
      '--hostname=a_b',
      'must have at most 63 lower-case letters, digits and -, starting and ending with a letter or digit, got "a_b"',
    ],
    ['--add-host=db', 'must be a host name and an IP address such as db:10.0.0.7, got "db"'],
    ['--dns=dns.example.com', 'must be an IP address such as 10.9.8.7 or 2001:db8::1, got "dns.example.com"'],
    ['--dns-search=a b', 'must be a domain of lower-case letters, digits, -, _ and ., got "a b"'],
    ['--dns-option=:2', 'must be an option such as ndots:2, got ":2"'],
    ['--ipc=container:db', 'must be host, private or shareable in a pod, got "container:db"'],
    ['--pid=container:db', 'must be host in a pod, got "container:db"'],
    ['--link=db', 'links are not possible in a pod; write the other container as a service'],
  ])('is refused: %s', (arg, message) => {
    expect(refusedWith([arg])).toEqual([`runArgs[0]: ${message}`]);
  });
});

describe('the process', () => {
  test('variables', () => {
    expect(containerWith(['-e', 'A=1', '--env=B=x=y', '-e', 'C', '-eD='], { localEnv: { C: '3' } }).env).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: 'x=y' },
      { name: 'C', value: '3' },
      { name: 'D', value: '' },
    ]);
    expect(noticedWith(['-e', 'C'])).toEqual(['runArgs[0]: C is not set: localEnv has no C']);
  });

  test('win over containerEnv', () => {
    expect(containerOf(withImage({ containerEnv: { A: '1' }, runArgs: ['-e', 'A=2'] })).env).toEqual([
      { name: 'A', value: '2' },
    ]);
  });

  test('variables of a file of the checkout', () => {
    const files = { '.devcontainer/dev.env': '# Ports\nA=1\n\n  B="quoted"\nC\nD\r\n' };
    const written = withImage({ runArgs: ['--env-file', '.devcontainer/dev.env'] });
    expect(containerOf(written, files, { localEnv: { C: '3' } }).env).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: '"quoted"' },
      { name: 'C', value: '3' },
    ]);
  });

  test('a folder of the developer becomes one of the container', () => {
    expect(containerWith(['-e', 'ROOT=${localWorkspaceFolder}/x']).env).toEqual([
      { name: 'ROOT', value: '/workspaces/web/x' },
    ]);
    expect(noticedWith(['-e', 'ROOT=${localWorkspaceFolder}/x'])).toEqual([
      "runArgs[0]: the value has a path of the developer's machine; the path in the container is used",
    ]);
  });

  test('architecture, runtime, kernel parameters and groups', () => {
    const { nodeSelector, runtimeClassName, securityContext } = podWith([
      '--platform=linux/arm64/v8',
      '--runtime=nvidia',
      '--sysctl=net.core.somaxconn=1024',
      '--group-add=44',
    ]);
    expect({ nodeSelector, runtimeClassName, securityContext }).toEqual({
      nodeSelector: { 'kubernetes.io/arch': 'arm64' },
      runtimeClassName: 'nvidia',
      securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }], supplementalGroups: [44] },
    });
    expect(podWith(['--runtime=runc']).runtimeClassName).toBeUndefined();
  });

  test('volumes in the short form', () => {
    const spec = podWith([
      '-v',
      'cache:/cache:ro',
      '-v',
      '/scratch',
      '-v',
      '${localWorkspaceFolder}/db:/db',
      '--tmpfs=/tmp:ro,size=8m',
    ]);
    expect(mountsOf(spec).slice(1)).toEqual([
      { name: 'devcontainer-cache-0', mountPath: '/cache', readOnly: true },
      { name: 'devcontainer-scratch-1', mountPath: '/scratch' },
      { name: 'workspace', subPath: 'db', mountPath: '/db' },
      { name: 'devcontainer-memory-2', mountPath: '/tmp', readOnly: true },
    ]);
    expect(spec.volumes[2].emptyDir).toEqual({ medium: 'Memory', sizeLimit: '8388608' });
  });

  test('a mount', () => {
    expect(containerWith(['--mount', 'type=volume,src=a,dst=/a']).volumeMounts[1].mountPath).toBe('/a');
  });

  test('options that a build has anyway say nothing', () => {
    const runArgs = ['--name=web', '--rm', '-d', '-it', '--restart=always', '-p', '80:80', '-P', '--expose=80'];
    expect(noticedWith([...runArgs, '--pull=always', '-a', 'STDOUT', '--no-healthcheck', '-q'])).toEqual([]);
  });

  test.each([
    ['--label=a=b', 'is ignored: labels of Docker have no use in a pod'],
    ['--label-file=a', 'is ignored: labels of Docker have no use in a pod'],
    ['--annotation=a=b', 'is ignored: annotations of Docker have no use in a pod'],
    ['--ulimit=nofile=1024', 'is ignored: the container runtime of the node sets it for all pods'],
    ['--pids-limit=100', 'is ignored: the container runtime of the node sets it for all pods'],
    ['--oom-kill-disable', 'is ignored: the container runtime of the node sets it for all pods'],
    ['--cpu-shares=2', 'is ignored: the share of a CPU follows from the request; set cpus'],
    ['--userns=keep-id', 'is ignored: whether the pod has a user namespace is set by isolation'],
    ['--cgroupns=host', 'is ignored: the container runtime gives each container a cgroup namespace'],
    [
      '--add-host=host.docker.internal:host-gateway',
      'host.docker.internal stays unknown: it is the machine that runs Docker, which a pod does not have',
    ],
    ['--network-alias=web', 'is ignored: the pod has one name'],
    ['--uts=host', 'is ignored: the pod has a host name of its own'],
    ['--mac-address=02:00:00:00:00:01', 'is ignored: the cluster assigns the address'],
    ['--log-driver=none', 'is ignored: Kubernetes does it for pods'],
    ['--stop-timeout=5', 'is ignored: the build sets how long it may take to stop'],
    ['--health-cmd=true', 'is ignored: the build container needs no health check'],
    ['--isolation=process', 'is ignored: isolation is set in the build'],
    ['--volume-driver=local', 'is ignored: named volumes are directories of the cache'],
  ])('%s', (arg, message) => {
    expect(noticedWith([arg])).toEqual([`runArgs[0]: ${message}`]);
  });

  test.each([
    ['--entrypoint=/init', 'the build runs its own command in the container; remove it, or set it in the image'],
    ['--env-file=missing.env', '"missing.env" is no file of the checkout'],
    ['--env-file=../secret.env', '"../secret.env" is no file of the checkout'],
    ['--env=1A=x', 'the name of a variable has letters, digits, "_", "." and "-", and no digit first, got "1A"'],
    ['--platform=windows/amd64', 'must be a platform such as linux/amd64, got "windows/amd64"'],
    ['--runtime=a/b', 'must be the name of a RuntimeClass, got "a/b"'],
    [
      '--sysctl=net.core.somaxconn',
      'must be a name and a value such as net.core.somaxconn=1024, got "net.core.somaxconn"',
    ],
    ['--workdir=app', 'must be an absolute path, got "app"'],
    ['--volumes-from=db', 'a pod has no volumes of other containers; mount them by name'],
  ])('is refused: %s', (arg, message) => {
    expect(refusedWith([arg])).toEqual([`runArgs[0]: ${message}`]);
  });
});

describe('settings that exclude each other are refused', () => {
  test.each<[object, string]>([
    [
      { runArgs: ['--security-opt=no-new-privileges'], privileged: true },
      'no-new-privileges excludes privileged and the capability SYS_ADMIN; remove one of them',
    ],
    [
      { runArgs: ['--security-opt=no-new-privileges', '--cap-add=SYS_ADMIN'] },
      'no-new-privileges excludes privileged and the capability SYS_ADMIN; remove one of them',
    ],
    [
      { runArgs: ['--security-opt=systempaths=unconfined', '--pid=host'] },
      'systempaths=unconfined needs a user namespace, which excludes --pid=host and --ipc=host; remove one',
    ],
    [
      { runArgs: ['--pid=host'], init: true },
      'init excludes --pid=host, which has the init process of the node; remove one',
    ],
    [
      { runArgs: ['--memory=4g'], hostRequirements: { memory: '8gb' } },
      'hostRequirements needs 8Gi of memory, and runArgs allows only 4Gi; raise the limit',
    ],
  ])('%j', (keys, message) => {
    expect(refusal(withImage(keys), {}, { allowPrivileged: true, allowHostNamespaces: true })).toEqual([
      `.devcontainer/devcontainer.json:1:1  ${message}`,
    ]);
  });
});
