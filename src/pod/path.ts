import { posix } from 'node:path';

/** Returns why a path is not an absolute path in its shortest form, such as `/var/lib/docker`, or undefined. */
export function pathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return `must be an absolute path, got ${JSON.stringify(path)}`;
  const parts = path.split('/').slice(1);
  const plain = parts.filter(part => part !== '' && part !== '.');
  if (plain.includes('..')) return `must not contain "..", got ${JSON.stringify(path)}`;
  if (/[:\u0000-\u001f]/.test(path))
    return `must not contain a colon or a control character, got ${JSON.stringify(path)}`;
  if (path !== '/' && plain.length !== parts.length)
    return `must be written as ${JSON.stringify(`/${plain.join('/')}`)}, got ${JSON.stringify(path)}`;
  return undefined;
}

/** A path in its shortest form: `/var/run` for `/var//run/`. */
export function cleanPath(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, '');
}
