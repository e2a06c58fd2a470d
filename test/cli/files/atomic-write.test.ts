import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../../src/cli/files/atomic-write';
import { temporaryFolder } from '../../support/folders';

test('missing folders are created for their owner only', () => {
  const folder = temporaryFolder();
  writeAtomically(join(folder, 'a/b/file'), 'text', 0o600);
  expect(readFileSync(join(folder, 'a/b/file'), 'utf8')).toBe('text');
  expect([statSync(join(folder, 'a/b')).mode & 0o777, statSync(join(folder, 'a/b/file')).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['file']);
});

test('a file keeps its mode unless another mode is given', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, 'old', { mode: 0o640 });
  writeAtomically(file, 'new');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  writeAtomically(file, 'new', 0o600);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a link is kept, and its target is replaced', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'dotfiles'));
  writeFileSync(join(folder, 'dotfiles/file'), 'old');
  symlinkSync('dotfiles/file', join(folder, 'file'));
  writeAtomically(join(folder, 'file'), 'new');
  expect(lstatSync(join(folder, 'file')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'dotfiles/file'), 'utf8')).toBe('new');
});

test('the file is replaced: a process that has the old file open still reads the old text', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, 'old');
  const { ino } = statSync(file);
  writeAtomically(file, 'new');
  expect(statSync(file).ino).not.toBe(ino);
});

test('the temporary file of a killed process is overwritten', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.file.new'), 'half of someth', { mode: 0o644 });
  writeAtomically(join(folder, 'file'), 'new', 0o600);
  expect(readdirSync(folder)).toEqual(['file']);
  expect(statSync(join(folder, 'file')).mode & 0o777).toBe(0o600);
});

test('a link in the place of the temporary file is not followed', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'other'), 'other');
  symlinkSync('other', join(folder, '.file.new'));
  expect(() => writeAtomically(join(folder, 'file'), 'new')).toThrow('ELOOP');
  expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('other');
});
