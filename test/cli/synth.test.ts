import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFromText } from '../../src/config/build';
import { filesOf, temporaryFolder } from '../support/folders';
import { call } from './io';

const runner = (rest: string) =>
  `  - { name: docs, repository: 'https://github.com/owner/repo', containerMode: dind, auth: { secret: github }${rest} }\n`;

function project(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deskrun.yaml'), text);
  return folder;
}

test('synth writes a file for each runner set, and deletes the file of a removed one', async () => {
  const folder = temporaryFolder();
  expect(await call(folder, ['init', '--namespace', 'ci'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'created deskrun.yaml\nit has no runner set yet; to add one: deskrun add <name> --repository <url>\n',
  });
  await call(folder, ['add', 'docs', '-r', 'https://github.com/owner/repo', '--secret', 'github']);
  expect(await call(folder, ['synth'])).toEqual({
    code: 0,
    stdout: '',
    stderr:
      'wrote dist: 1 runner set\nfiles: docs.k8s.yaml\n' +
      'to apply them: kubectl apply --recursive -f dist, after you created the Secrets that auth names; ' +
      'or deskrun up\n',
  });
  expect((await call(folder, ['synth'])).stderr).toBe('wrote dist: 1 runner set\n');
  expect(Object.keys(filesOf(join(folder, 'dist')))).toEqual(['docs.k8s.yaml']);
  const { stdout } = await call(folder, ['synth', '--stdout']);
  expect(stdout).toBe(readFileSync(join(folder, 'dist/docs.k8s.yaml'), 'utf8'));
  await call(folder, ['remove', 'docs']);
  await call(folder, ['synth']);
  expect(filesOf(join(folder, 'dist'))).toEqual({});
});

describe('all errors of a file are reported at once', () => {
  const form = 'namespace: ci\nnamespcae: a\n';
  const meaning = ', maxRunners: 5, cachePaths: [{ source: /nvme/d, target: /var/lib/docker }]';
  const texts = [
    ['an unknown key and a runner set that cannot work', `${form}runners:\n${runner(meaning)}`],
    [
      'an unknown key in one runner set and a wrong value in another',
      `namespace: ci\nrunners:\n${runner(', x: 1')}${runner(meaning)}`,
    ],
    ['a missing list of runner sets and a wrong version', `namespace: ci\narcVersion: 0.1.0\nrunnres: []\n`],
  ] as const;

  test.each(texts)('%s, as cdk8s synth prints them', async (_, text) => {
    const folder = project(text);
    let expected = '';
    try {
      appFromText(text, 'deskrun.yaml');
    } catch (error) {
      expected = (error as Error).message;
    }
    expect(expected).toMatch(/\n[2-9] errors; nothing was written$/);
    for (const command of [['synth'], ['synth', '--stdout'], ['list'], ['explain', 'docs'], ['diff', '--against', '.']])
      expect(await call(folder, command)).toEqual({ code: 1, stdout: '', stderr: `${expected}\n` });
  });
});

describe('the message after the first synth', () => {
  const secrets = 'create the Secrets that auth names in the cluster first\n';

  test.each([
    ['argocd', `commit dist to the repository of the Argo CD Application; ${secrets}`],
    [
      '{ flux: { sourceRef: { kind: GitRepository, name: fleet } } }',
      'commit dist to the source that sourceRef names, and apply dist/flux once (kubectl apply -f ' +
        `dist/flux); ${secrets}`,
    ],
    ['kapp', 'kapp deploy -a deskrun -f dist, after you created the Secrets that auth names\n'],
  ])('says how to apply the manifests with gitOps: %s', async (tool, hint) => {
    const folder = project(`namespace: ci\ngitOps: ${tool}\nrunners:\n${runner('')}`);
    const { code, stderr } = await call(folder, ['synth']);
    expect(code).toBe(0);
    expect(stderr).toContain(`\nto apply them: ${hint}`);
    expect(stderr).not.toContain('--recursive');
  });

  test('is printed with the first files, even after a synth without runner sets', async () => {
    const folder = project('namespace: ci\nrunners: []\n');
    expect((await call(folder, ['synth'])).stderr).toBe(
      'wrote dist: 0 runner sets\nno runner sets in deskrun.yaml; to add one: deskrun add --help\n',
    );
    writeFileSync(join(folder, 'deskrun.yaml'), `namespace: ci\nrunners:\n${runner('')}`);
    expect((await call(folder, ['synth'])).stderr).toContain('\nfiles: docs.k8s.yaml\nto apply them: ');
    expect((await call(folder, ['synth'])).stderr).toBe('wrote dist: 1 runner set\n');
  });

  test('says how to add a runner set if there is none', async () => {
    expect(await call(temporaryFolder(), ['synth'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'wrote dist: 0 runner sets\nno runner sets in ~/.deskrun/config.json; to add one: deskrun add --help\n',
    });
  });

  test('names the files of a controller without runner sets', async () => {
    const folder = project('namespace: ci\ncontroller: { install: {} }\nrunners: []\n');
    const { code, stderr } = await call(folder, ['synth']);
    expect(code).toBe(0);
    expect(stderr).toContain('no runner sets in deskrun.yaml; to add one: deskrun add --help\nfiles: ');
    expect(stderr).toContain('\nto apply them: ');
  });

  test('names the folder of --out', async () => {
    const { stderr } = await call(project(`namespace: ci\nrunners:\n${runner('')}`), ['synth', '--out', 'manifests']);
    expect(stderr).toContain('to apply them: kubectl apply --recursive -f manifests, after you created the Secrets');
  });
});
