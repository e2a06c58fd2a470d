import { objectOf, type Plain, type Report } from './report';
import { SUBDOMAIN, checkSyntax } from './syntax';

const MAX_SPEC_BYTES = 64 * 1024;
const MAX_USER_LENGTH = 104;
const MAX_DOMAIN_LENGTH = 255;

/** Checks the options of a Windows container. */
export function checkWindowsOptions(given: unknown, report: Report): void {
  if (given === undefined) return;
  const options = objectOf(given);
  const { gmsaCredentialSpec: spec, runAsUserName: user } = options;
  checkSyntax(report, ['gmsaCredentialSpecName'], options.gmsaCredentialSpecName, SUBDOMAIN);
  if (typeof spec === 'string' && (spec === '' || Buffer.byteLength(spec) > MAX_SPEC_BYTES))
    report(['gmsaCredentialSpec'], `must have from 1 to ${MAX_SPEC_BYTES} bytes, got ${Buffer.byteLength(spec)}`);
  if (typeof user === 'string' && !isUserName(user))
    report(['runAsUserName'], `must be USER or DOMAIN\\USER, got ${JSON.stringify(user)}`);
}

function isUserName(text: string): boolean {
  const parts = text.split('\\');
  const user = parts.at(-1) as string;
  const domain = parts.length > 1 ? (parts[0] as string) : undefined;
  if (parts.length > 2 || /[\x00-\x1f\x7f]/.test(text)) return false;
  if (user === '' || user.length > MAX_USER_LENGTH || /^[. ]+$/.test(user) || /["/\\:;|=,+*?<>@[\]]/.test(user))
    return false;
  const isNetBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
  const isDns = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
  return domain === undefined || (domain.length <= MAX_DOMAIN_LENGTH && (isNetBios.test(domain) || isDns.test(domain)));
}

/** Fields of a pod that the API server refuses in a pod for Windows. */
const LINUX_POD_FIELDS = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'resources'];
/** Fields of a pod's securityContext that the API server refuses in a pod for Windows. */
export const LINUX_POD_SECURITY_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
/** Fields of a container's securityContext that the API server refuses in a pod for Windows. */
export const LINUX_CONTAINER_SECURITY_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

/** Checks that the fields of a pod are supported on its operating system, `os.name`. */
export function checkOperatingSystem(
  spec: Plain,
  containers: readonly [string, number, Plain][],
  report: Report,
): void {
  const { name } = objectOf(spec.os);
  const security = objectOf(spec.securityContext);
  if (name === 'windows') {
    for (const field of LINUX_POD_FIELDS) if (isSet(spec[field])) report([field], LINUX_ONLY);
    for (const field of LINUX_POD_SECURITY_FIELDS)
      if (isSet(security[field])) report(['securityContext', field], LINUX_ONLY);
    for (const [list, index, container] of containers)
      for (const field of LINUX_CONTAINER_SECURITY_FIELDS)
        if (objectOf(container.securityContext)[field] !== undefined)
          report([list, index, 'securityContext', field], LINUX_ONLY);
  }
  if (name === 'linux') {
    if (security.windowsOptions !== undefined) report(['securityContext', 'windowsOptions'], WINDOWS_ONLY);
    for (const [list, index, container] of containers)
      if (objectOf(container.securityContext).windowsOptions !== undefined)
        report([list, index, 'securityContext', 'windowsOptions'], WINDOWS_ONLY);
  }
  checkHostProcess(spec, containers, report);
}

const LINUX_ONLY = 'is only for Linux, and os.name is windows; remove one';
const WINDOWS_ONLY = 'is only for Windows, and os.name is linux; remove one';

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** Checks that all containers of a pod are HostProcess containers, or none. */
function checkHostProcess(spec: Plain, containers: readonly [string, number, Plain][], report: Report): void {
  const ofPod = hostProcess(spec);
  const all = containers.map(([, , container]) => hostProcess(container) ?? ofPod ?? false);
  containers.forEach(([list, index, container]) => {
    const own = hostProcess(container);
    if (own !== undefined && ofPod !== undefined && own !== ofPod)
      report(
        [list, index, 'securityContext', 'windowsOptions', 'hostProcess'],
        `must equal the value of the pod (${ofPod}), got ${own}; leave it out`,
      );
  });
  if (!all.includes(true)) return;
  if (all.includes(false)) {
    const [list, index] = containers[all.indexOf(true)] as [string, number, Plain];
    report(
      [list, index, 'securityContext', 'windowsOptions', 'hostProcess'],
      'must be true for all containers of a pod, or for none',
    );
  }
  if (spec.hostNetwork !== true) report(['hostNetwork'], 'must be true in a pod with hostProcess containers');
}

function hostProcess(part: Plain): boolean | undefined {
  const value = objectOf(objectOf(part.securityContext).windowsOptions).hostProcess;
  return typeof value === 'boolean' ? value : undefined;
}
