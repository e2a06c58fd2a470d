import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isSystemError } from '../../file-error';
import type { Checkout } from './checkout';

/** A checkout in a folder of this machine. Symbolic links that lead out of the folder lead nowhere. */
export function folderCheckout(root: string): Checkout {
  const top = realpathSync(root);
  const inside = <T>(path: string, look: (real: string) => T): T | undefined => {
    try {
      const real = realpathSync(join(top, path));
      return real === top || real.startsWith(top + sep) ? look(real) : undefined;
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  };
  return {
    read: path => inside(path, real => (statSync(real).isFile() ? readFileSync(real, 'utf8') : undefined)),
    list: folder => inside(folder, real => readdirSync(real)) ?? [],
  };
}
