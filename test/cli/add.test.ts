import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CredentialStore } from '../../src/cli/credentials/store';
import { filesOf, temporaryFolder } from '../support/folders';
import { pattern } from '../support/pattern';
import { call, type Result } from './io';

const url = 'https://github.com/owner/repo';
const token = 'ghp_fakefakefake';
const yaml = '# ours\nnamespace: ci   # the farm\nrunners: []\n';

/** A folder with a deskrun.yaml, and a file with a token. */
function project(text = yaml): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deskrun.yaml'), text);
  writeFileSync(join(folder, 'token.txt'), `${token}\n`);
  return folder;
}

const add = (folder: string, name: string, ...options: string[]) =>
  call(folder, ['add', name, '--repository', url, '--auth-file', 'token.txt', ...options]);
const read = (folder: string) => readFileSync(join(folder, 'deskrun.yaml'), 'utf8');
const runnersOf = (folder: string): unknown => (parse(read(folder)) as { runners: unknown }).runners;

/** The credentials that are kept for a home's projects, by Secret. */
function credentialsIn(home: string): Record<string, unknown> {
  const files = existsSync(join(home, '.deskrun/credentials')) ? filesOf(join(home, '.deskrun/credentials')) : {};
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.split('/')[1], JSON.parse(text) as unknown]),
  );
}

