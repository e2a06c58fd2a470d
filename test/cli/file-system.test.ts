import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, deskrun } from '../support/deskrun';
import { filesOf, temporaryFolder } from '../support/folders';
import { call } from './io';

const url = 'https://github.com/owner/repo';
const yaml = `namespace: ci
runners:
  - { name: docs, repository: ${url}, containerMode: dind, auth: { secret: github } }
`;

function project(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deskrun.yaml'), yaml);
  return folder;
}

const add = ['add', 'more', '-r', url, '--secret', 'github'];
const synth = (folder: string) => deskrun(folder, ['synth']);
const refusal = (stderr: string) => ({ status: 1, stdout: '', stderr: `${stderr}\n` });

describe('the output folder', () => {
  test('is refused if it is a file, which is not changed', () => {
    const folder = project();
    writeFileSync(join(folder, 'dist'), 'notes');
    expect(synth(folder)).toEqual(
      refusal('dist: is a file, but the output folder must be a folder; move the file or choose another folder'),
    );
    expect(readFileSync(join(folder, 'dist'), 'utf8')).toBe('notes');
  });

  test('may be a link to a folder', () => {
    const folder = project();
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync('elsewhere', join(folder, 'dist'));
    expect(synth(folder).status).toBe(0);
    expect(readdirSync(join(folder, 'elsewhere')).sort()).toEqual(['.synthesized', 'docs.k8s.yaml']);
  });

  test('is refused if it is a dangling link', () => {
    const folder = project();
    symlinkSync('gone', join(folder, 'dist'));
    expect(synth(folder)).toEqual(
      refusal('dist: is a link to gone, which does not exist; create that folder or remove the link'),
    );
    expect(existsSync(join(folder, 'gone'))).toBe(false);
  });

  test('is refused if it is a link to a file', () => {
    const folder = project();
    symlinkSync('deskrun.yaml', join(folder, 'dist'));
    expect(synth(folder).stderr).toContain('dist: is a file, but the output folder must be a folder');
    expect(readFileSync(join(folder, 'deskrun.yaml'), 'utf8')).toBe(yaml);
  });

  test('is refused if its parent is a file', () => {
    const folder = project();
    expect(deskrun(folder, ['synth', '--out', 'deskrun.yaml/dist']).stderr).toBe(
      'deskrun.yaml/dist: cannot be written: a part of the path is a file, not a folder (ENOTDIR)\n',
    );
  });

  test('keeps files that synth has not written', () => {
    const folder = project();
    mkdirSync(join(folder, 'dist/sub'), { recursive: true });
    for (const name of ['notes.md', 'other.k8s.yaml', 'sub/a.yaml']) writeFileSync(join(folder, 'dist', name), name);
    expect(synth(folder).status).toBe(0);
    expect(Object.keys(filesOf(join(folder, 'dist'))).sort()).toEqual([
      'docs.k8s.yaml',
      'notes.md',
      'other.k8s.yaml',
      'sub/a.yaml',
    ]);
  });

  test.each(['docs.k8s.yaml', '.synthesized'])(
    'is refused before anything is written if %s in it is a folder',
    name => {
      const folder = project();
      mkdirSync(join(folder, 'dist', name), { recursive: true });
      expect(synth(folder)).toEqual(
        refusal(`dist/${name}: is a folder, but a manifest must be written there; move the folder`),
      );
      expect(readdirSync(join(folder, 'dist'))).toEqual([name]);
    },
  );
});

