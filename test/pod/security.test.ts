import { beyondBaseline } from '../../src/pod/security';

const container = (fields: object) => ({ containers: [{ name: 'runner', ...fields }] });
const secured = (securityContext: object) => container({ securityContext });

test('level baseline admits root, default capabilities, volumes of the cluster and host fields that are false', () => {
  const admitted = [
    {},
    secured({
      runAsUser: 0,
      privileged: false,
      allowPrivilegeEscalation: true,
      capabilities: { add: ['CHOWN', 'SYS_CHROOT'], drop: ['ALL'] },
    }),
    {
      hostNetwork: false,
      hostPID: false,
      hostIPC: false,
      ...container({ ports: [{ containerPort: 80, hostPort: 0 }] }),
    },
    {
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 'b', configMap: {} },
        { name: 'c', ephemeral: {} },
      ],
    },
    {
      securityContext: {
        seccompProfile: { type: 'RuntimeDefault' },
        sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
      },
    },
  ];
  expect(admitted.flatMap(beyondBaseline)).toEqual([]);
});

test('each setting that level baseline does not admit is named', () => {
  const loose: [Parameters<typeof beyondBaseline>[0], string][] = [
    [{ hostNetwork: true }, 'hostNetwork'],
    [{ hostPID: true }, 'hostPID'],
    [{ hostIPC: true }, 'hostIPC'],
    [{ volumes: [{ name: 'npm', hostPath: { path: '/nvme' } }] }, 'host path of volume npm'],
    [secured({ privileged: true }), 'container runner is privileged'],
    [{ initContainers: [{ name: 'dind', securityContext: { privileged: true } }] }, 'container dind is privileged'],
    [secured({ capabilities: { add: ['CHOWN', 'SYS_ADMIN'] } }), 'container runner adds SYS_ADMIN'],
    [secured({ procMount: 'Unmasked' }), 'container runner unmasks /proc'],
    [container({ ports: [{ containerPort: 80, hostPort: 80 }] }), 'container runner takes port 80 of the node'],
    [{ securityContext: { seccompProfile: { type: 'Unconfined' } } }, 'the pod has no seccomp filter'],
    [secured({ appArmorProfile: { type: 'Unconfined' } }), 'container runner has no AppArmor profile'],
  ];
  expect(loose.map(([spec]) => beyondBaseline(spec))).toEqual(loose.map(([, why]) => [why]));
});

test('every reason is named, not only the first', () => {
  expect(
    beyondBaseline({ hostNetwork: true, ...secured({ privileged: true, capabilities: { add: ['SYS_ADMIN'] } }) }),
  ).toEqual(['hostNetwork', 'container runner is privileged', 'container runner adds SYS_ADMIN']);
});

/** @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
describe('level baseline admits', () => {
  test.each([
    'AUDIT_WRITE',
    'CHOWN',
    'DAC_OVERRIDE',
    'FOWNER',
    'FSETID',
    'KILL',
    'MKNOD',
    'NET_BIND_SERVICE',
    'SETFCAP',
    'SETGID',
    'SETPCAP',
    'SETUID',
    'SYS_CHROOT',
  ])('capability %s', capability => {
    expect(beyondBaseline(secured({ capabilities: { add: [capability] } }))).toEqual([]);
  });

  test.each([
    'kernel.shm_rmid_forced',
    'net.ipv4.ip_local_port_range',
    'net.ipv4.ip_unprivileged_port_start',
    'net.ipv4.tcp_syncookies',
    'net.ipv4.ping_group_range',
    'net.ipv4.ip_local_reserved_ports',
    'net.ipv4.tcp_keepalive_time',
    'net.ipv4.tcp_fin_timeout',
    'net.ipv4.tcp_keepalive_intvl',
    'net.ipv4.tcp_keepalive_probes',
    'net.ipv4.tcp_rmem',
    'net.ipv4.tcp_wmem',
  ])('sysctl %s', name => {
    expect(beyondBaseline({ securityContext: { sysctls: [{ name, value: '1' }] } })).toEqual([]);
  });

  test.each([
    {},
    { type: '' },
    { type: 'container_t' },
    { type: 'container_init_t' },
    { type: 'container_kvm_t' },
    { type: 'container_engine_t' },
    { level: 's0:c1,c2' },
  ])('SELinux options %j', seLinuxOptions => {
    expect(beyondBaseline({ securityContext: { seLinuxOptions } })).toEqual([]);
  });
});

describe('level baseline does not admit', () => {
  test('a sysctl that is not namespaced', () => {
    expect(beyondBaseline({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } })).toEqual([
      'the pod sets kernel.msgmax',
    ]);
  });

  test.each([{ type: 'spc_t' }, { user: 'root' }, { type: 'container_t', role: 'system_r' }])(
    'SELinux options %j',
    seLinuxOptions => {
      expect(beyondBaseline(secured({ seLinuxOptions }))).toEqual(['container runner has SELinux options of its own']);
    },
  );

  test('several capabilities, and names the first of them', () => {
    expect(beyondBaseline(secured({ capabilities: { add: ['SYS_ADMIN', 'NET_ADMIN'] } }))).toEqual([
      'container runner adds SYS_ADMIN',
    ]);
  });
});
