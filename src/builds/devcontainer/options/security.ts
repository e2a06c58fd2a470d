import type { Place, Report } from '../report';
import type { Settings, SettingsReader } from '../settings';
import { isId } from '../users';
import { dropped, refused, type DockerOptions } from './option';

const UNSAFE_DEVICES = 'needs a device of the node; use a device plugin, or privileged: true with allowPrivileged';

/** Users, capabilities and confinement. */
export const SECURITY_OPTIONS: DockerOptions = {
  user: { short: 'u', apply: (settings, value, place) => void (settings.user = { value, place }) },
  'group-add': {
    apply({ pod }, value, place, { report }) {
      if (isId(value)) pod.supplementalGroups.push(Number(value));
      else report.error(place, `a pod knows groups only by number, got ${JSON.stringify(value)}; write its number`);
    },
  },
  'cap-add': {
    apply: ({ capabilities }, value, place, { report }) => capability(capabilities.add, value, place, report),
  },
  'cap-drop': {
    apply: ({ capabilities }, value, place, { report }) => capability(capabilities.drop, value, place, report),
  },
  privileged: {
    flag: true,
    apply({ security }, _, place, { permissions, report }) {
      if (permissions.allowPrivileged) security.privileged = true;
      else
        report.error(
          place,
          'a privileged container has full access to the node; allow it with allowPrivileged, or remove it',
        );
    },
  },
  'security-opt': { apply: securityOption },
  'read-only': { flag: true, apply: ({ security }) => void (security.readOnlyRootFilesystem = true) },
  init: { flag: true, apply: ({ pod }) => void (pod.shareProcessNamespace = true) },
  userns: {
    apply(_, value, place, { report }) {
      if (value !== 'host')
        report.notice(place, 'is ignored: whether the pod has a user namespace is set by isolation');
    },
  },
  device: refused(UNSAFE_DEVICES),
  'device-cgroup-rule': refused(UNSAFE_DEVICES),
  cgroupns: dropped('the container runtime gives each container a cgroup namespace'),
};

function capability(list: Set<string>, value: string, place: Place, report: Report): void {
  const name = value.trim().toUpperCase().replace(/^CAP_/, '');
  if (/^[A-Z][A-Z_]*$/.test(name)) list.add(name);
  else report.error(place, `must be a capability such as SYS_PTRACE, got ${JSON.stringify(value)}`);
}

/** Docker accepts `name=value` and `name:value`. */
function securityOption({ security, pod }: Settings, written: string, place: Place, { report }: SettingsReader): void {
  const [, name = written, value = ''] = /^([^=:]+)[=:](.*)$/s.exec(written) ?? [];
  switch (name) {
    case 'seccomp':
      if (value === 'unconfined') security.seccompProfile = { type: 'Unconfined' };
      else if (value === 'builtin') security.seccompProfile = { type: 'RuntimeDefault' };
      else
        report.error(
          place,
          `a pod cannot read the seccomp profile ${JSON.stringify(value)}; ` +
            'put it on the nodes, and name it in template',
        );
      return;
    case 'apparmor':
      if (value === 'unconfined') security.appArmorProfile = { type: 'Unconfined' };
      else if (value === 'docker-default') security.appArmorProfile = { type: 'RuntimeDefault' };
      else if (value !== '') security.appArmorProfile = { type: 'Localhost', localhostProfile: value };
      else report.error(place, 'must name an AppArmor profile, as apparmor=unconfined does');
      return;
    case 'no-new-privileges':
      if (value !== 'false') security.allowPrivilegeEscalation = false;
      return;
    case 'label':
      return seLinuxLabel(security, value, place, report);
    case 'systempaths':
      if (value === 'unconfined') {
        // Kubernetes allows an unmasked /proc only in a user namespace.
        security.procMount = 'Unmasked';
        pod.hostUsers = false;
      }
      return;
    default:
      report.error(
        place,
        `unknown security option ${JSON.stringify(written)}; ` +
          'allowed: seccomp, apparmor, no-new-privileges, label, systempaths',
      );
  }
}

function seLinuxLabel(security: Settings['security'], value: string, place: Place, report: Report): void {
  const [, field = value, content = ''] = /^([a-z]+):(.*)$/.exec(value) ?? [];
  const options = (security.seLinuxOptions ?? {}) as Record<string, string>;
  if (value === 'disable') security.seLinuxOptions = { type: 'spc_t' };
  else if (['user', 'role', 'type', 'level'].includes(field) && content !== '')
    security.seLinuxOptions = { ...options, [field]: content };
  else if (value !== 'nested')
    report.error(
      place,
      `a label must be disable, or user:, role:, type: or level: and a value, got ${JSON.stringify(value)}`,
    );
}
