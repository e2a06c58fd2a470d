import { redactAll } from '../credential-text';
import type { Call, Io } from './command';

/** Prints data in the format of `-o`: JSON, YAML, or the table that `rows` returns. Masks credentials. */
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

/** Formats rows as a table with aligned columns, two spaces apart. */
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
