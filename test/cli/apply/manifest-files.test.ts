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

/** The YAML of an object of a kind. */
const object = (kind: string) => `{ apiVersion: v1, kind: ${kind}, metadata: { name: docs } }\n`;

describe('the manifests of a folder', () => {
  it('are all documents of all YAML files, including those in subfolders', () => {
    expect(
      read({ 'a.yaml': `${object('A')}---\n${object('B')}`, 'b.yml': object('C'), 'sub/d.k8s.yaml': object('D') }),
    ).toEqual(['A', 'B', 'C', 'D']);
  });

  it('are the objects of a list', () => {
    expect(read({ 'a.yaml': `{ apiVersion: v1, kind: List, items: [${object('A')}, ${object('B')}] }` })).toEqual([
      'A',
      'B',
    ]);
  });

  it('do not include other files or empty documents', () => {
    expect(read({ 'a.yaml': `---\n${object('A')}---\n`, 'README.md': object('B') })).toEqual(['A']);
  });

  it.each([
    '- a',
    'words',
    '{ kind: A }',
    '{ apiVersion: v1, kind: A }',
    '{ apiVersion: v1, kind: 1, metadata: { name: a } }',
    '{ apiVersion: v1, kind: A, metadata: [a] }',
    '{ apiVersion: v1, kind: A, metadata: { name: 1 } }',
    '{ apiVersion: v1, kind: List, items: [null] }',
    '{ apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [docs.k8s.yaml] }',
  ])('do not include a document that is not an object: %s', text => {
    expect(read({ 'a.yaml': text, 'b.yaml': object('B') })).toEqual(['B']);
  });

  it('do not include a folder with the name of a file', () => {
    const folder = folderOf({ 'b.yaml': object('B') });
    mkdirSync(join(folder, 'dist/a.yaml'));
    expect(readManifests('dist', folder).map(({ kind }) => kind)).toEqual(['B']);
  });

  it.each([
    ['kind: [A\n', ':2:1'],
    ['a: *nowhere\n', ''],
  ])('are refused if a file is not YAML, with its name and place: %j', (text, place) => {
    expect(() => read({ 'a.yaml': text })).toThrow(`dist/a.yaml${place}: is not YAML; recreate it with deskrun synth`);
  });

  it('are refused if the folder does not exist', () => {
    expect(() => readManifests('dist', temporaryFolder())).toThrow(
      'dist: cannot be read: it does not exist (ENOENT); --against needs a folder of manifests, such as dist',
    );
  });
});
