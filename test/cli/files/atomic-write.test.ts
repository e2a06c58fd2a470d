import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../../src/cli/files/atomic-write';
import { temporaryFolder } from '../../support/folders';

test('a file is written with the folders above it, for their owner', () => {
  const folder = temporaryFolder();
  writeAtomically(join(folder, 'a/b/file'), 'text', 0o600);
  expect(readFileSync(join(folder, 'a/b/file'), 'utf8')).toBe('text');
  expect([statSync(join(folder, 'a/b')).mode & 0o777, statSync(join(folder, 'a/b/file')).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['file']);
});

test('a file keeps its mode unless another is asked for', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, 'old', { mode: 0o640 });
  writeAtomically(file, 'new');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  writeAtomically(file, 'new', 0o600);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a link stays one, and its target is replaced', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'dotfiles'));
  writeFileSync(join(folder, 'dotfiles/file'), 'old');
  symlinkSync('dotfiles/file', join(folder, 'file'));
  writeAtomically(join(folder, 'file'), 'new');
  expect(lstatSync(join(folder, 'file')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'dotfiles/file'), 'utf8')).toBe('new');
});

test('another file takes its place: who has the old one open reads on as before', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, 'old');
  const { ino } = statSync(file);
  writeAtomically(file, 'new');
  expect(statSync(file).ino).not.toBe(ino);
});

test("what a killed run left behind is in nobody's way", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.file.new'), 'half of someth', { mode: 0o644 });
  writeAtomically(join(folder, 'file'), 'new', 0o600);
  expect(readdirSync(folder)).toEqual(['file']);
  expect(statSync(join(folder, 'file')).mode & 0o777).toBe(0o600);
});

test("nobody can have it written to another file by a link in its draft's place", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'other'), 'other');
  symlinkSync('other', join(folder, '.file.new'));
  expect(() => writeAtomically(join(folder, 'file'), 'new')).toThrow('ELOOP');
  expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('other');
});