/** Runs `deskrun` in a folder with its own file system, in a mount namespace that ends with the process. */
function mounted(folder: string, mount: string, args: readonly string[], binary = `"${process.execPath}" "${BIN}"`) {
  const script =
    `${mount}; cd "${folder}" && ${binary} ${args.map(arg => `'${arg}'`).join(' ')}; code=$?; ls -A ` +
    `"${folder}" >&3; exit $code`;
  const { status, stderr, output } = spawnSync('unshare', ['--mount', 'bash', '-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  return { status, stderr, left: (output[3] ?? '').trim().split('\n').sort() };
}

const mayMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

(mayMount ? describe : describe.skip)('a file system', () => {
  const readOnly = (folder: string) => `mount --bind "${folder}" "${folder}" && mount -o remount,ro,bind "${folder}"`;
  // deskrun.yaml and the folder take one page each, which leaves less than a file needs.
  const full = (folder: string) =>
    `cp "${folder}/deskrun.yaml" /tmp/deskrun-test-$$; mount -t tmpfs -o size=64k tmpfs "${folder}"; cp ` +
    `/tmp/deskrun-test-$$ "${folder}/deskrun.yaml"; rm /tmp/deskrun-test-$$; cat /dev/zero ` +
    `>"${folder}/filler" 2>/dev/null`;

  test.each([
    ['add', add, /^.*deskrun\.yaml: cannot be changed, because its lock file deskrun\.yaml\.lock cannot be written: /],
    ['synth', ['synth'], /^dist: cannot be written: /],
    [
      'init',
      ['init', '--config', 'new.yaml'],
      /^.*new\.yaml: cannot be changed, because its lock file new\.yaml\.lock cannot be/,
    ],
  ])('on a read-only file system %s prints one line', (_, args, message) => {
    const folder = project();
    const { status, stderr, left } = mounted(folder, readOnly(folder), args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^[^\n]*the file system is read-only \(EROFS\)(; nothing was written)?\n$/);
    expect({ status, left }).toEqual({ status: 1, left: ['deskrun.yaml'] });
  });

  test.each([
    ['add', add],
    ['synth', ['synth']],
  ])('on a full file system %s prints one line and leaves no files', (_, args) => {
    const folder = project();
    const { status, stderr, left } = mounted(folder, full(folder), args);
    expect(stderr).toMatch(/^[^\n]*no space is left on the disk \(ENOSPC\)(; nothing was written)?\n$/);
    expect({ status, left }).toEqual({ status: 1, left: ['deskrun.yaml', 'filler'] });
  });
});

test('a limit on the size of files is reported like a full disk, and no files are left', () => {
  const folder = project();
  const { status, stderr } = spawnSync('bash', ['-c', `ulimit -f 1; exec "${process.execPath}" "${BIN}" synth`], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder },
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'dist: cannot be written: the file would be larger than the limit (EFBIG)\n',
  });
  expect(readdirSync(folder)).toEqual(['deskrun.yaml']);
});

test('an error of standard output is reported on standard error', () => {
  const folder = project();
  const command = `"${process.execPath}" "${BIN}" synth --stdout >/dev/full`;
  expect(
    spawnSync('bash', ['-c', command], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder },
    }),
  ).toMatchObject({
    status: 1,
    stderr: 'cannot write to standard output: no space is left on the disk (ENOSPC)\n',
  });
});

test('an error of standard error changes neither the result nor the exit code', () => {
  const folder = project();
  const command = `"${process.execPath}" "${BIN}" synth 2>/dev/full`;
  const { status } = spawnSync('bash', ['-c', command], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder } });
  expect({ status, files: readdirSync(join(folder, 'dist')) }).toEqual({
    status: 0,
    files: ['.synthesized', 'docs.k8s.yaml'],
  });
});

test('a deskrun.yaml that is not UTF-8 is refused and not changed', async () => {
  const folder = project();
  const latin = Buffer.from(`# größer\n${yaml}`, 'latin1');
  writeFileSync(join(folder, 'deskrun.yaml'), latin);
  for (const args of [add, ['synth'], ['list'], ['remove', 'docs']])
    expect(await call(folder, args)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'deskrun.yaml:1  byte 0xf6 is not UTF-8; save the file as UTF-8; nothing was written\n',
    });
  expect(readFileSync(join(folder, 'deskrun.yaml'))).toEqual(latin);
  expect(readdirSync(folder)).toEqual(['deskrun.yaml']);
});

test('a deskrun.yaml that is a dangling link is refused, not treated as missing', async () => {
  const folder = temporaryFolder();
  symlinkSync('gone.yaml', join(folder, 'deskrun.yaml'));
  expect((await call(folder, add)).stderr).toBe(
    'deskrun.yaml: cannot be read: it is a symbolic link to gone.yaml, which does not exist; nothing was written\n',
  );
  expect(readdirSync(folder)).toEqual(['deskrun.yaml']);
});
