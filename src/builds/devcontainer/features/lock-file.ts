import { isPlainObject } from '../../../plain-object';
import { folderOf, type Checkout } from '../checkout';
import { JsonSource } from '../json-source';
import { pathFromCheckout } from '../mounts/mounts';
import { inside, type Report } from '../report';

/** What the lock file says about a feature. */
export interface LockedFeature {
  /** Address with a digest, or the URL of a tarball. */
  readonly resolved: string;

  /** `sha256:` and the hash of the manifest or tarball. */
  readonly integrity: string;
}

/** The lock file beside a devcontainer.json, by the keys of `features` in lower case. */
export function readLockFile(file: string, checkout: Checkout, report: Report): ReadonlyMap<string, LockedFeature> {
  const path = lockFileOf(file);
  const text = checkout.read(path);
  const locked = new Map<string, LockedFeature>();
  // An empty file asks the CLI to write one.
  if (text === undefined || text.trim() === '') return locked;
  const source = new JsonSource(text, path);
  const top = { source, path: [] };
  const features = isPlainObject(source.value) ? source.value.features : undefined;
  if (!isPlainObject(features)) {
    report.error(top, 'must be an object with the key features');
    return locked;
  }
  for (const [id, entry] of Object.entries(features)) {
    const { resolved, integrity } = isPlainObject(entry) ? entry : {};
    if (typeof resolved === 'string' && typeof integrity === 'string' && /^sha256:[0-9a-f]{64}$/.test(integrity))
      locked.set(id.toLowerCase(), { resolved, integrity });
    else report.error(inside(top, 'features', id), 'must have resolved, and integrity with a SHA-256 digest');
  }
  return locked;
}

/** Path of the lock file of a devcontainer.json. */
export function lockFileOf(file: string): string {
  const name = (file.split('/').at(-1) as string).startsWith('.')
    ? '.devcontainer-lock.json'
    : 'devcontainer-lock.json';
  return pathFromCheckout(name, folderOf(file)) as string;
}
