import { isObject } from '../../plain-object';
import { below, checkRange, objectOf, objectsOf, stringsOf, type Plain, type Report } from './report';
import { RELATIVE_PATH, SYSCTL, checkSyntax } from './syntax';
import { checkWindowsOptions } from './windows';

const MAX_ID = 2147483647;

/** Checks the security context of a pod, and its use of the namespaces of the node. */
export function checkPodSecurity(spec: Plain, report: Report): void {
  const { securityContext: security, hostPID, hostIPC, hostNetwork, hostUsers, shareProcessNamespace } = spec;
  if (shareProcessNamespace === true && hostPID === true)
    report(['shareProcessNamespace'], 'cannot be combined with hostPID: true; remove one');
  if (hostUsers === false)
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'])
      if (spec[field] === true) report([field], 'cannot be combined with hostUsers: false; remove one');
  if (!isObject(security)) return;
  const inSecurity = below(report, 'securityContext');
  checkIds(security, inSecurity, ['runAsUser', 'runAsGroup', 'fsGroup']);
  if (Array.isArray(security.supplementalGroups))
    security.supplementalGroups.forEach((id, index) =>
      checkRange(inSecurity, ['supplementalGroups', index], id, 0, MAX_ID),
    );
  checkSysctls(security.sysctls, below(inSecurity, 'sysctls'), hostNetwork === true, hostIPC === true);
  // Other policies need a feature gate that is off by default.
  if (typeof security.seLinuxChangePolicy === 'string' && security.seLinuxChangePolicy !== 'Recursive')
    inSecurity(
      ['seLinuxChangePolicy'],
      `must be Recursive, got ${JSON.stringify(security.seLinuxChangePolicy)}; leave it out`,
    );
  checkProfiles(security, inSecurity);
  checkWindowsOptions(security.windowsOptions, below(inSecurity, 'windowsOptions'));
}

/** Checks the security context of a container. */
export function checkContainerSecurity(container: Plain, report: Report, spec: Plain): void {
  const { securityContext: security } = container;
  checkNonRoot(container, report, spec);
  if (spec.hostUsers === false && Array.isArray(container.volumeDevices) && container.volumeDevices.length > 0)
    report(['volumeDevices'], 'cannot be combined with hostUsers: false; remove one');
  if (!isObject(security)) return;
  const inSecurity = below(report, 'securityContext');
  checkIds(security, inSecurity, ['runAsUser', 'runAsGroup']);
  if (security.allowPrivilegeEscalation === false) {
    if (security.privileged === true)
      inSecurity(['allowPrivilegeEscalation'], 'cannot be false while privileged is true; set privileged: false too');
    else if (
      stringsOf(objectOf(security.capabilities).add).some(name => name === 'CAP_SYS_ADMIN' || name === 'SYS_ADMIN')
    )
      inSecurity(
        ['allowPrivilegeEscalation'],
        'cannot be false with the capability SYS_ADMIN, which implies it; remove the capability',
      );
  }
  if (security.procMount === 'Unmasked' && spec.hostUsers !== false)
    inSecurity(['procMount'], 'can be Unmasked only in a pod with hostUsers: false');
  checkProfiles(security, inSecurity);
  checkWindowsOptions(security.windowsOptions, below(inSecurity, 'windowsOptions'));
}

/**
 * Checks for a container that runs as root although runAsNonRoot is true: the kubelet does not start it. The fields of
 * a container override those of its pod.
 */
function checkNonRoot(container: Plain, report: Report, spec: Plain): void {
  const [own, ofPod] = [objectOf(container.securityContext), objectOf(spec.securityContext)];
  if ((own.runAsNonRoot ?? ofPod.runAsNonRoot) !== true || (own.runAsUser ?? ofPod.runAsUser) !== 0) return;
  const field =
    own.runAsNonRoot === undefined && own.runAsUser === undefined
      ? 'runAsNonRoot'
      : own.runAsUser === 0
        ? 'runAsUser'
        : 'runAsNonRoot';
  report(
    ['securityContext', field],
    `prevents the start of container ${String(container.name)}: it runs as user 0, and runAsNonRoot is true; ` +
      'change one',
  );
}

function checkIds(security: Plain, report: Report, fields: readonly string[]): void {
  for (const field of fields) checkRange(report, [field], security[field], 0, MAX_ID);
}

/** Sysctls in the network namespace and in the IPC namespace. */
const NETWORK_SYSCTL = /^net[./]/;
const IPC_SYSCTL = /^(kernel[./](sem|shmall|shmmax|shmmni|shm_rmid_forced|msgmax|msgmnb|msgmni)$|fs[./]mqueue[./])/;

function checkSysctls(sysctls: unknown, report: Report, hostNetwork: boolean, hostIPC: boolean): void {
  const names = new Set<unknown>();
  objectsOf(sysctls).forEach(({ name }, index) => {
    checkSyntax(report, [index, 'name'], name, SYSCTL);
    if (names.has(name)) report([index, 'name'], `duplicate sysctl ${JSON.stringify(name)}; remove one`);
    names.add(name);
    if (typeof name !== 'string') return;
    if (hostNetwork && NETWORK_SYSCTL.test(name))
      report([index, 'name'], `${name} would be set on the node, because hostNetwork is true; leave it out`);
    if (hostIPC && IPC_SYSCTL.test(name))
      report([index, 'name'], `${name} would be set on the node, because hostIPC is true; leave it out`);
  });
}

const PROFILE_TYPES = ['RuntimeDefault', 'Localhost', 'Unconfined'];
const MAX_PROFILE_LENGTH = 4095;

/** Checks the seccomp profile and the AppArmor profile. */
function checkProfiles(security: Plain, report: Report): void {
  for (const field of ['seccompProfile', 'appArmorProfile']) {
    if (security[field] === undefined) continue;
    const { type, localhostProfile: profile } = objectOf(security[field]);
    const inProfile = below(report, field);
    if (type !== undefined && !PROFILE_TYPES.includes(type as string))
      inProfile(['type'], `must be one of ${PROFILE_TYPES.join(', ')}, got ${JSON.stringify(type)}`);
    if (type === 'Localhost' && (profile === undefined || (field === 'appArmorProfile' && profile === '')))
      inProfile(['localhostProfile'], 'is required with type Localhost');
    if (type !== 'Localhost' && profile !== undefined)
      inProfile(['localhostProfile'], 'is allowed only with type Localhost; leave it out');
    if (typeof profile !== 'string') continue;
    if (field === 'seccompProfile') checkSyntax(inProfile, ['localhostProfile'], profile, RELATIVE_PATH);
    else if (profile !== profile.trim() || profile.length > MAX_PROFILE_LENGTH)
      inProfile(
        ['localhostProfile'],
        `must be a profile name of at most ${MAX_PROFILE_LENGTH} characters without leading or trailing spaces, got ` +
          JSON.stringify(profile),
      );
  }
}
