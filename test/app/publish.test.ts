import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publish } from '../../src/app/publish';
import { filesOf, temporaryFolder, tracesOf } from '../support/folders';

function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A folder into which these files were published, one after the other. */
function published(...runs: Record<string, string>[]): string {
  const to = temporaryFolder();
  for (const files of runs) publish(folderOf(files), to);
  return to;
}

test('every file moves, those of folders too', () => {
  const [from, to] = [folderOf({ 'a.yaml': '1', 'b/c.yaml': '2' }), temporaryFolder()];
  publish(from, to);
  expect(filesOf(to)).toEqual({ 'a.yaml': '1', 'b/c.yaml': '2' });
  expect(filesOf(from)).toEqual({});
});

test('the folder is made when there is none', () => {
  const to = join(temporaryFolder(), 'deep', 'dist');
  publish(folderOf({ 'a.yaml': '1' }), to);
  expect(filesOf(to)).toEqual({ 'a.yaml': '1' });
});

test('a file takes the place of the one before in one step, so that nobody reads half of it', () => {
  const [from, to] = [folderOf({ 'a.yaml': 'new' }), folderOf({ 'a.yaml': 'old' })];
  const moved = statSync(join(from, 'a.yaml')).ino;
  publish(from, to);
  expect(tracesOf(to)).toMatchObject({ 'a.yaml': { ino: moved, text: 'new' } });
});

test('a file that an earlier run wrote and this one does not is removed', () => {
  expect(filesOf(published({ 'a.yaml': 'old', 'b/c.yaml': 'old' }, { 'a.yaml': 'new' }))).toEqual({ 'a.yaml': 'new' });
});

test('so is every file of an earlier run when this one writes none', () => {
  expect(filesOf(published({ 'a.yaml': 'old' }, {}))).toEqual({});
});

test('a file of the run before the last is no longer known, and was removed then', () => {
  expect(filesOf(published({ 'a.yaml': '1' }, { 'b.yaml': '2' }, { 'c.yaml': '3' }))).toEqual({ 'c.yaml': '3' });
});

test('a file that no run wrote stays as it is', () => {
  const to = folderOf({ 'README.md': 'mine', 'a.yaml': 'mine', 'b/notes.txt': 'mine' });
  const before = tracesOf(to);
  publish(folderOf({ 'c.yaml': 'new' }), to);
  publish(folderOf({}), to);
  expect(tracesOf(to)).toMatchObject(before);
});

test('a file that somebody removed in between is not missed', () => {
  const to = published({ 'a.yaml': '1' });
  publish(folderOf({}), to);
  expect(() => publish(folderOf({}), to)).not.toThrow();
});

test('what was written is remembered in one hidden file, which kubectl does not read', () => {
  const hidden = readdirSync(published({ 'a.yaml': '1', 'b/c.yaml': '2' })).filter(name => name.startsWith('.'));
  expect(hidden).toEqual(['.synthesized']);
});

test('a record that was tampered with removes nothing outside of the folder', () => {
  const outside = folderOf({ 'secret.txt': 'mine', 'dist/a.yaml': '1' });
  const to = join(outside, 'dist');
  writeFileSync(join(to, '.synthesized'), `../secret.txt\n${join(outside, 'secret.txt')}\na.yaml\n`);
  publish(folderOf({}), to);
  expect(filesOf(outside)).toEqual({ 'secret.txt': 'mine' });
});
