import { below, given, objectOf, objectsOf, type Plain, type Report } from './report';
import { RELATIVE_PATH, checkOptional } from './syntax';

/** The drive of a path in a Windows container, such as `C:`. */
const WINDOWS_DRIVE = /^[A-Za-z]:(?=[\\/]|$)/;

/** Mounts and raw devices of one container, given the pod's volumes by name. */
export function checkMounts(container: Plain, report: Report, volumes: ReadonlyMap<unknown, Plain>): void {
  const mounts = objectsOf(container.volumeMounts);
  const devices = objectsOf(container.volumeDevices);
  const paths = new Set<unknown>();
  mounts.forEach((mount, index) => {
    const { name, mountPath } = mount;
    // What is missing is said by the schema.
    if (typeof name === 'string' && !volumes.has(name))
      report(
        ['volumeMounts', index, 'name'],
        missingVolume(`${String(mountPath)} of container ${nameOf(container)} mounts`, name),
      );
    if (mountPath === '') report(['volumeMounts', index, 'mountPath'], 'is required, and must not be empty');
    if (typeof mountPath === 'string' && mountPath.replace(WINDOWS_DRIVE, '').includes(':'))
      report(
        ['volumeMounts', index, 'mountPath'],
        `must not have a colon, other than that of a Windows drive, got ${JSON.stringify(mountPath)}`,
      );
    if (paths.has(mountPath))
      report(
        ['volumeMounts', index, 'mountPath'],
        `duplicate mountPath ${JSON.stringify(mountPath)} in container ${nameOf(container)}; remove one`,
      );
    paths.add(mountPath);
    checkMount(mount, container, below(report, 'volumeMounts', index));
  });
  checkDevices(devices, mounts, container, report, volumes);
}

function checkMount(mount: Plain, container: Plain, report: Report): void {
  const { subPath, subPathExpr, mountPropagation, recursiveReadOnly, readOnly } = mount;
  checkOptional(report, ['subPath'], subPath, RELATIVE_PATH);
  checkOptional(report, ['subPathExpr'], subPathExpr, RELATIVE_PATH);
  if (subPath && subPathExpr) report(['subPathExpr'], 'cannot stand beside subPath; remove one');
  if (mountPropagation === 'Bidirectional' && objectOf(container.securityContext).privileged !== true)
    report(
      ['mountPropagation'],
      'can be Bidirectional in privileged containers only; use HostToContainer, or set privileged: true',
    );
  if (recursiveReadOnly === 'Enabled' || recursiveReadOnly === 'IfPossible') {
    if (readOnly !== true) report(['recursiveReadOnly'], `can be ${recursiveReadOnly} only with readOnly: true`);
    if (mountPropagation !== undefined && mountPropagation !== 'None')
      report(['recursiveReadOnly'], `can be ${recursiveReadOnly} only with mountPropagation None; leave one out`);
  }
}

function checkDevices(
  devices: readonly Plain[],
  mounts: readonly Plain[],
  container: Plain,
  report: Report,
  volumes: ReadonlyMap<unknown, Plain>,
): void {
  const names = new Set(mounts.map(({ name }) => name));
  const paths = new Set(mounts.map(({ mountPath }) => mountPath));
  devices.forEach(({ name, devicePath }, index) => {
    const path = ['volumeDevices', index];
    const volume = volumes.get(name);
    if (typeof name === 'string' && volume === undefined)
      report([...path, 'name'], missingVolume(`${String(devicePath)} of container ${nameOf(container)} uses`, name));
    if (volume && given(volume, ['persistentVolumeClaim', 'ephemeral']).length === 0)
      report(
        [...path, 'name'],
        `must be a volume of a claim (persistentVolumeClaim or ephemeral), which ${String(name)} is not`,
      );
    if (names.has(name))
      report(
        [...path, 'name'],
        `${String(name)} is used twice in container ${nameOf(container)}; mount a volume or use it as a device, once`,
      );
    if (devicePath === '') report([...path, 'devicePath'], 'is required, and must not be empty');
    if (typeof devicePath === 'string' && devicePath.split('/').includes('..'))
      report([...path, 'devicePath'], `must not have .., got ${JSON.stringify(devicePath)}`);
    if (paths.has(devicePath))
      report(
        [...path, 'devicePath'],
        `duplicate path ${JSON.stringify(devicePath)} in container ${nameOf(container)}; change one`,
      );
    names.add(name);
    paths.add(devicePath);
  });
}

function missingVolume(use: string, name: string): string {
  return `${use} volume ${JSON.stringify(name)}, which the pod does not have; add it to volumes`;
}

function nameOf({ name }: Plain): string {
  return String(name);
}
