/** Returns why a text is not the path of a file or directory in the checkout, or undefined. */
export function checkoutPathProblem(path: string): string | undefined {
  const got = `got ${JSON.stringify(path)}`;
  if (/^[/~]/.test(path)) return `must be a path in the checkout such as ./dist, ${got}`;
  return segmentsProblem(path);
}

/** Returns why a text is not a relative path, whatever it is relative to, or undefined. */
export function segmentsProblem(path: string): string | undefined {
  const got = `got ${JSON.stringify(path)}`;
  if (path.trim() === '') return 'must not be empty';
  if (path.split('/').includes('..')) return `must not contain "..", ${got}`;
  if (/[:\u0000-\u001f]/.test(path)) return `must not contain a colon or a control character, ${got}`;
  if (/[*?]/.test(path)) return `is one path, and patterns such as * are not expanded, ${got}; give the directory`;
  if (path.includes('$')) return `must not contain $, since variables are not expanded, ${got}`;
  return undefined;
}

/** The path without `./`, `//` and a slash at its end, such as `node_modules`. The checkout itself is `.`. */
export function plainPath(path: string): string {
  const segments = path.split('/').filter(segment => segment !== '' && segment !== '.');
  return segments.length === 0 ? '.' : segments.join('/');
}
