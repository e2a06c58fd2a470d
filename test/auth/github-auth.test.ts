import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CREDENTIAL_KEYS, GitHubAuth } from '../../src/auth/github-auth';
import { PropsError } from '../../src/errors';

/** Returns the error for a Secret name. */
function refusal(secretName: string): string {
  try {
    GitHubAuth.fromSecret(secretName);
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    expect(error.findings.map(({ path }) => path)).toEqual([['secret']]);
    return error.findings.map(({ message }) => message).join('\n');
  }
  return 'none';
}

describe('a reference to a Secret', () => {
  test.each(['github', 'a', '1', 'ab', 'arc-github.team', 'a'.repeat(253)])('may be %p', name => {
    expect(GitHubAuth.fromSecret(name).secretName).toBe(name);
  });

  test.each([
    '',
    'GitHub',
    'my_secret',
    '-github',
    'github-',
    '.github',
    'github.',
    'a b',
    'arc/github',
    'a'.repeat(254),
    'github\n',
    'größe',
    'a..b',
    'a.-b',
    'a-.b',
  ])('may not be %p', name => {
    expect(refusal(name)).toBe(
      `must be the name of a Secret (lower-case letters, digits, - and .), got ${JSON.stringify(name)}`,
    );
  });

  test('has the kind of credential, if it is given', () => {
    expect(
      [GitHubAuth.fromSecret('a'), GitHubAuth.pat('a'), GitHubAuth.app('a')].map(({ credential }) => credential),
    ).toEqual([undefined, 'pat', 'app']);
  });

  test('has a revision, whose change restarts the listeners', () => {
    const options = { revision: '2' };
    expect(
      [GitHubAuth.fromSecret('a', options), GitHubAuth.pat('a', options), GitHubAuth.app('a', options)].map(
        ({ revision }) => revision,
      ),
    ).toEqual(['2', '2', '2']);
    expect(GitHubAuth.fromSecret('a').revision).toBeUndefined();
  });

  test('has the keys that ARC reads', () => {
    expect(CREDENTIAL_KEYS).toEqual({
      pat: ['github_token'],
      app: ['github_app_id', 'github_app_installation_id', 'github_app_private_key'],
    });
  });
});

describe('a credential instead of a Secret name', () => {
  const fake = 'FAKE'.repeat(9);
  const credentials = [
    `ghp_${fake}`,
    `gho_${fake}`,
    `ghu_${fake}`,
    `ghs_${fake}`,
    `ghr_${fake}`,
    `github_pat_${fake}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${fake}\n-----END RSA PRIVATE KEY-----`,
  ];
  const copied = [
    ` ghp_${fake}`,
    `"ghp_${fake}"`,
    `token ghp_${fake}`,
    `\tgithub_pat_${fake}`,
    `GH_TOKEN=ghp_${fake}`,
    `GHP_${fake}`,
  ];

  test.each([...credentials, ...copied])('is refused as a credential: %p', credential => {
    expect(refusal(credential)).toBe('looks like a credential; put it into a Secret, and give the name of the Secret');
  });

  test.each([...credentials, ...copied])('is refused and not quoted: %p', credential => {
    expect(refusal(credential)).not.toBe('none');
    expect(refusal(credential)).not.toContain(fake);
  });

  test('is refused for every kind of credential', () => {
    expect(() => GitHubAuth.pat(`ghp_${fake}`)).toThrow('secret: looks like a credential; put it into a Secret');
    expect(() => GitHubAuth.app(`ghp_${fake}`)).toThrow('secret: looks like a credential; put it into a Secret');
  });
});

describe('the command that creates the Secret', () => {
  const token = `ghp_${'FAKE'.repeat(9)}`;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'github-auth-'));
    // A fake kubectl that records its arguments, and reads the file of --from-file.
    writeFileSync(
      join(folder, 'kubectl'),
      '#!/bin/sh\nprintf "%s\\n" "$@" > argv\nfor arg in "$@"; do case $arg in --from-file=*) cat ' +
        '"${arg#--from-file=*=}" > read;; esac; done\n',
      { mode: 0o755 },
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the command in a folder with a file. Returns the arguments of kubectl, and what it read. */
  function run(command: string, file: string, content: string): { argv: string[]; read: string } {
    writeFileSync(join(folder, file), content);
    execFileSync('sh', ['-c', command], { cwd: folder, env: { PATH: `${folder}:${process.env.PATH ?? ''}` } });
    return {
      argv: readFileSync(join(folder, 'argv'), 'utf8').trimEnd().split('\n'),
      read: readFileSync(join(folder, 'read'), 'utf8'),
    };
  }

  test.each([
    ['no line break', ''],
    ['a line break', '\n'],
    ['a line break of Windows', '\r\n'],
    ['several line breaks', '\n\n'],
  ])('passes the token of a file with %s, without line breaks', (_, end) => {
    expect(run(GitHubAuth.pat('github').createSecretCommand('arc-runners'), 'token.txt', token + end).read).toBe(token);
  });

  test('does not pass a token as an argument', () => {
    const { argv } = run(GitHubAuth.pat('github').createSecretCommand('arc-runners'), 'token.txt', `${token}\n`);
    expect(argv).toEqual([
      'create',
      'secret',
      'generic',
      'github',
      '--namespace',
      'arc-runners',
      '--from-file=github_token=/dev/stdin',
    ]);
  });

  test('is the command for a token if the kind is unknown', () => {
    expect(GitHubAuth.fromSecret('github').createSecretCommand('arc')).toBe(
      GitHubAuth.pat('github').createSecretCommand('arc'),
    );
  });

  test('for a GitHub App passes the private key of its file, with line breaks', () => {
    const key = '-----BEGIN FAKE PRIVATE KEY-----\nFAKE\n-----END FAKE PRIVATE KEY-----\n';
    const { argv, read } = run(GitHubAuth.app('github').createSecretCommand('arc-runners'), 'private-key.pem', key);
    expect(read).toBe(key);
    expect(argv.join()).not.toContain('FAKE');
  });

  test('for a GitHub App has all keys that ARC reads', () => {
    const command = GitHubAuth.app('github').createSecretCommand('arc-runners');
    expect([...command.matchAll(/--from-(?:literal|file)=(\w+)=/g)].map(([, key]) => key)).toEqual(CREDENTIAL_KEYS.app);
  });
});
