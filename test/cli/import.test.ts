import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { temporaryFolder } from '../support/folders';
import { call } from './io';

const values =
  'githubConfigUrl: https://github.com/owner/repo\ngithubConfigSecret: github\nmaxRunners: 3\ncontainerMode: { type: dind }\n';

function folderWith(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('values become a deskrun.yaml that synthesizes, with a runner set for each release', async () => {
  const folder = folderWith({ 'a.yaml': values, 'b.yaml': values });
  const { code, stdout, stderr } = await call(folder, [
    'import',
    'docs=a.yaml',
    'more=b.yaml',
    '--namespace',
    'ci',
    '--arc-version',
    '0.13.1',
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(parse(stdout)).toMatchObject({
    namespace: 'ci',
    arcVersion: '0.13.1',
    runners: [{ name: 'docs', maxRunners: 3, containerMode: 'dind' }, { name: 'more' }],
  });
  writeFileSync(join(folder, 'deskrun.yaml'), stdout);
  expect((await call(folder, ['synth', '--stdout'])).code).toBe(0);
});

test('values that are not imported are listed on standard error with their positions', async () => {
  const { code, stderr } = await call(folderWith({ 'a.yaml': `${values}maxRuners: 4\n` }), ['import', 'docs=a.yaml']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^a\.yaml:5:1 {2}maxRuners: [\s\S]*\nnot imported: 1\n$/);
});

test('a values file that another file refers to is read', async () => {
  const folder = folderWith({
    'helmfile.yaml':
      'releases:\n  - { name: docs, namespace: ci, chart: arc/gha-runner-scale-set, values: [a.yaml] }\n',
    'a.yaml': values,
  });
  const { code, stdout, stderr } = await call(folder, ['import', 'helmfile.yaml']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(parse(stdout)).toMatchObject({ namespace: 'ci', runners: [{ name: 'docs', maxRunners: 3 }] });
});

test('without any runner set, nothing is written, and a message says so', async () => {
  const folder = folderWith({ 'a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n' });
  const { code, stdout, stderr } = await call(folder, ['import', 'docs=a.yaml']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /^a\.yaml:1:1 {2}has no release .*found Secret a; [\s\S]*\nno runner set was imported; nothing was written\n$/,
  );
});

test.each<[string[], string]>([
  [['docs=none.yaml'], 'none.yaml: cannot be read: it does not exist (ENOENT); nothing was written\n'],
  [
    ['docs=a.yaml', '--controller', 'arc=none.yaml'],
    'none.yaml: cannot be read: it does not exist (ENOENT); nothing was written\n',
  ],
])('%j is refused', async (args, stderr) => {
  expect(await call(folderWith({ 'a.yaml': values }), ['import', ...args])).toEqual({ code: 1, stdout: '', stderr });
});

const UTF_16 = Buffer.from('\ufeffgithubConfigUrl: https://github.com/owner/repo\n', 'utf16le');

test.each<[string, string[], string]>([
  ['a values file', ['docs=wide.yaml'], 'wide.yaml: is UTF-16; save it as UTF-8; nothing was written\n'],
  [
    'values of the controller',
    ['docs=a.yaml', '--controller', 'arc=latin.yaml'],
    'latin.yaml:2  byte 0xe9 is not UTF-8',
  ],
  ['a values file of a helmfile', ['helmfile.yaml'], 'wide.yaml: is UTF-16; save it as UTF-8; nothing was written\n'],
])('%s that is not UTF-8 is refused, with its name', async (_, args, message) => {
  const folder = folderWith({
    'a.yaml': values,
    'helmfile.yaml': 'releases:\n  - { name: docs, chart: arc/gha-runner-scale-set, values: [wide.yaml] }\n',
  });
  writeFileSync(join(folder, 'wide.yaml'), UTF_16);
  writeFileSync(join(folder, 'latin.yaml'), Buffer.from('labels:\n  a: caf\xe9\n', 'latin1'));
  const { code, stdout, stderr } = await call(folder, ['import', ...args]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(message);
});

test('a values file with a byte order mark is read', async () => {
  const { code, stderr } = await call(folderWith({ 'a.yaml': `\ufeff${values}` }), ['import', 'docs=a.yaml']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
