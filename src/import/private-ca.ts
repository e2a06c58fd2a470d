import { posix } from 'node:path';
import type { ChartValues } from './chart-values';
import type { Draft } from './draft';

/** A private certificate authority. */
export function carryTls(draft: Draft, values: ChartValues): void {
  if (values.given('githubServerTLS') === undefined) return;
  const reference = ['githubServerTLS', 'certificateFrom', 'configMapKeyRef'];
  const place = values.file.place('githubServerTLS');
  const [name, key] = [values.text(...reference, 'name'), values.text(...reference, 'key')];
  if (name === undefined || key === undefined) {
    draft.leave(place, 'names no ConfigMap and key in certificateFrom.configMapKeyRef; ARC has no certificate by this');
    return;
  }
  draft.set(['githubServerTls', 'configMap'], name, values.file.place(...reference, 'name'));
  draft.set(['githubServerTls', 'key'], key, values.file.place(...reference, 'key'));
  const mountPath = values.given('githubServerTLS', 'runnerMountPath');
  if (mountPath === undefined) return;
  const plain = typeof mountPath === 'string' ? posix.normalize(mountPath).replace(/(?<=.)\/$/, '') : mountPath;
  draft.set(['githubServerTls', 'runnerMountPath'], plain, values.file.place('githubServerTLS', 'runnerMountPath'));
}