describe('add', () => {
  test('writes the runner set to deskrun.yaml and changes no other line', async () => {
    const folder = project();
    expect(await add(folder, 'docs')).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'docs is in deskrun.yaml; deskrun up applies it\n' +
        'to run a workflow job on it:\n  runs-on: docs\n  container: ubuntu:24.04  # required in ' +
        'containerMode kubernetes; use any image with the tools of your steps\n',
    });
    expect(read(folder)).toBe(
      [
        '# ours',
        'namespace: ci   # the farm',
        'runners:',
        '  - name: docs',
        `    repository: ${url}`,
        '    containerMode: kubernetes',
        '    auth:',
        '      secret: docs-github',
        '',
      ].join('\n'),
    );
  });

  test('writes the values of all options', async () => {
    const folder = project();
    const { code } = await add(
      folder,
      'nix',
      '-m',
      'cached-privileged-kubernetes',
      '--instances',
      '2',
      '--min-runners',
      '1',
      '--max-runners=1',
      '--secret',
      'own',
      '--mount',
      '/nvme/docker:/var/lib/docker',
      '--mount',
      ':/tmp/builds,/cache/a',
      '--cache',
      'npm,nix-store',
      '--cache',
      '/nvme/c:/root/.cargo',
    );
    expect(code).toBe(0);
    expect(runnersOf(folder)).toEqual([
      {
        name: 'nix',
        repository: url,
        containerMode: 'cached-privileged-kubernetes',
        instances: 2,
        minRunners: 1,
        maxRunners: 1,
        auth: { secret: 'own' },
        caches: ['npm', 'nix-store'],
        cachePaths: [
          { source: '/nvme/docker', target: '/var/lib/docker' },
          { source: '', target: '/tmp/builds' },
          { target: '/cache/a' },
          { source: '/nvme/c', target: '/root/.cargo' },
        ],
      },
    ]);
  });

  test('mounts existing sockets and directories in the runner pod and in job pods', async () => {
    const folder = project();
    await add(
      folder,
      'docs',
      '--mode',
      'kubernetes-novolume',
      '--mount',
      '/srv/a.sock:/srv/a.sock:Socket',
      '--mount',
      '/srv/in:/srv/in:Directory',
    );
    const volumes = [
      { name: 'mount-0', hostPath: { path: '/srv/a.sock', type: 'Socket' } },
      { name: 'mount-1', hostPath: { path: '/srv/in', type: 'Directory' } },
    ];
    const volumeMounts = [
      { name: 'mount-0', mountPath: '/srv/a.sock' },
      { name: 'mount-1', mountPath: '/srv/in' },
    ];
    expect(runnersOf(folder)).toMatchObject([
      {
        template: { spec: { containers: [{ name: 'runner', volumeMounts }], volumes } },
        jobPod: { template: { spec: { containers: [{ name: '$job', volumeMounts }], volumes } } },
      },
    ]);
  });

  test('writes an existing directory at the target of a read-only cache as that cache', async () => {
    const folder = project();
    await add(
      folder,
      'nix',
      '--mode',
      'cached-privileged-kubernetes',
      '--mount',
      '/nvme/nix:/nix/store-host:Directory',
    );
    expect(runnersOf(folder)).toMatchObject([{ cachePaths: [{ source: '/nvme/nix', target: '/nix/store-host' }] }]);
  });

  test.each([
    ['http://github.com/owner/repo', url],
    ['https://github.com/owner/repo//', url],
    ['http://ghes.example/owner/repo/', 'http://ghes.example/owner/repo'],
  ])('writes the repository %s as %s', async (written, meant) => {
    const folder = project();
    await call(folder, ['add', 'docs', '-r', written, '--secret', 'github']);
    expect(runnersOf(folder)).toMatchObject([{ repository: meant }]);
  });

  test('creates ~/.deskrun/config.json without a deskrun.yaml, readable by its owner only', async () => {
    const folder = temporaryFolder();
    const { stderr } = await call(folder, ['add', 'docs', '--repository', url, '--auth-value', token]);
    expect(stderr).toBe(
      [
        'warning: --auth-value exposes the credential in the process list and the shell history; use ' +
          '--auth-file, --auth-env or --auth-stdin',
        'docs is in ~/.deskrun/config.json; deskrun up applies it',
        'to run a workflow job on it:',
        '  runs-on: docs',
        '  container: ubuntu:24.04  # required in containerMode kubernetes; use any image with the tools of your steps',
        '',
      ].join('\n'),
    );
    const file = join(folder, '.deskrun/config.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      cluster_name: 'deskrun',
      installations: {
        docs: { Name: 'docs', Repository: url, ContainerMode: 'kubernetes', AuthType: 'pat', Secret: 'docs-github' },
      },
    });
    expect([statSync(file).mode & 0o777, statSync(join(folder, '.deskrun')).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test('prints notices about the runner set', async () => {
    const { stderr } = await add(project(), 'docker', '--mode', 'cached-privileged-kubernetes', '--cache', 'docker');
    expect(stderr).toContain(
      'note: docker: --max-runners is 1: /var/lib/docker can be used by one runner at a time; set ' +
        '--instances for more runners\n',
    );
  });

  test('writes to the file of --config', async () => {
    const folder = project();
    mkdirSync(join(folder, 'sub'));
    await add(folder, 'docs', '--config', 'sub/new.yaml');
    expect(parse(readFileSync(join(folder, 'sub/new.yaml'), 'utf8'))).toMatchObject({
      namespace: 'arc-runners',
      runners: [{ name: 'docs' }],
    });
    expect(read(folder)).toBe(yaml);
  });
});

describe('add refuses, and writes nothing', () => {
  const refusals: [string[], number, string][] = [
    [
      ['docs', '--mode', 'dnid'],
      2,
      '--mode must be one of runner, kubernetes, kubernetes-novolume, dind, cached-privileged-kubernetes, ' +
        'got "dnid"; did you mean dind?',
    ],
    [['docs', '--instances', 'two'], 2, '--instances must be a whole number, got "two"'],
    [['docs', '--instances', '0'], 2, '--instances must be at least 1, got 0'],
    [
      ['docs', '--min-runners', '3', '--max-runners', '2'],
      1,
      '--max-runners: must be at least --min-runners (3), got 2',
    ],
    [
      ['Docs'],
      1,
      '<name>: must be lower-case letters, digits and -, starting and ending with a letter or digit, got "Docs"',
    ],
    [
      ['docs', '--mount', 'a:b:c:d'],
      2,
      '--mount a:b:c:d: must be target, source:target or source:target:type; a path cannot contain a colon',
    ],
    [
      ['docs', '--mount', '/a:/b:File'],
      2,
      '--mount /a:/b:File: must be one of DirectoryOrCreate, Directory, Socket, got "File"',
    ],
    [
      ['docs', '--mount', ':/b:Socket'],
      2,
      '--mount :/b:Socket: the type Socket needs an existing path on the node: source:target:Socket',
    ],
    [
      ['docs', '--mount', '/nvme/d:/var/lib/docker:Directory'],
      2,
      '/var/lib/docker is the cache docker, whose directories deskrun creates; remove the type Directory',
    ],
    [
      ['docs', '--cache', '/a:/b:Directory'],
      2,
      '--cache /a:/b:Directory: a cache cannot have a type; write source:target',
    ],
    [['docs', '--cache', 'nmp'], 2, '--cache nmp: unknown tool; did you mean npm?'],
    [['docs', '--cache', 'whatever'], 2, '--cache whatever: must be a path, source:target, or one of npm, pnpm,'],
    [
      ['docs', '--cache', 'npm', '--cache', '/nix/store'],
      1,
      '--cache /nix/store: cannot be mounted over: it would hide the Nix store of the image',
    ],
    [['docs', '--cache', 'npm', '--mount', '/nvme/a:/b,b:/c'], 1, '--mount b:/c: must be an absolute path, got "b"'],
    [
      ['docs', '--secret', 'A b'],
      1,
      '--secret: must be the name of a Secret (lower-case letters, digits, - and .), got "A b"',
    ],
    [['docs', '--cache', 'npm,'], 2, '--cache has an empty part; remove the comma'],
    [['docs', '--mount', '/a:/b,,/c:/d'], 2, '--mount has an empty part; remove the comma'],
    [
      ['docs', '--mode', 'cached-privileged-kubernetes', '--mount', '/opt/a:/cache/a'],
      1,
      'hostRoots has no option: edit deskrun.yaml\n1 error; nothing was written',
    ],
    [['docs', '--repository', 'ftp://github.com/o/r'], 2, '--repository is given twice; remove one'],
  ];

  test.each(refusals)('%j', async (args, code, message) => {
    const folder = project();
    const result = await add(folder, ...(args as [string, ...string[]]));
    expect(result).toEqual({ code, stdout: '', stderr: expect.stringContaining(message) });
    expect(read(folder)).toBe(yaml);
    expect(credentialsIn(folder)).toEqual({});
  });

  test('a directory that the node itself uses, with the name of the option', async () => {
    const folder = temporaryFolder();
    const asked = ['add', 'docs', '--repository', url, '--secret', 'github', '--cache', '/etc:/cache'];
    expect(await call(folder, asked)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        '--cache /etc:/cache: must not be /etc, which the node itself uses; use another directory, such as ' +
        '/var/lib/deskrun/cache\n1 error; nothing was written\n',
    });
  });

  test('an exclusive cache for several runners, as it was written', async () => {
    const { stderr } = await add(
      project(),
      'docs',
      '-m',
      'cached-privileged-kubernetes',
      '--cache',
      'npm',
      '--mount',
      '/a:/b,/nvme/d:/var/lib/docker',
      '--max-runners',
      '4',
    );
    expect(stderr).toContain(
      '--mount /nvme/d:/var/lib/docker: /var/lib/docker can be used by one runner at a time, but --max-runners is 4\n',
    );
  });

  test('a missing repository', async () => {
    expect(await call(project(), ['add', 'docs', '--secret', 's'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        '--repository is missing: --repository https://github.com/owner/repo, or --replace to change an existing runner set\n' +
        'see deskrun add --help\n',
    });
  });

  test.each([
    [['--repository', 'nope'], 'the credential is missing: give it with --auth-file, '],
    [['--repository', 'nope', '--auth-type', 'pat', '--app-id', '1'], '--app-id is for --auth-type github-app; '],
    [['--repository', 'nope', '--auth-env', 'NO_TOKEN'], '--auth-env: the environment variable NO_TOKEN is not set '],
  ])('an invalid URL and an invalid credential, both at once: %j', async (options, problem) => {
    const folder = project();
    const { code, stderr } = await call(folder, ['add', 'docs', ...options]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^--repository: must be a URL such as .*, got "nope"\n.*\n2 errors; nothing was written\n$/);
    expect(stderr.split('\n')[1]).toContain(problem);
    expect(read(folder)).toBe(yaml);
  });

  test('a missing credential, with exit code 2', async () => {
    const { code, stderr } = await call(project(), ['add', 'docs', '--repository', url]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^the credential is missing: give it with --auth-file, .*\n$/);
  });

  test('a name that another runner set has, with what to do', async () => {
    const folder = project();
    await add(folder, 'docs');
    const before = read(folder);
    expect(await add(folder, 'docs', '--mode', 'dind')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'deskrun.yaml already has a runner set docs; add --replace to change it, or use another name\n',
    });
    expect(read(folder)).toBe(before);
  });

  test('an invalid configuration, with the position of the error', async () => {
    const folder = project('namespace: ci\nrunnres: []\n');
    expect(await add(folder, 'docs')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'deskrun.yaml:2:1  runnres: unknown key; did you mean runners?\n1 error; nothing was written\n',
    });
  });
});

