import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { appFromText } from '../../src/config/build';
import { ConfigFileError } from '../../src/errors';
import { filesOf, temporaryFolder } from '../support/folders';
import type { Manifest } from '../support/sets';

/** The file name in messages. */
const FILE = 'deskrun.yaml';

/** A file of the folder `fixtures`. */
export function fixture(name: string): string {
  return readFileSync(join(__dirname, 'fixtures', name), 'utf8');
}

/** Writes a value as YAML. */
export function asText(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** A file with one runner set and further lines of it. */
export function runnerFile(lines = '', containerMode = 'dind'): string {
  return fileOfSets(runnerSet('docs', lines, containerMode));
}

/** A file of runner sets. */
export function fileOfSets(...sets: string[]): string {
  return ['namespace: arc-runners', 'runners:', ...sets].join('\n');
}

/** One entry of `runners`. */
export function runnerSet(name: string, lines = '', containerMode = 'dind'): string {
  return [
    `  - name: ${name}`,
    '    repository: https://github.com/rubionic/docs',
    `    containerMode: ${containerMode}`,
    '    auth: { secret: github }',
    lines,
  ].join('\n');
}

/** The manifests of a configuration. */
export function manifestsOf(text: string) {
  return appFromText(text, FILE).manifests() as Manifest[];
}

/** The AutoscalingRunnerSets of a configuration. */
export function scaleSetsOf(text: string) {
  return manifestsOf(text).filter(({ kind }) => kind === 'AutoscalingRunnerSet');
}

/** The spec of the runner pod of a configuration's first scale set. */
export function podOf(text: string) {
  return scaleSetsOf(text)[0].spec.template.spec;
}

/** Returns the message of the ConfigFileError that refuses a configuration. Any other error fails the test. */
export function refusalOf(text: string): string {
  try {
    manifestsOf(text);
  } catch (error) {
    if (error instanceof ConfigFileError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Returns the text without its ➤ marks, and the position of each mark as `line:column`. */
export function unmarked(text: string): { readonly text: string; readonly places: readonly string[] } {
  const [first = '', ...parts] = text.split('➤');
  let before = first;
  const places = parts.map(part => {
    const lines = before.split('\n');
    before += part;
    return `${lines.length}:${(lines.at(-1) as string).length + 1}`;
  });
  return { text: before, places };
}

/** Checks that a text is refused with exactly these messages, each at the position of a ➤. */
export function expectFindings(marked: string, ...messages: string[]): void {
  const { text, places } = unmarked(marked);
  if (places.length !== messages.length) throw new Error(`${places.length} ➤ for ${messages.length} messages`);
  const lines = messages.map((message, index) => `${FILE}:${places[index]}  ${message}`);
  expect(refusalOf(text)).toBe(
    [...lines, `${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`].join('\n'),
  );
}

/** The manifest files of a configuration, by their paths below the output folder. */
export function writtenBy(text: string): Record<string, string> {
  const outdir = temporaryFolder();
  appFromText(text, FILE, { outdir }).synth();
  return filesOf(outdir);
}
