import { ConfigFileError } from '../../../src';
import type { BuildConfig } from '../../../src/builds/build-config';
import { readCinchFile, type CinchFileOptions } from '../../../src/builds/cinch-file/read';

const FILE = '.cinch.yaml';

/** The configuration of a text. */
export function configOf(text: string, options?: CinchFileOptions): BuildConfig {
  return readCinchFile(text, FILE, options).config;
}

/** The notices of a text, each as `line:column  path: message`. */
export function noticesOf(text: string): string[] {
  const { source, notices } = readCinchFile(text, FILE);
  return source.lines(notices).map(withoutFile);
}

/** The findings that a text is refused for, each as `line:column  path: message`. */
export function findingsOf(text: string, options?: CinchFileOptions): string[] {
  try {
    readCinchFile(text, FILE, options);
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    return error.message.split('\n').slice(0, -1).map(withoutFile);
  }
  throw new Error(`is not refused: ${text}`);
}

/** The only finding of a text, without its position. */
export function refusalOf(text: string, options?: CinchFileOptions): string {
  const findings = findingsOf(text, options);
  expect(findings).toHaveLength(1);
  return (findings[0] as string).replace(/^\d+:\d+ {2}/, '');
}

function withoutFile(line: string): string {
  return line.replace(`${FILE}:`, '');
}
