import { beyondBaseline, looser } from '../../src/pod/security';

const container = (fields: object) => ({ containers: [{ name: 'runner', ...fields }] });
const secured = (securityContext: object) => container({ securityContext });

test('level baseline admits root, the capabilities of every container, volumes of the cluster and fields that say no', () => {
  const admitted = [
    {},
    secured({ runAsUser: 0, privileged: false, allowPrivilegeEscalation: true, capabilities: { add: ['CHOWN', 'SYS_CHROOT'], drop: ['ALL'] } }),
    { hostNetwork: false, hostPID: false, hostIPC: false, ...container({ ports: [{ containerPort: 80, hostPort: 0 }] }) },
    { volumes: [{ name: 'a', emptyDir: {} }, { name: 'b', configMap: {} }, { name: 'c', ephemeral: {} }] },
    { securityContext: { seccompProfile: { type: 'RuntimeDefault' }, sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] } },
  ];
  expect(admitted.flatMap(beyondBaseline)).toEqual([]);
});

test('whatever level baseline does not admit is named', () => {
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
  expect(beyondBaseline({ hostNetwork: true, ...secured({ privileged: true, capabilities: { add: ['SYS_ADMIN'] } }) })).toEqual([
    'hostNetwork', 'container runner is privileged', 'container runner adds SYS_ADMIN',
  ]);
});

test.each<[string, Parameters<typeof beyondBaseline>[0]]>([
  ['with a sysctl of the node', { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }],
  ['with an SELinux type of its own', { securityContext: { seLinuxOptions: { type: 'spc_t' } } }],
])('level baseline does not admit a pod %s either', (_, spec) => {
  expect(beyondBaseline(spec)).not.toEqual([]);
});

test('the looser of two levels is the one that admits more', () => {
  expect([looser('baseline', 'privileged'), looser('privileged', 'restricted'), looser('restricted', 'baseline')]).toEqual(['privileged', 'privileged', 'baseline']);
});
