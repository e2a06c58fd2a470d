import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { openProject } from '../../../src/cli/configuration/open';
import { workflowHint } from '../../../src/cli/workflow-snippet';
import { temporaryFolder } from '../../support/folders';
import { call, ioOf, type Result } from '../io';

const url = 'https://github.com/owner/repo';
const token = 'ghp_fakefake';
const key = '-----BEGIN RSA PRIVATE KEY-----\nZmFrZQ==\n-----END RSA PRIVATE KEY-----\n';

/** A home directory with files that contain credentials. */
function home(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'token.txt'), `${token}\n`);
  writeFileSync(join(folder, 'app.pem'), key);
  return folder;
}

const add = (folder: string, options: readonly string[], around: Parameters<typeof call>[2] = {}): Promise<Result> =>
  call(folder, ['add', 'docs', '-r', url, ...options], around);
const kept = async (folder: string, secret = 'docs-github') =>
  (await openProject({ positionals: [], options: {} }, ioOf(folder))).credential(secret);

/** A terminal at which a user types. */
function terminal(...typed: string[]): PassThrough & { readonly isTTY: true; readonly modes: boolean[] } {
  const stream = new PassThrough();
  const modes: boolean[] = [];
  for (const text of typed) stream.write(text);
  return Object.assign(stream, { isTTY: true as const, modes, setRawMode: (on: boolean) => modes.push(on) });
}

describe('a credential is read', () => {
  test.each<[string, string[], Parameters<typeof call>[2]]>([
    ['from a file', ['--auth-file', 'token.txt'], {}],
    ['from an environment variable', ['--auth-env', 'MY_TOKEN'], {}],
    ['from standard input', ['--auth-stdin'], {}],
    ['from the command line', ['--auth-value', token], {}],
  ])('%s', async (_, options, around) => {
    const folder = home();
    const stdin = Readable.from([Buffer.from(token.slice(0, 5)), Buffer.from(`${token.slice(5)}\n`)]);
    const { code, stdout, stderr } = await add(folder, options, {
      stdin,
      env: { HOME: folder, MY_TOKEN: token },
      ...around,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).not.toContain(token);
    expect(await kept(folder)).toEqual({ github_token: token });
  });

  test('from the terminal, without echo', async () => {
    const folder = home();
    const stdin = terminal('ghp_fakx', '\u007f', 'efake\r');
    const { stderr } = await add(folder, [], { stdin });
    expect(stderr).toBe(
      [
        'GitHub token (not shown): ',
        'docs is in ~/.deskrun/config.json; deskrun up applies it',
        workflowHint(['docs'], 'kubernetes'),
      ].join('\n'),
    );
    expect(stdin.modes).toEqual([true, false]);
    expect(await kept(folder)).toEqual({ github_token: token });
  });

  test.each<[string, string[]]>([
    ['from --private-key-file', ['--app-id', '12345', '--installation-id', '678', '--private-key-file', 'app.pem']],
    [
      'with --auth-type github-app',
      ['--auth-type', 'github-app', '--app-id', '12345', '--installation-id', '678', '--auth-file', 'app.pem'],
    ],
    [
      'with the key on the command line',
      ['--auth-type', 'github-app', '--auth-value', key, '--app-id', '12345', '--installation-id', '678'],
    ],
  ])('for a GitHub App, %s', async (_, options) => {
    const folder = home();
    expect((await add(folder, options)).code).toBe(0);
    expect(await kept(folder)).toEqual({
      github_app_id: '12345',
      github_app_installation_id: '678',
      github_app_private_key: key,
    });
  });

  test('from an existing Secret, which is not stored, with --secret', async () => {
    const folder = home();
    expect((await add(folder, ['--secret', 'github'])).code).toBe(0);
    expect(await kept(folder, 'github')).toBeUndefined();
  });
});

describe('a prompt', () => {
  test('ends when the command is interrupted, and nothing is written', async () => {
    const folder = home();
    const interruption = new AbortController();
    const stdin = terminal('ghp_');
    setImmediate(() => interruption.abort());
    expect(await add(folder, [], { stdin, signal: interruption.signal })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'GitHub token (not shown): \ninterrupted; nothing was written\n',
    });
    expect(readdirSync(folder).sort()).toEqual(['app.pem', 'token.txt']);
    expect(stdin.modes).toEqual([true, false]);
  });
});

