import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '../../../src/cli/apply/manifest-files';
import { temporaryFolder } from '../../support/folders';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'dist/sub'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'dist', name), text);
  return folder;
}

const read = (files: Readonly<Record<string, string>>) =>
  readManifests('dist', folderOf(files)).map(({ kind }) => kind);

describe('the manifests of a folder', () => {
  it('are all documents of all YAML files, including those in subfolders', () => {
    expect(read({ 'a.yaml': 'kind: A\n---\nkind: B\n', 'b.yml': 'kind: C\n', 'sub/d.k8s.yaml': 'kind: D\n' })).toEqual([
      'A',
      'B',
      'C',
      'D',
    ]);
  });

  it('do not include other files or empty documents', () => {
    expect(read({ 'a.yaml': '---\nkind: A\n---\n', 'README.md': 'kind: B\n' })).toEqual(['A']);
  });

  it('are refused if a file is not YAML, with its name', () => {
    expect(() => read({ 'a.yaml': 'kind: [A\n' })).toThrow(
      /^dist\/a\.yaml: is not YAML: .*; recreate it with deskrun synth$/,
    );
  });

  it('are refused if the folder does not exist', () => {
    expect(() => readManifests('dist', temporaryFolder())).toThrow(
      'dist: cannot be read (ENOENT); --against needs a folder of manifests, such as dist',
    );
  });
});
