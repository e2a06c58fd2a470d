import { below, objectOf, objectsOf, presentFields, type Plain, type Report } from './report';
import { RELATIVE_PATH, checkOptional } from './syntax';

/** The drive of a path in a Windows container, such as `C:`. */
const WINDOWS_DRIVE = /^[A-Za-z]:(?=[\\/]|$)/;

/** Checks the mounts and block devices of a container. `volumes` are the volumes of the pod by name. */
export function checkMounts(container: Plain, report: Report, volumes: ReadonlyMap<unknown, Plain>): void {
  const mounts = objectsOf(container.volumeMounts);
  const devices = objectsOf(container.volumeDevices);
  const paths = new Set<unknown>();
  mounts.forEach((mount, index) => {
    const { name, mountPath } = mount;
    // The schema check reports a missing name.
    if (typeof name === 'string' && !volumes.has(name))
      report(
        ['volumeMounts', index, 'name'],
        missingVolume(`${String(mountPath)} of container ${nameOf(container)} mounts`, name),
      );
    if (mountPath === '') report(['volumeMounts', index, 'mountPath'], 'is required, and must not be empty');
    if (typeof mountPath === 'string' && mountPath.replace(WINDOWS_DRIVE, '').includes(':'))
      report(
        ['volumeMounts', index, 'mountPath'],
        `must not contain a colon, except after a Windows drive letter, got ${JSON.stringify(mountPath)}`,
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
  if (subPath && subPathExpr) report(['subPathExpr'], 'cannot be combined with subPath; remove one');
  if (mountPropagation === 'Bidirectional' && objectOf(container.securityContext).privileged !== true)
    report(
      ['mountPropagation'],
      'can be Bidirectional only in a privileged container; use HostToContainer, or set privileged: true',
    );
  if (recursiveReadOnly === 'Enabled' || recursiveReadOnly === 'IfPossible') {
    if (readOnly !== true) report(['recursiveReadOnly'], `can be ${recursiveReadOnly} only with readOnly: true`);
    if (mountPropagation !== undefined && mountPropagation !== 'None')
      report(['recursiveReadOnly'], `can be ${recursiveReadOnly} only with mountPropagation None; remove one`);
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
    if (volume && presentFields(volume, ['persistentVolumeClaim', 'ephemeral']).length === 0)
      report([...path, 'name'], `must be a persistentVolumeClaim or ephemeral volume, and ${String(name)} is not`);
    if (names.has(name))
      report(
        [...path, 'name'],
        `volume ${String(name)} is used more than once in container ${nameOf(container)}; mount it, or use it as one ` +
          'device',
      );
    if (devicePath === '') report([...path, 'devicePath'], 'is required, and must not be empty');
    if (typeof devicePath === 'string' && devicePath.split('/').includes('..'))
      report([...path, 'devicePath'], `must not contain .., got ${JSON.stringify(devicePath)}`);
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
