import { isObject } from '../../plain-object';
import { below, checkRange, objectOf, objectsOf, stringsOf, type Plain, type Report } from './report';
import { RELATIVE_PATH, SYSCTL, checkSyntax } from './syntax';
import { checkWindowsOptions } from './windows';

const HIGHEST_ID = 2147483647;

/** What a pod as a whole may do. */
export function checkPodSecurity(spec: Plain, report: Report): void {
  const { securityContext: security, hostPID, hostIPC, hostNetwork, hostUsers, shareProcessNamespace } = spec;
  if (shareProcessNamespace === true && hostPID === true)
    report(['shareProcessNamespace'], 'cannot be true beside hostPID: true; leave one out');
  if (hostUsers === false)
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'])
      if (spec[field] === true) report([field], 'cannot be true while hostUsers is false; leave one out');
  if (!isObject(security)) return;
  const inSecurity = below(report, 'securityContext');
  checkIds(security, inSecurity, ['runAsUser', 'runAsGroup', 'fsGroup']);
  if (Array.isArray(security.supplementalGroups))
    security.supplementalGroups.forEach((id, index) =>
      checkRange(inSecurity, ['supplementalGroups', index], id, 0, HIGHEST_ID),
    );
  checkSysctls(security.sysctls, below(inSecurity, 'sysctls'), hostNetwork === true, hostIPC === true);
  // Another policy is behind a gate that is off.
  if (typeof security.seLinuxChangePolicy === 'string' && security.seLinuxChangePolicy !== 'Recursive')
    inSecurity(
      ['seLinuxChangePolicy'],
      `must be Recursive, got ${JSON.stringify(security.seLinuxChangePolicy)}; leave it out`,
    );
  checkProfiles(security, inSecurity);
  checkWindowsOptions(security.windowsOptions, below(inSecurity, 'windowsOptions'));
}

/** What one container may do. */
export function checkContainerSecurity(container: Plain, report: Report, spec: Plain): void {
  const { securityContext: security } = container;
  checkNonRoot(container, report, spec);
  if (spec.hostUsers === false && Array.isArray(container.volumeDevices) && container.volumeDevices.length > 0)
    report(['volumeDevices'], 'are not possible while hostUsers is false; leave one out');
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
        'cannot be false with the capability SYS_ADMIN, which includes it; give capabilities without it',
      );
  }
  if (security.procMount === 'Unmasked' && spec.hostUsers !== false)
    inSecurity(['procMount'], 'can be Unmasked only in pods with hostUsers: false');
  checkProfiles(security, inSecurity);
  checkWindowsOptions(security.windowsOptions, below(inSecurity, 'windowsOptions'));
}

/** The kubelet starts no container as root that must not be. What the container says goes before what its pod says. */
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
    `lets container ${String(container.name)} never start: it runs as user 0, and runAsNonRoot is true`,
  );
}

function checkIds(security: Plain, report: Report, fields: readonly string[]): void {
  for (const field of fields) checkRange(report, [field], security[field], 0, HIGHEST_ID);
}

/** Kernel parameters of the network, and of the communication between processes. */
const OF_NETWORK = /^net[./]/;
const OF_IPC = /^(kernel[./](sem|shmall|shmmax|shmmni|shm_rmid_forced|msgmax|msgmnb|msgmni)$|fs[./]mqueue[./])/;

function checkSysctls(sysctls: unknown, report: Report, hostNetwork: boolean, hostIPC: boolean): void {
  const names = new Set<unknown>();
  objectsOf(sysctls).forEach(({ name }, index) => {
    checkSyntax(report, [index, 'name'], name, SYSCTL);
    if (names.has(name)) report([index, 'name'], `duplicate kernel parameter ${JSON.stringify(name)}; remove one`);
    names.add(name);
    if (typeof name !== 'string') return;
    if (hostNetwork && OF_NETWORK.test(name))
      report([index, 'name'], `${name} would be set for the node, since hostNetwork is true; leave it out`);
    if (hostIPC && OF_IPC.test(name))
      report([index, 'name'], `${name} would be set for the node, since hostIPC is true; leave it out`);
  });
}

const PROFILE_TYPES = ['RuntimeDefault', 'Localhost', 'Unconfined'];
const LONGEST_PROFILE = 4095;

/** Filters of system calls, and AppArmor. */
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
      inProfile(['localhostProfile'], 'is for type Localhost only; leave it out');
    if (typeof profile !== 'string') continue;
    if (field === 'seccompProfile') checkSyntax(inProfile, ['localhostProfile'], profile, RELATIVE_PATH);
    else if (profile !== profile.trim() || profile.length > LONGEST_PROFILE)
      inProfile(
        ['localhostProfile'],
        `must be the name of a profile without spaces around it, got ${JSON.stringify(profile)}`,
      );
  }
}
