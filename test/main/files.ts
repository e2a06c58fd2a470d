import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { appFromText } from '../../src/config/build';
import { filesOf, temporaryFolder } from '../support/folders';

const file = join(resolve(__dirname, '../..'), 'deskrun.yaml');

/** Synthesizes the deskrun.yaml of this repository, and returns its files by name. */
export function filesOfThisRepository(): Record<string, string> {
  const outdir = temporaryFolder();
  appFromText(readFileSync(file, 'utf8'), 'deskrun.yaml', { outdir }).synth();
  return filesOf(outdir);
}

/** Returns the documents of an instance of rubionic-workspace as text. */
export function workspaceInstance(files: Record<string, string>, number: number): string[] {
  const documents = files['rubionic-workspace.k8s.yaml']?.split('---\n') ?? [];
  const own = documents.filter(document => document.includes(`\n  name: rubionic-workspace-${number}`));
  expect(own).toHaveLength(7);
  return own;
}