describe('in a file with invalid runner sets', () => {
  const set = (name: string, rest: string) => `  - { name: ${name}, repository: ${url}, ${rest} }\n`;
  const mode = set('mode', 'containerMode: dnid, auth: { secret: github }');
  const secret = set('secret', 'containerMode: dind, auth: { secret: S }');
  const broken = `namespace: ci\nrunners:\n${mode}${secret}`;
  const rest = (count: string) => `warning: deskrun.yaml has ${count}; fix them before deskrun synth or deskrun up\n`;

  test('add adds a runner set, and warns of the errors', async () => {
    const folder = project(broken);
    const { code, stderr } = await add(folder, 'docs');
    expect(stderr).toContain('runners[0].containerMode: must be one of');
    expect(stderr).toContain('runners[1].auth.secret: must be the name of a Secret');
    expect(stderr).toContain(`${rest('2 other errors')}docs is in deskrun.yaml; deskrun up applies it\n`);
    expect(code).toBe(0);
    expect(read(folder).startsWith(broken)).toBe(true);
  });

  test('remove removes them one by one', async () => {
    const folder = project(broken);
    const first = await call(folder, ['remove', 'mode']);
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining(rest('1 other error')) });
    expect(first.stderr).toContain('runners[0].auth.secret: must be the name of a Secret');
    expect((await call(folder, ['remove', 'secret'])).stderr).toBe(
      'secret is no longer in deskrun.yaml; deskrun up deletes it from the cluster\n',
    );
    expect(runnersOf(folder)).toEqual([]);
  });

  test('add --replace corrects them one by one', async () => {
    const folder = project(broken);
    expect((await call(folder, ['add', 'mode', '--replace', '--mode', 'dind'])).code).toBe(0);
    expect(await call(folder, ['add', 'secret', '--replace', '--secret', 'github'])).toMatchObject({
      code: 0,
      stderr: 'secret is in deskrun.yaml; deskrun up applies it\nto run a workflow job on it:\n  runs-on: secret\n',
    });
    expect((await call(folder, ['synth', '--stdout'])).code).toBe(0);
  });

  test('add refuses an invalid runner set with its own errors only', async () => {
    const folder = project(broken);
    expect(await add(folder, 'docs', '--min-runners', '3', '--max-runners', '2')).toEqual({
      code: 1,
      stdout: '',
      stderr: '--max-runners: must be at least --min-runners (3), got 2\n1 error; nothing was written\n',
    });
    expect(read(folder)).toBe(broken);
  });

  test('add --replace refuses a new error of an invalid runner set', async () => {
    const folder = project(broken);
    expect(
      (await call(folder, ['add', 'secret', '--replace', '--min-runners', '9', '--max-runners', '5'])).stderr,
    ).toBe('--max-runners: must be at least --min-runners (9), got 5\n1 error; nothing was written\n');
  });

  test('add keeps an error outside the runner sets, and warns of it', async () => {
    const folder = project('namespace: Ci\nrunners: []\n');
    expect((await add(folder, 'docs')).stderr).toMatch(
      pattern(
        /^warning: deskrun\.yaml:1:12 {2}namespace: must be [^\n]*\nwarning: deskrun\.yaml has 1 other /,
        /error; [^\n]*\ndocs is in/,
      ),
    );
  });

  test('runner sets of the same name are removed together and cannot be changed', async () => {
    const twin = set('twin', 'containerMode: dind, auth: { secret: github }');
    const folder = project(
      `namespace: ci\nrunners:\n${twin}${twin}${set('docs', 'containerMode: dind, auth: { secret: github }')}`,
    );
    expect((await call(folder, ['add', 'twin', '--replace', '--instances', '2'])).stderr).toBe(
      'deskrun.yaml has several runner sets named twin; rename or remove one in the file\n',
    );
    expect((await call(folder, ['remove', 'twin'])).code).toBe(0);
    expect(runnersOf(folder)).toMatchObject([{ name: 'docs' }]);
  });

  test('a config.json can be changed and corrected in the same way', async () => {
    const folder = temporaryFolder();
    const entry = { Name: 'a', Repository: url, ContainerMode: 'kubernetes', AuthType: 'pat' };
    mkdirSync(join(folder, '.deskrun'));
    writeFileSync(
      join(folder, '.deskrun/config.json'),
      JSON.stringify(
        {
          installations: {
            mode: { ...entry, Name: 'mode', ContainerMode: 'dnid' },
            url: { ...entry, Name: 'url', Repository: 'x' },
            none: null,
          },
        },
        null,
        2,
      ),
    );
    const added = await call(folder, ['add', 'docs', '-r', url, '--secret', 'github']);
    expect(added).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('warning: ~/.deskrun/config.json has 3 other errors'),
    });
    expect(added.stderr).toContain('  installations.mode.ContainerMode: must be one of');
    expect(added.stderr).toContain('  installations.none: is empty; give an object');
    expect((await call(folder, ['add', 'mode', '--replace', '--mode', 'dind'])).code).toBe(0);
    expect((await call(folder, ['add', 'url', '--replace', '--repository', url])).code).toBe(0);
    expect((await call(folder, ['remove', 'none'])).stderr).toBe(
      'none is no longer in ~/.deskrun/config.json; deskrun up deletes it from the cluster\n',
    );
    expect((await call(folder, ['synth', '--stdout'])).code).toBe(0);
  });
});

