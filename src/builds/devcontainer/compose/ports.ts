import type { Tree } from './tree';

/** The ports that a service listens on, as `ports` and `expose` have them. Ranges are written out. */
export function servicePorts(service: Tree): number[] {
  const written = [...(service.get('ports')?.items ?? []), ...(service.get('expose')?.items ?? [])];
  const ports = written.flatMap(port => portsOf(port.isScalar ? port.text : (port.get('target')?.text ?? '')));
  return [...new Set(ports)];
}

/** `80` for `127.0.0.1:8080:80/tcp`. */
function portsOf(text: string): number[] {
  const container =
    text
      .replace(/\/\w+$/, '')
      .split(':')
      .at(-1) ?? '';
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(container) ?? [];
  if (first === undefined || last === undefined) return [];
  const count = Math.min(Number(last) - Number(first) + 1, 100);
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(first) + index);
}
