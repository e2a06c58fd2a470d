import type { DockerMount } from './mount-text';

/** Reads a mount in the short form of Docker: `source:target:options`, `source:target`, or only the target. */
export function shortVolume(text: string): DockerMount {
  const parts = text.split(':');
  const [source, target, options = ''] = parts.length === 1 ? [undefined, parts[0]] : parts;
  const flags = options.split(',');
  return {
    type: source !== undefined && /^[./~]/.test(source) ? 'bind' : 'volume',
    source,
    target,
    readOnly: flags.includes('ro'),
    others: parts.length > 3 ? parts.slice(3) : [],
  };
}
