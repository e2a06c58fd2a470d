import { ContainerMode, type CachedPrivilegedOptions } from '../../src';
import { changes } from '../support/changes';
import { findingsOf, synthSet } from '../support/sets';

const privileged = (options?: CachedPrivilegedOptions) =>
  synthSet({ containerMode: ContainerMode.cachedPrivileged(options) });

/** The same change to the container of the steps in both pods. */
function both(field: string, ...change: [unknown, unknown]): [object, object] {
  return [{ [`containers[runner].${field}`]: change }, { [`containers[job].${field}`]: change }];
}

function onHost(name: string, path: string): [object, object] {
  const volume = {
    [`volumes[${name}].hostPath.path`]: [undefined, path],
    [`volumes[${name}].hostPath.type`]: [undefined, 'Directory'],
  };
  const [runner, job] = both(`volumeMounts[${path}].name`, undefined, name);
  return [
    { ...runner, ...volume },
    { ...job, ...volume },
  ];
}

function merged(...changed: [object, object][]): [object, object] {
  return [Object.assign({}, ...changed.map(([runner]) => runner)), Object.assign({}, ...changed.map(([, job]) => job))];
}

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
const asUser = merged(
  both('securityContext.runAsNonRoot', false, true),
  both('securityContext.runAsUser', 0, 1001),
  both('securityContext.runAsGroup', 0, 1001),
);

const privileges: [CachedPrivilegedOptions, [object, object]][] = [
  [{ privileged: false }, both('securityContext.privileged', true, false)],
  [
    { runAsRoot: false },
    merged(asUser, [{ 'containers[runner].env[RUNNER_ALLOW_RUNASROOT].value': ['1', undefined] }, {}]),
  ],
  [{ capabilities: ['NET_ADMIN'] }, both('securityContext.capabilities.add', capabilities, ['NET_ADMIN'])],
  [{ capabilities: [] }, both('securityContext.capabilities.add', capabilities, [])],
  [{ systemdIgnoreChroot: false }, both('env[SYSTEMD_IGNORE_CHROOT].value', '1', undefined)],
  [{ hostPID: true }, [{ hostPID: [undefined, true] }, { hostPID: [undefined, true] }]],
  [{ hostIPC: true }, [{ hostIPC: [undefined, true] }, { hostIPC: [undefined, true] }]],
  [{ hostDev: true }, onHost('host-dev', '/dev')],
  [{ hostSys: true }, onHost('host-sys', '/sys')],
  [{ hostCgroup: true }, onHost('host-cgroup', '/sys/fs/cgroup')],
];

describe('each option changes only its own fields, the same in the runner pod and the job pod', () => {
  test.each(privileges)('%j', (options, [runner, job]) => {
    const [plain, changed] = [privileged(), privileged(options)];
    expect(changes(plain.pod, changed.pod)).toEqual(runner);
    expect(changes(plain.jobPod.spec, changed.jobPod.spec)).toEqual(job);
  });

  test('allowPrivilegeEscalation: false, with a container that is not privileged and has no SYS_ADMIN', () => {
    const without: CachedPrivilegedOptions = { privileged: false, capabilities: [] };
    const [plain, changed] = [privileged(without), privileged({ ...without, allowPrivilegeEscalation: false })];
    const [runner, job] = both('securityContext.allowPrivilegeEscalation', true, false);
    expect(changes(plain.pod, changed.pod)).toEqual(runner);
    expect(changes(plain.jobPod.spec, changed.jobPod.spec)).toEqual(job);
  });

  test.each<CachedPrivilegedOptions>([
    { privileged: true },
    { runAsRoot: true },
    { allowPrivilegeEscalation: true },
    { capabilities },
    { requireJobContainer: false },
    { systemdIgnoreChroot: true },
    { hostPID: false },
    { hostIPC: false },
    { hostDev: false },
    { hostSys: false },
    { hostCgroup: false },
    { glibcShims: false },
  ])('%j is what is done without saying so', options => {
    expect(privileged(options).manifests).toEqual(privileged().manifests);
  });
});

describe('requireJobContainer', () => {
  const everything: CachedPrivilegedOptions = {
    requireJobContainer: true,
    hostPID: true,
    hostIPC: true,
    hostDev: true,
    hostSys: true,
    hostCgroup: true,
  };

  test('removes every privilege from the runner container', () => {
    const { pod } = privileged(everything);
    expect(pod).not.toHaveProperty('hostPID');
    expect(pod).not.toHaveProperty('hostIPC');
    expect(pod.containers[0]).not.toHaveProperty('securityContext');
    expect(pod.volumes).toEqual([{ name: 'hook-extension', configMap: { name: 'docs-gha-rs-hook-extension' } }]);
  });

  test('gives the runner pod of kubernetes-novolume with the same hook extension', () => {
    const novolume = synthSet({ jobPod: { labels: { team: 'web' } } });
    expect(privileged({ requireJobContainer: true }).pod).toEqual(novolume.pod);
  });

  test('does not change the job pod', () => {
    expect(privileged(everything).jobPod).toEqual(privileged({ ...everything, requireJobContainer: false }).jobPod);
  });
});

describe('invalid options', () => {
  test('refuses allowPrivilegeEscalation: false in a privileged container', () => {
    expect(findingsOf(() => privileged({ allowPrivilegeEscalation: false }))).toEqual([
      'containerMode.allowPrivilegeEscalation: cannot be false while privileged is true; set privileged: false too',
    ]);
  });

  test('refuses allowPrivilegeEscalation: false with SYS_ADMIN, which is a default capability', () => {
    expect(findingsOf(() => privileged({ privileged: false, allowPrivilegeEscalation: false }))).toEqual([
      'containerMode.allowPrivilegeEscalation: cannot be false with the capability SYS_ADMIN, which implies it; ' +
        'remove the capability',
    ]);
  });

  test.each(['CAP_SYS_ADMIN', 'sys_admin', 'SYS ADMIN', ''])('refuses the capability %j', capability => {
    expect(findingsOf(() => privileged({ capabilities: ['NET_ADMIN', capability] }))).toEqual([
      `containerMode.capabilities[1]: must be a Linux capability without CAP_, such as SYS_ADMIN, got "${capability}"`,
    ]);
  });

  test('refuses hostDev for a container that is not privileged', () => {
    expect(findingsOf(() => privileged({ hostDev: true, privileged: false }))).toEqual([
      'containerMode.hostDev: gives no access to devices in a container that is not privileged; set privileged: true',
    ]);
  });
});
