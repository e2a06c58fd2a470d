/** Reads a file of environment variables. A name without `=` has no value. */
export function readEnvFile(text: string): [name: string, value: string | undefined][] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map(line => line.trimStart())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const equals = line.indexOf('=');
      return equals < 0 ? [line.trim(), undefined] : [line.slice(0, equals), line.slice(equals + 1)];
    });
}
