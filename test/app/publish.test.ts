import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publish } from '../../src/app/publish';
import { filesOf, temporaryFolder, fileStates } from '../support/folders';

function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Returns a folder with these published files. */
function published(...runs: Record<string, string>[]): string {
  const to = temporaryFolder();
  for (const files of runs) publish(folderOf(files), to);
  return to;
}

test('moves all files, also those in folders', () => {
  const [from, to] = [folderOf({ 'a.yaml': '1', 'b/c.yaml': '2' }), temporaryFolder()];
  publish(from, to);
  expect(filesOf(to)).toEqual({ 'a.yaml': '1', 'b/c.yaml': '2' });
  expect(filesOf(from)).toEqual({});
});

test('creates the folder when it does not exist', () => {
  const to = join(temporaryFolder(), 'deep', 'dist');
  publish(folderOf({ 'a.yaml': '1' }), to);
  expect(filesOf(to)).toEqual({ 'a.yaml': '1' });
});

test('a file is replaced atomically, so that no process reads an incomplete file', () => {
  const [from, to] = [folderOf({ 'a.yaml': 'new' }), folderOf({ 'a.yaml': 'old' })];
  const moved = statSync(join(from, 'a.yaml')).ino;
  publish(from, to);
  expect(fileStates(to)).toMatchObject({ 'a.yaml': { ino: moved, text: 'new' } });
});

test('a file of an earlier run that this run does not write is removed', () => {
  expect(filesOf(published({ 'a.yaml': 'old', 'b/c.yaml': 'old' }, { 'a.yaml': 'new' }))).toEqual({ 'a.yaml': 'new' });
});

test('all files of an earlier run are removed when this run writes none', () => {
  expect(filesOf(published({ 'a.yaml': 'old' }, {}))).toEqual({});
});

test('after several runs, only the files of the last one remain', () => {
  expect(filesOf(published({ 'a.yaml': '1' }, { 'b.yaml': '2' }, { 'c.yaml': '3' }))).toEqual({ 'c.yaml': '3' });
});

test('a file that no run wrote is kept', () => {
  const to = folderOf({ 'README.md': 'mine', 'a.yaml': 'mine', 'b/notes.txt': 'mine' });
  const before = fileStates(to);
  publish(folderOf({ 'c.yaml': 'new' }), to);
  publish(folderOf({}), to);
  expect(fileStates(to)).toMatchObject(before);
});

test('an empty run can be repeated', () => {
  const to = published({ 'a.yaml': '1' });
  publish(folderOf({}), to);
  expect(() => publish(folderOf({}), to)).not.toThrow();
});

test('the list of written files is one hidden file, which kubectl does not read', () => {
  const hidden = readdirSync(published({ 'a.yaml': '1', 'b/c.yaml': '2' })).filter(name => name.startsWith('.'));
  expect(hidden).toEqual(['.synthesized']);
});

test('no path in that list removes a file outside of the folder', () => {
  const outside = folderOf({ 'secret.txt': 'mine', 'dist/a.yaml': '1' });
  const to = join(outside, 'dist');
  writeFileSync(join(to, '.synthesized'), `../secret.txt\n${join(outside, 'secret.txt')}\na.yaml\n`);
  publish(folderOf({}), to);
  expect(filesOf(outside)).toEqual({ 'secret.txt': 'mine' });
});
