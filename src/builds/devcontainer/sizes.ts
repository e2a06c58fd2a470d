import { sizeBytes } from '../size';

const POWERS: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4 };

/** The bytes of a `memory` or `storage` requirement such as `8gb`, or undefined if the text is none. */
export function bytesOfRequirement(text: string | undefined): number | undefined {
  const [, digits, unit = 'b'] = /^(\d+)([tgmk]b)?$/i.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) * 1024 ** (POWERS[unit.charAt(0).toLowerCase()] as number);
}

/** The bytes of the size of a volume in memory, or undefined if the text is none. */
export function volumeBytes(text: string): number | undefined {
  const bytes = sizeBytes(text);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Formats bytes as a Kubernetes quantity: `4Gi`. */
export function bytesQuantity(bytes: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let unit = 0;
  while (unit < units.length - 1 && bytes > 0 && bytes % 1024 === 0) {
    bytes /= 1024;
    unit++;
  }
  return `${bytes}${units[unit]}`;
}

/** Formats a number of CPUs as a Kubernetes quantity: `2` or `500m`. */
export function cpuQuantity(cpus: number): string {
  return Number.isInteger(cpus) ? String(cpus) : `${Math.ceil(cpus * 1000)}m`;
}
