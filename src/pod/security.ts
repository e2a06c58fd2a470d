/**
 * A level of the Pod Security Standards.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** The label by which a namespace enforces a level. */
export const ENFORCE_LABEL = 'pod-security.kubernetes.io/enforce';

/** Capabilities that level baseline allows a container to add. */
const BASELINE_CAPABILITIES = [
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
];

/** Sysctls that are namespaced to the pod, and that level baseline allows. */
const SAFE_SYSCTLS = [
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
];

/** SELinux types that level baseline allows. */
const SELINUX_TYPES: readonly unknown[] = [
  undefined,
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
];

interface Manifest {
  readonly [field: string]: unknown;
}

/**
 * Returns all reasons why level baseline does not admit the spec of a pod manifest. Level restricted is not checked,
 * because the runner image needs sudo.
 */
export function beyondBaseline(spec: Manifest): string[] {
  const containers = [...list(spec.initContainers), ...list(spec.containers)];
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter(field => spec[field] === true),
    ...list(spec.volumes)
      .filter(({ hostPath }) => hostPath !== undefined)
      .map(({ name }) => `host path of volume ${String(name)}`),
    ...list((spec.securityContext as Manifest | undefined)?.sysctls)
      .filter(({ name }) => !SAFE_SYSCTLS.includes(String(name)))
      .map(({ name }) => `the pod sets ${String(name)}`),
    ...confinement(spec.securityContext, 'the pod'),
    ...containers.flatMap(container => {
      const security = (container.securityContext ?? {}) as Manifest;
      const added = ((security.capabilities as Manifest | undefined)?.add ?? []) as string[];
      const who = `container ${String(container.name)}`;
      return [
        ...(security.privileged === true ? [`${who} is privileged`] : []),
        ...added
          .filter(capability => !BASELINE_CAPABILITIES.includes(capability))
          .slice(0, 1)
          .map(capability => `${who} adds ${capability}`),
        ...(security.procMount === 'Unmasked' ? [`${who} unmasks /proc`] : []),
        ...list(container.ports)
          .filter(({ hostPort }) => Number(hostPort ?? 0) > 0)
          .map(({ hostPort }) => `${who} takes port ${String(hostPort)} of the node`),
        ...confinement(security, who),
      ];
    }),
  ];
}

function confinement(securityContext: unknown, who: string): string[] {
  const { seccompProfile, appArmorProfile, seLinuxOptions, windowsOptions } = (securityContext ?? {}) as {
    [field: string]: Manifest | undefined;
  };
  return [
    ...(seccompProfile?.type === 'Unconfined' ? [`${who} has no seccomp filter`] : []),
    ...(appArmorProfile?.type === 'Unconfined' ? [`${who} has no AppArmor profile`] : []),
    ...(windowsOptions?.hostProcess === true ? [`${who} runs as a process of a Windows node`] : []),
    ...(seLinuxOptions && (!SELINUX_TYPES.includes(seLinuxOptions.type) || seLinuxOptions.user || seLinuxOptions.role)
      ? [`${who} has SELinux options of its own`]
      : []),
  ];
}

function list(value: unknown): Manifest[] {
  return (value ?? []) as Manifest[];
}