describe('--replace', () => {
  async function withDocs(...options: string[]): Promise<string> {
    const folder = project();
    expect((await add(folder, 'docs', '--mode', 'dind', '--instances', '2', '--secret', 'own', ...options)).code).toBe(
      0,
    );
    return folder;
  }
  const replace = (folder: string, ...options: string[]): Promise<Result> =>
    call(folder, ['add', 'docs', '--replace', ...options]);

  test('changes the given options only', async () => {
    const folder = await withDocs();
    expect((await replace(folder, '--instances', '3')).code).toBe(0);
    expect(runnersOf(folder)).toEqual([
      { name: 'docs', repository: url, containerMode: 'dind', instances: 3, auth: { secret: 'own' } },
    ]);
  });

  test('with a new credential restarts the listeners of all runner sets with the same Secret', async () => {
    const folder = await withDocs();
    await call(folder, ['add', 'more', '-r', url, '--secret', 'own']);
    await call(folder, ['add', 'other', '-r', url, '--secret', 'foreign']);
    writeFileSync(join(folder, 'new.txt'), 'ghp_fakenew');
    expect((await replace(folder, '--auth-file', 'new.txt')).code).toBe(0);
    const revision = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    expect(runnersOf(folder)).toMatchObject([
      { auth: { secret: 'own', revision } },
      { auth: { secret: 'own', revision } },
      { auth: { secret: 'foreign' } },
    ]);
    expect(credentialsIn(folder)).toEqual({ 'own.json': { github_token: 'ghp_fakenew' } });
  });

  test('refuses an error in a key that has no option, with the path of the key', async () => {
    const folder = await withDocs();
    writeFileSync(join(folder, 'deskrun.yaml'), `${read(folder)}    dind: { image: docker:29-dind }\n`);
    const before = read(folder);
    expect(await replace(folder, '--mode', 'kubernetes')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        pattern(
          /^dind in deskrun\.yaml: is for --mode dind only, and --mode is kubernetes; remove it\n1 error; /,
          /nothing was written\n$/,
        ),
      ),
    });
    expect(read(folder)).toBe(before);
  });

  test('refuses an unknown runner set, and suggests an existing one', async () => {
    expect((await call(await withDocs(), ['add', 'dosc', '--replace', '--instances', '3'])).stderr).toBe(
      'deskrun.yaml has no runner set "dosc"; did you mean docs?\n',
    );
  });

  test('refuses a mount if the runner set already has a template', async () => {
    const folder = await withDocs();
    writeFileSync(join(folder, 'deskrun.yaml'), `${read(folder)}    template: { spec: { hostNetwork: true } }\n`);
    expect((await replace(folder, '--mount', '/srv/a:/srv/a:Directory')).stderr).toBe(
      'docs already has a template in deskrun.yaml; add the mount to it in the file\n',
    );
  });

  test('writes the repository to githubConfigUrl if the runner set has that key', async () => {
    const folder = project(
      `namespace: ci\nrunners:\n  - name: docs\n    githubConfigUrl: ${url}\n    containerMode: dind\n    ` +
        'auth: { secret: s }\n',
    );
    await replace(folder, '--repository', `${url}2`);
    expect(runnersOf(folder)).toEqual([
      { name: 'docs', githubConfigUrl: `${url}2`, containerMode: 'dind', auth: { secret: 's' } },
    ]);
  });
});

