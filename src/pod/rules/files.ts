import { checkFileFieldRef, checkResourceFieldRef } from './env';
import { below, checkExactlyOne, objectsOf, type Plain, type Report } from './report';
import { FILE_PATH, checkSyntax } from './syntax';

const HIGHEST_MODE = 0o777;

export function checkMode(part: Plain, field: string, report: Report): void {
  const mode = part[field];
  if (typeof mode === 'number' && (mode < 0 || mode > HIGHEST_MODE))
    report([field], `must be from 0 to 0777 (${HIGHEST_MODE} in decimal), got ${mode}`);
}

/** Checks the items of a ConfigMap, Secret or downwardAPI volume: each is a key and the path of its file. */
export function checkItems(items: unknown, report: Report): void {
  objectsOf(items).forEach((item, index) => {
    if (item.key === '') report([index, 'key'], 'is required, and must not be empty');
    if (item.path === '') report([index, 'path'], 'is required, and must not be empty');
    checkSyntax(report, [index, 'path'], item.path, FILE_PATH);
    checkMode(item, 'mode', below(report, index));
  });
}

/** Checks a file of a downwardAPI volume. */
export function checkDownwardFile(item: Plain, report: Report, kubernetesMinor: number): void {
  if (item.path === '') report(['path'], 'is required, and must not be empty');
  checkSyntax(report, ['path'], item.path, FILE_PATH);
  checkExactlyOne(report, item, ['fieldRef', 'resourceFieldRef'], 'source');
  checkFileFieldRef(item.fieldRef, below(report, 'fieldRef'), kubernetesMinor);
  checkResourceFieldRef(item.resourceFieldRef, below(report, 'resourceFieldRef'), true);
  checkMode(item, 'mode', report);
}
