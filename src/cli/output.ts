import { redactAll } from '../credential-text';
import type { Call, Io } from './command';

/** Prints data as `-o` asks: as JSON, as YAML, or as the table that `rows` makes of it. Credentials are masked. */
export async function printData<T>(
  call: Call,
  io: Io,
  data: T,
  rows: (data: T) => readonly (readonly string[])[],
): Promise<void> {
  io.stdout.write(await format(call.options.output, redactAll(data), rows));
}

async function format<T>(output: unknown, data: T, rows: (data: T) => readonly (readonly string[])[]): Promise<string> {
  switch (output) {
    case 'json':
      return `${JSON.stringify(data, null, 2)}\n`;
    case 'yaml':
      return (await import('yaml')).stringify(data, { lineWidth: 0 });
    default:
      return table(rows(data));
  }
}

/** Rows with their columns under each other, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(
      row =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
