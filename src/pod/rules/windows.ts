import { objectOf, type Plain, type Report } from './report';
import { SUBDOMAIN, checkSyntax } from './syntax';

const LARGEST_SPEC = 64 * 1024;
const LONGEST_USER = 104;
const LONGEST_DOMAIN = 255;

/** Options of Windows containers. */
export function checkWindowsOptions(given: unknown, report: Report): void {
  if (given === undefined) return;
  const options = objectOf(given);
  const { gmsaCredentialSpec: spec, runAsUserName: user } = options;
  checkSyntax(report, ['gmsaCredentialSpecName'], options.gmsaCredentialSpecName, SUBDOMAIN);
  if (typeof spec === 'string' && (spec === '' || Buffer.byteLength(spec) > LARGEST_SPEC))
    report(['gmsaCredentialSpec'], `must have from 1 to ${LARGEST_SPEC} bytes, got ${Buffer.byteLength(spec)}`);
  if (typeof user === 'string' && !isUserName(user))
    report(['runAsUserName'], `must be USER or DOMAIN\\USER, got ${JSON.stringify(user)}`);
}

function isUserName(text: string): boolean {
  const parts = text.split('\\');
  const user = parts.at(-1) as string;
  const domain = parts.length > 1 ? (parts[0] as string) : undefined;
  if (parts.length > 2 || /[\x00-\x1f\x7f]/.test(text)) return false;
  if (user === '' || user.length > LONGEST_USER || /^[. ]+$/.test(user) || /["/\\:;|=,+*?<>@[\]]/.test(user))
    return false;
  const isNetBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
  const isDns = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
  return domain === undefined || (domain.length <= LONGEST_DOMAIN && (isNetBios.test(domain) || isDns.test(domain)));
}

/** Fields of a pod that the API server refuses in a pod for Windows. */
const LINUX_ONLY_OF_PODS = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'resources'];
/** Fields of a pod's securityContext that the API server refuses in a pod for Windows. */
export const LINUX_ONLY_OF_POD_SECURITY = [
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
export const LINUX_ONLY_OF_CONTAINER_SECURITY = [
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

/** What fits the operating system that a pod names. */
export function checkOperatingSystem(
  spec: Plain,
  containers: readonly [string, number, Plain][],
  report: Report,
): void {
  const { name } = objectOf(spec.os);
  const security = objectOf(spec.securityContext);
  if (name === 'windows') {
    for (const field of LINUX_ONLY_OF_PODS) if (isSet(spec[field])) report([field], LINUX_ONLY);
    for (const field of LINUX_ONLY_OF_POD_SECURITY)
      if (isSet(security[field])) report(['securityContext', field], LINUX_ONLY);
    for (const [list, index, container] of containers)
      for (const field of LINUX_ONLY_OF_CONTAINER_SECURITY)
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

const LINUX_ONLY = 'is for Linux, and os.name is windows; leave one out';
const WINDOWS_ONLY = 'is for Windows, and os.name is linux; leave one out';

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** Windows containers with the rights of a process of the node: all of a pod, or none. */
function checkHostProcess(spec: Plain, containers: readonly [string, number, Plain][], report: Report): void {
  const ofPod = hostProcess(spec);
  const all = containers.map(([, , container]) => hostProcess(container) ?? ofPod ?? false);
  containers.forEach(([list, index, container]) => {
    const own = hostProcess(container);
    if (own !== undefined && ofPod !== undefined && own !== ofPod)
      report(
        [list, index, 'securityContext', 'windowsOptions', 'hostProcess'],
        `must be that of the pod (${ofPod}), got ${own}`,
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
