import { quantityValue } from '../../kubernetes';
import type { Place, Report } from './report';
import type { Settings } from './settings';

/** Reports settings that exclude each other. Each came from another key or option. */
export function checkSettings(
  { security, capabilities, pod, requests, limits }: Settings,
  top: Place,
  report: Report,
): void {
  const escalating = security.privileged === true || ['SYS_ADMIN', 'ALL'].some(name => capabilities.add.has(name));
  if (security.allowPrivilegeEscalation === false && escalating)
    report.error(top, 'no-new-privileges excludes privileged and the capability SYS_ADMIN; remove one of them');
  if (pod.hostUsers === false && (pod.hostIpc || pod.hostPid))
    report.error(
      top,
      'systempaths=unconfined needs a user namespace, which excludes --pid=host and --ipc=host; remove one',
    );
  if (pod.hostPid && pod.shareProcessNamespace)
    report.error(top, 'init excludes --pid=host, which has the init process of the node; remove one');
  for (const [resource, limit] of Object.entries(limits)) {
    const request = requests[resource];
    if (request !== undefined && quantityValue(request) > quantityValue(limit))
      report.error(
        top,
        `hostRequirements needs ${request} of ${resource}, and runArgs allows only ${limit}; raise the limit`,
      );
  }
}