describe('a credential is refused', () => {
  test.each<[string, string[], number, string]>([
    [
      'without a source',
      [],
      2,
      'the credential is missing: give it with --auth-file, --auth-env, --auth-stdin or ' +
        '--private-key-file, or name an existing Secret with --secret\n',
    ],
    [
      'from two sources',
      ['--auth-file', 'token.txt', '--auth-stdin'],
      2,
      '--auth-file and --auth-stdin exclude each other; keep one\n',
    ],
    [
      'from a file that does not exist',
      ['--auth-file', 'none.txt'],
      1,
      '--auth-file: none.txt: cannot be read: it does not exist (ENOENT); nothing was written\n',
    ],
    [
      'from an empty variable',
      ['--auth-env', 'NOTHING'],
      1,
      '--auth-env: the environment variable NOTHING is not set or empty\n',
    ],
    [
      'of a GitHub App without a private key',
      ['--app-id', '1'],
      2,
      'the private key of the GitHub App is missing: --private-key-file app.pem\n',
    ],
    [
      'of a GitHub App with --auth-type pat',
      ['--auth-type', 'pat', '--app-id', '1', '--auth-file', 'token.txt'],
      2,
      '--app-id is for --auth-type github-app; remove one of them\n',
    ],
    [
      'that is not a token',
      ['--auth-file', 'app.pem'],
      1,
      'the token is a private key; use --auth-type github-app; nothing was written\n',
    ],
  ])('%s', async (_, options, code, stderr) => {
    const folder = home();
    expect(await add(folder, options)).toEqual({ code, stdout: '', stderr });
    expect(readdirSync(folder).sort()).toEqual(['app.pem', 'token.txt']);
  });

  const wide = Buffer.from(`\ufeff${token}\n`, 'utf16le');

  test('from a file that is not UTF-8', async () => {
    const folder = home();
    writeFileSync(join(folder, 'wide.txt'), wide);
    expect(await add(folder, ['--auth-file', 'wide.txt'])).toEqual({
      code: 1,
      stdout: '',
      stderr: '--auth-file: wide.txt: is UTF-16; save it as UTF-8; nothing was written\n',
    });
  });

  test('from standard input that is not UTF-8', async () => {
    const { code, stderr } = await add(home(), ['--auth-stdin'], { stdin: Readable.from([wide]) });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '--auth-stdin: is UTF-16; save it as UTF-8; nothing was written\n',
    });
  });

  test('for a Secret that already has another one', async () => {
    const folder = home();
    await add(folder, ['--auth-file', 'token.txt', '--secret', 'shared']);
    const { stderr } = await call(folder, [
      'add',
      'more',
      '-r',
      url,
      '--secret',
      'shared',
      '--auth-value',
      'ghp_fakeother',
    ]);
    expect(stderr).toContain(
      'a different credential is already stored for the Secret shared; use another Secret (--secret), or ' +
        'change this one with --replace\n',
    );
    expect(await kept(folder, 'shared')).toEqual({ github_token: token });
  });
});

describe('a stored credential', () => {
  test('is readable by its owner only, and not in the configuration', async () => {
    const folder = home();
    await add(folder, ['--auth-file', 'token.txt']);
    expect(readFileSync(join(folder, '.deskrun/config.json'), 'utf8')).not.toContain(token);
    const below = readdirSync(join(folder, '.deskrun/credentials'), { recursive: true, encoding: 'utf8' });
    const modes = below
      .map(path => statSync(join(folder, '.deskrun/credentials', path)))
      .map(stat => [stat.isFile(), stat.mode & 0o777]);
    expect(modes).toEqual([
      [false, 0o700],
      [true, 0o600],
    ]);
  });

  test('is not used by another project with a Secret of the same name', async () => {
    const folder = home();
    writeFileSync(join(folder, 'a.yaml'), 'namespace: ci\nrunners: []\n');
    writeFileSync(join(folder, 'b.yaml'), 'namespace: ci\nrunners: []\n');
    await add(folder, ['--auth-file', 'token.txt', '--config', 'a.yaml']);
    const credentialOf = async (config: string) =>
      (await openProject({ positionals: [], options: { config } }, ioOf(folder))).credential('docs-github');
    expect(await credentialOf('a.yaml')).toEqual({ github_token: token });
    expect(await credentialOf('b.yaml')).toBeUndefined();
  });
});
