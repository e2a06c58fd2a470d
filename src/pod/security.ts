/** A level of the Pod Security Standards, the loosest first. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;

export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** The looser of two levels. */
export function looser(a: PodSecurityLevel, b: PodSecurityLevel): PodSecurityLevel {
  return POD_SECURITY_LEVELS.indexOf(a) < POD_SECURITY_LEVELS.indexOf(b) ? a : b;
}

/** Capabilities that a container may add at level baseline. */
const BASELINE_CAPABILITIES = [
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT',
];

interface Manifest {
  readonly [field: string]: unknown;
}

/**
 * Why a pod, written as a manifest, is not admitted at level baseline; nothing where it is. Level restricted is not looked into: the
 * runner image needs an owner that may become root.
 */
export function beyondBaseline(spec: Manifest): string[] {
  const containers = [...list(spec.initContainers), ...list(spec.containers)];
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter(field => spec[field] === true),
    ...list(spec.volumes).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => `host path of volume ${String(name)}`),
    ...confinement(spec.securityContext, 'the pod'),
    ...containers.flatMap(container => {
      const security = (container.securityContext ?? {}) as Manifest;
      const added = ((security.capabilities as Manifest | undefined)?.add ?? []) as string[];
      const who = `container ${String(container.name)}`;
      return [
        ...(security.privileged === true ? [`${who} is privileged`] : []),
        ...added.filter(capability => !BASELINE_CAPABILITIES.includes(capability)).slice(0, 1).map(capability => `${who} adds ${capability}`),
        ...(security.procMount === 'Unmasked' ? [`${who} unmasks /proc`] : []),
        ...list(container.ports).filter(({ hostPort }) => Number(hostPort ?? 0) > 0).map(({ hostPort }) => `${who} takes port ${String(hostPort)} of the node`),
        ...confinement(security, who),
      ];
    }),
  ];
}

function confinement(securityContext: unknown, who: string): string[] {
  const { seccompProfile, appArmorProfile } = (securityContext ?? {}) as { seccompProfile?: Manifest; appArmorProfile?: Manifest };
  return [
    ...(seccompProfile?.type === 'Unconfined' ? [`${who} has no seccomp filter`] : []),
    ...(appArmorProfile?.type === 'Unconfined' ? [`${who} has no AppArmor profile`] : []),
  ];
}

function list(value: unknown): Manifest[] {
  return (value ?? []) as Manifest[];
}
