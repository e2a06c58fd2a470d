import { posix } from 'node:path';
import type { ChartValues } from './chart-values';
import type { Draft } from './draft';

/** Imports the certificate of a private CA. */
export function importTls(draft: Draft, values: ChartValues): void {
  if (values.given('githubServerTLS') === undefined) return;
  const reference = ['githubServerTLS', 'certificateFrom', 'configMapKeyRef'];
  const place = values.file.place('githubServerTLS');
  const [name, key] = [values.text(...reference, 'name'), values.text(...reference, 'key')];
  if (name === undefined || key === undefined) {
    draft.omit(
      place,
      'must have name and key in certificateFrom.configMapKeyRef; without them ARC uses no certificate',
    );
    return;
  }
  draft.set(['githubServerTls', 'configMap'], name, values.file.place(...reference, 'name'));
  draft.set(['githubServerTls', 'key'], key, values.file.place(...reference, 'key'));
  const mountPath = values.given('githubServerTLS', 'runnerMountPath');
  if (mountPath === undefined) return;
  const plain = typeof mountPath === 'string' ? posix.normalize(mountPath).replace(/(?<=.)\/$/, '') : mountPath;
  draft.set(['githubServerTls', 'runnerMountPath'], plain, values.file.place('githubServerTLS', 'runnerMountPath'));
}