describe('remove', () => {
  test('deletes a runner set and its credential, and keeps the others', async () => {
    const folder = project();
    await add(folder, 'docs');
    await add(folder, 'more');
    expect(await call(folder, ['remove', 'docs'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'docs is no longer in deskrun.yaml; deskrun up deletes it from the cluster\n',
    });
    expect(runnersOf(folder)).toMatchObject([{ name: 'more' }]);
    expect(Object.keys(credentialsIn(folder))).toEqual(['more-github.json']);
  });

  test('deletes the credential before it releases the lock', async () => {
    const folder = project();
    await add(folder, 'docs');
    const locked: boolean[] = [];
    const remove = jest.spyOn(CredentialStore.prototype, 'remove').mockImplementation(() => {
      locked.push(existsSync(join(folder, 'deskrun.yaml.lock')));
    });
    await call(folder, ['remove', 'docs']);
    remove.mockRestore();
    expect(locked).toEqual([true]);
  });

  test('keeps a credential that another runner set uses', async () => {
    const folder = project();
    await add(folder, 'docs', '--secret', 'shared');
    await add(folder, 'more', '--secret', 'shared');
    await call(folder, ['remove', 'docs']);
    expect(Object.keys(credentialsIn(folder))).toEqual(['shared.json']);
  });

  test('leaves an empty list after the last runner set', async () => {
    const folder = project();
    await add(folder, 'docs');
    await call(folder, ['remove', 'docs']);
    expect(read(folder)).toBe(yaml);
    expect(await call(folder, ['list'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'no runner sets in deskrun.yaml; to add one: deskrun add --help\n',
    });
  });

  test.each([
    ['docks', 'deskrun.yaml has no runner set "docks"; did you mean docs?\n'],
    ['elsewhere', 'deskrun.yaml has no runner set "elsewhere"; its runner sets are docs\n'],
  ])('refuses the unknown runner set %s', async (name, stderr) => {
    const folder = project();
    await add(folder, 'docs');
    expect(await call(folder, ['remove', name])).toEqual({ code: 1, stdout: '', stderr });
  });

  test('fails if there are no runner sets', async () => {
    expect((await call(project(), ['remove', 'docs'])).stderr).toBe(
      'deskrun.yaml has no runner set "docs"; it has no runner sets\n',
    );
  });
});

describe('runners of an enterprise', () => {
  const enterprise = ['--repository', 'https://github.com/enterprises/rubionic'];

  test('cannot be registered by a GitHub App', async () => {
    const folder = project();
    writeFileSync(
      join(folder, 'app.pem'),
      '-----BEGIN RSA PRIVATE KEY-----\nZmFrZQ==\n-----END RSA PRIVATE KEY-----\n',
    );
    const app = ['--app-id', '1', '--installation-id', '2', '--private-key-file', 'app.pem'];
    const { code, stderr } = await call(folder, ['add', 'docs', ...enterprise, ...app]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^the credential is a GitHub App, .* use a classic personal access token/);
    expect(read(folder)).toBe(yaml);
  });

  test('cannot be registered by a fine-grained token', async () => {
    const folder = project();
    writeFileSync(join(folder, 'token.txt'), `github_pat_${'FAKE'.repeat(6)}\n`);
    const { code, stderr } = await call(folder, ['add', 'docs', ...enterprise, '--auth-file', 'token.txt']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^the token is a fine-grained token, .*; nothing was written\n$/);
    expect(stderr).not.toContain('FAKE');
    expect(read(folder)).toBe(yaml);
  });

  test('can be registered by a classic token', async () => {
    const folder = project();
    expect((await call(folder, ['add', 'docs', ...enterprise, '--auth-file', 'token.txt'])).code).toBe(0);
  });
});
