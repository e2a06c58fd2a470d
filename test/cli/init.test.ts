import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parse } from 'yaml';
import { schemaPath } from '../../src/cli/init/new-config';
import { MODE_CAPABILITIES } from '../../src/modes/capabilities';
import { temporaryFolder } from '../support/folders';
import { call, type Result } from './io';

const url = 'https://github.com/owner/My.Repo';
const textIn = (folder: string): string => readFileSync(join(folder, 'deskrun.yaml'), 'utf8');

/** Runs `init` on a terminal at which the user types `lines`. */
function onTerminal(folder: string, lines: readonly string[], ...options: string[]): Promise<Result> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true as const });
  stdin.end(lines.map(line => `${line}\n`).join(''));
  return call(folder, ['init', ...options], { stdin });
}

describe('init with options', () => {
  test.each(Object.keys(MODE_CAPABILITIES))('creates a set in mode %s that synthesizes', async mode => {
    const folder = temporaryFolder();
    const args = ['--repository', url, '--mode', mode, '--name', 'docs', '--secret', 'github', '--namespace', 'ci'];
    expect(await call(folder, ['init', ...args])).toMatchObject({ code: 0, stdout: '' });
    expect(parse(textIn(folder))).toEqual({
      namespace: 'ci',
      runners: [{ name: 'docs', repository: url, containerMode: mode, auth: { secret: 'github' } }],
    });
    expect(await call(folder, ['synth', '--stdout'])).toMatchObject({ code: 0 });
  });

  test('has defaults for mode, name and Secret', async () => {
    const folder = temporaryFolder();
    await call(folder, ['init', '-r', `${url}/`]);
    expect(parse(textIn(folder))).toMatchObject({
      runners: [{ name: 'my-repo', repository: url, containerMode: 'kubernetes', auth: { secret: 'my-repo-github' } }],
    });
  });

  test.each([
    ['/ci', '/ci/node_modules/cdk8s-deskrun/lib', 'node_modules/cdk8s-deskrun/lib/src/config/deskrun.schema.json'],
    ['/ci', '/usr/node_modules/cdk8s-deskrun/lib', 'node_modules/cdk8s-deskrun/lib/src/config/deskrun.schema.json'],
    ['/src/clone/my-runners', '/src/clone', '../src/config/deskrun.schema.json'],
    ['/src/clone/my-runners', '/src/clone/lib', '../lib/src/config/deskrun.schema.json'],
    ['/src/other', '/src/clone', 'node_modules/cdk8s-deskrun/lib/src/config/deskrun.schema.json'],
  ])('names the schema from the folder %s for a package in %s', (folder, root, path) => {
    expect(schemaPath(folder, `${root}/src/config/deskrun.schema.json`)).toBe(path);
  });

  test('explains the keys in comments', async () => {
    const folder = temporaryFolder();
    await call(folder, ['init', '-r', url]);
    const comments = textIn(folder).match(/^#.*$/gm);
    expect(comments).toEqual(
      expect.arrayContaining([expect.stringContaining('deskrun explain'), expect.stringContaining('runs-on')]),
    );
  });

  test('prints the next steps and the keys of a workflow job', async () => {
    const { stderr } = await call(temporaryFolder(), ['init', '-r', url, '--name', 'docs', '--config', 'ci.yaml']);
    expect(stderr).toBe(
      [
        'created ci.yaml',
        'next:',
        '  1. edit ci.yaml where the defaults do not fit',
        '  2. store the credential: deskrun add docs --replace --auth-file token.txt --config ci.yaml',
        '     or create the Secret docs-github in the namespace arc-runners yourself',
        '  3. apply it: deskrun up --config ci.yaml',
        '     or write the manifests: deskrun synth --config ci.yaml, then kubectl apply --recursive -f dist',
        'to run a workflow job on it:',
        '  runs-on: docs',
        '  container: ubuntu:24.04  # required in containerMode kubernetes; use any image with the tools of your steps',
        '',
      ].join('\n'),
    );
  });

  test('prints next steps that work', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'token.txt'), 'ghp_fakefake\n');
    const { stderr } = await call(folder, ['init', '-r', url]);
    for (const [, line = ''] of stderr.matchAll(/: deskrun ((?:add|synth) [^,\n]*|synth)/g))
      expect(await call(folder, line.split(' '))).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'dist/my-repo.k8s.yaml'))).toBe(true);
  });

  test.each<[string, string[], number, string]>([
    ['no repository', ['--name', 'docs'], 2, '--repository is missing: --repository https://github.com/owner/repo'],
    ['a mode that does not exist', ['-r', url, '--mode', 'dnid'], 2, '; did you mean dind?'],
    [
      'a URL that is not one of GitHub',
      ['-r', 'owner/repo', '--name', 'docs'],
      1,
      '--repository: must be a URL such as',
    ],
    ['an invalid name', ['-r', url, '--name', 'Docs'], 1, '--name: must be lower-case letters, digits and -'],
    ['an invalid Secret', ['-r', url, '--secret', 'My Secret'], 1, '--secret: '],
    ['an invalid namespace', ['--namespace', 'My Space'], 1, '--namespace: must be a DNS label'],
    ['a JSON file', ['--config', 'config.json'], 2, '--config must name a YAML file, such as deskrun.yaml, got config'],
  ])('refuses %s and writes nothing', async (_, args, code, message) => {
    const folder = temporaryFolder();
    const result = await call(folder, ['init', ...args]);
    expect(result).toEqual({ code, stdout: '', stderr: expect.stringContaining(message) as string });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('init without options', () => {
  test('creates a file without runner sets, and prints how to add one', async () => {
    const folder = temporaryFolder();
    expect(await call(folder, ['init'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'created deskrun.yaml\nit has no runner set yet; to add one: deskrun add <name> --repository <url>\n',
    });
    expect(parse(textIn(folder))).toEqual({ namespace: 'arc-runners', runners: [] });
  });

  test('never overwrites a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'deskrun.yaml'), 'mine\n');
    expect(await onTerminal(folder, [url, '', '', ''])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'deskrun.yaml already exists; add runner sets to it with deskrun add\n',
    });
    expect(textIn(folder)).toBe('mine\n');
  });
});

describe('init on a terminal', () => {
  test('asks for repository, mode, name and Secret', async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await onTerminal(folder, [url, 'dind', 'docs', 'github']);
    expect({ code, questions: stderr.slice(0, stderr.indexOf('created')).split(': ').length - 1 }).toEqual({
      code: 0,
      questions: 6,
    });
    expect(parse(textIn(folder))).toMatchObject({
      runners: [{ name: 'docs', repository: url, containerMode: 'dind', auth: { secret: 'github' } }],
    });
  });

  test('offers a default for everything but the repository', async () => {
    const folder = temporaryFolder();
    const { stderr } = await onTerminal(folder, [url, '', '', '']);
    expect(stderr).toContain('[kubernetes]: ');
    expect(stderr).toContain('[my-repo]: ');
    expect(stderr).toContain('[my-repo-github]: ');
    expect(parse(textIn(folder))).toMatchObject({
      runners: [{ name: 'my-repo', containerMode: 'kubernetes', auth: { secret: 'my-repo-github' } }],
    });
  });

  test('asks only for missing options', async () => {
    const folder = temporaryFolder();
    const { stderr } = await onTerminal(folder, ['docs'], '-r', url, '--mode', 'dind', '--secret', 'github');
    expect(stderr).toMatch(/^name of the runner set, for runs-on in workflows \[my-repo\]: created deskrun.yaml\n/);
  });

  test('repeats a question until the answer is valid', async () => {
    const folder = temporaryFolder();
    const { stderr } = await onTerminal(folder, ['owner/repo', url, 'dnid', 'dind', 'Docs', 'docs', '']);
    expect(stderr).toContain('must be a URL such as');
    expect(stderr).toContain('must be one of runner, kubernetes');
    expect(stderr).toContain('must be lower-case letters');
    expect(parse(textIn(folder))).toMatchObject({ runners: [{ name: 'docs', containerMode: 'dind' }] });
  });

  test('creates a file without runner sets if the repository is left empty', async () => {
    const folder = temporaryFolder();
    expect(await onTerminal(folder, [''])).toMatchObject({ code: 0 });
    expect(parse(textIn(folder))).toEqual({ namespace: 'arc-runners', runners: [] });
  });

  test('writes nothing if the input ends or the command is interrupted', async () => {
    const folder = temporaryFolder();
    expect(await onTerminal(folder, [url])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/: interrupted; nothing was written\n$/) as string,
    });
    const interruption = new AbortController();
    const stdin = Object.assign(new PassThrough(), { isTTY: true as const });
    setImmediate(() => interruption.abort());
    expect(await call(folder, ['init'], { stdin, signal: interruption.signal })).toMatchObject({ code: 1 });
    expect(readdirSync(folder)).toEqual([]);
  });
});
