import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openProject } from '../../../src/cli/configuration/open';
import type { Project } from '../../../src/cli/project';
import { temporaryFolder } from '../../support/folders';
import type { Manifest } from '../../support/sets';
import { call, ioOf } from '../io';

const url = 'https://github.com/owner/repo';
const installation = {
  Name: 'docs',
  Repository: url,
  ContainerMode: 'kubernetes',
  MinRunners: 1,
  MaxRunners: 5,
  Instances: 1,
  Mounts: null,
  CachePaths: [],
  AuthType: 'pat',
  AuthValue: 'ghp_fakefake',
};
const privileged = { ...installation, ContainerMode: 'cached-privileged-kubernetes', MaxRunners: 1 };

/** A home directory with a config.json. */
function homeWith(config: unknown): string {
  const home = temporaryFolder();
  mkdirSync(join(home, '.deskrun'));
  writeFileSync(
    join(home, '.deskrun/config.json'),
    typeof config === 'string' ? config : JSON.stringify(config, null, 2),
    { mode: 0o644 },
  );
  return home;
}

const withInstallations = (installations: object, rest: object = {}) =>
  homeWith({ cluster_name: 'deskrun', installations, ...rest });
const open = (home: string): Promise<Project> => openProject({ positionals: [], options: {} }, ioOf(home));
const read = (home: string): { installations: Record<string, unknown> } =>
  JSON.parse(readFileSync(join(home, '.deskrun/config.json'), 'utf8')) as never;

async function refusal(home: string): Promise<string> {
  try {
    await (await open(home)).manifests();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

async function scaleSets(home: string): Promise<Manifest[]> {
  return (await (await open(home)).manifests()).filter(({ kind }) => kind === 'AutoscalingRunnerSet');
}

describe('a config.json of upstream deskrun', () => {
  test('is read like a deskrun.yaml', async () => {
    const project = await open(withInstallations({ docs: installation }, { cluster_name: 'desk' }));
    expect(project).toMatchObject({
      file: '~/.deskrun/config.json',
      clusterName: 'desk',
      namespace: 'arc-runners',
      arcVersion: '0.14.2',
    });
    expect(project.runners).toEqual([
      {
        name: 'docs',
        repository: url,
        mode: 'kubernetes',
        minRunners: 1,
        maxRunners: 5,
        instances: 1,
        secret: 'docs-github',
      },
    ]);
    expect((await scaleSets(withInstallations({ docs: installation })))[0].spec).toMatchObject({
      githubConfigUrl: url,
      minRunners: 1,
      maxRunners: 5,
      githubConfigSecret: 'docs-github',
    });
  });

  test.each([
    ['Mounts', { Mounts: [{ Source: '/nvme/a', Target: '/cache/a', Type: 'DirectoryOrCreate' }] }],
    ['Mounts without a type', { Mounts: [{ Source: '/nvme/a', Target: '/cache/a', Type: '' }] }],
    ['CachePaths', { CachePaths: [{ Source: '/nvme/a', Target: '/cache/a' }] }],
    ['CachePaths of older files', { CachePaths: [{ HostPath: '/nvme/a', MountPath: '/cache/a' }] }],
  ])('%s are caches', async (_, caches) => {
    const [set] = await scaleSets(withInstallations({ docs: { ...privileged, ...caches } }));
    expect(set.spec.template.spec.volumes).toContainEqual({
      name: 'cache-0',
      hostPath: { path: '/nvme/a', type: 'DirectoryOrCreate' },
    });
  });

  test('a cache of an older file without a directory gets a persistent one', async () => {
    const home = withInstallations({ docs: { ...privileged, CachePaths: [{ HostPath: '', MountPath: '/cache/a' }] } });
    expect(await (await open(home)).hostPaths()).toEqual([
      { path: '/var/lib/deskrun/cache/docs/cache-0', readOnly: false, type: 'DirectoryOrCreate' },
    ]);
  });

  test('an empty source is an emptyDir in the runner pod and in job pods', async () => {
    const home = withInstallations({ docs: { ...privileged, CachePaths: [{ Source: '', Target: '/tmp/builds' }] } });
    expect((await scaleSets(home))[0].spec.template.spec.volumes).toContainEqual({ name: 'cache-0', emptyDir: {} });
    expect(await (await open(home)).hostPaths()).toEqual([]);
  });

  test.each(['Socket', 'Directory'])('a %s must already exist on the node', async type => {
    const home = withInstallations({
      docs: { ...privileged, Mounts: [{ Source: '/srv/a', Target: '/srv/a', Type: type }] },
    });
    expect(await (await open(home)).hostPaths()).toEqual([{ path: '/srv/a', readOnly: false, type }]);
  });

  test('directories outside the default roots are allowed', async () => {
    const home = withInstallations({
      docs: { ...privileged, CachePaths: [{ Source: '/tmp/deskrun-cache/a', Target: '/cache/a' }] },
    });
    expect(await (await open(home)).hostPaths()).toEqual([
      { path: '/tmp/deskrun-cache/a', readOnly: false, type: 'DirectoryOrCreate' },
    ]);
  });

  test('0 instances, as in older files, are one', async () => {
    expect(
      (await scaleSets(withInstallations({ docs: { ...installation, Instances: 0 } }))).map(
        ({ metadata }) => metadata.name,
      ),
    ).toEqual(['docs']);
  });

  test('every command prints a note about cluster_hosts, and about a name that differs from its key', async () => {
    const home = withInstallations({ docs: { ...installation, Name: 'other' } }, { cluster_hosts: { desk: {} } });
    const notes = [
      'note: ~/.deskrun/config.json: cluster_hosts (desk) are kept but not used: they are Incus ' +
        'containers of upstream deskrun; manage them with incus',
      'note: ~/.deskrun/config.json: installations.docs.Name is "other", the name under which upstream ' +
        'deskrun deployed it; deskrun names the set docs',
      '',
    ].join('\n');
    expect((await call(home, ['list'])).stderr).toBe(notes);
    expect((await call(home, ['synth', '--stdout'])).stderr).toContain(notes);
    expect((await call(home, ['add', 'docs', '--replace', '--max-runners', '3'])).stderr).toContain(notes);
  });

  test('a file without installations has no runner sets', async () => {
    expect((await open(homeWith({ cluster_name: 'desk', installations: null }))).runners).toEqual([]);
  });
});

describe('errors are reported with their line and the names of the file', () => {
  test.each([
    [
      'a mode',
      { ContainerMode: 'dnid' },
      /:7:\d+ {2}installations\.docs\.ContainerMode: must be one of .*, got "dnid"; did you mean dind\?\n/,
    ],
    ['a name', {}, /installations\.Docs\.Name: must be lower-case letters/, 'Docs'],
    [
      'a field in another case, which upstream deskrun reads',
      { maxrunners: 3 },
      /:15:\d+ {2}installations\.docs\.maxrunners: unknown field; write MaxRunners\n/,
    ],
    [
      'a socket without its path',
      { ContainerMode: 'cached-privileged-kubernetes', Mounts: [{ Source: '', Target: '/a.sock', Type: 'Socket' }] },
      /installations\.docs\.Mounts\[0\]: the type Socket needs an existing path on the node/,
    ],
    ['a number', { MinRunners: '1' }, /:8:\d+ {2}installations\.docs\.MinRunners: must be an integer, got "1"\n/],
    ['numbers', { MinRunners: 6 }, /installations\.docs\.MaxRunners: must be at least minRunners \(6\), got 5\n/],
    ['a repository', { Repository: 'nowhere' }, /:6:\d+ {2}installations\.docs\.Repository: must be a URL/],
    [
      'a mount',
      {
        ContainerMode: 'cached-privileged-kubernetes',
        Mounts: [
          { Source: '/nvme/a', Target: '/a' },
          { Source: '/nvme/d', Target: '/var/lib/docker' },
        ],
      },
      /installations\.docs\.Mounts\[1\]: \/var\/lib\/docker can be used by one runner/,
    ],
    [
      'a cache path',
      { CachePaths: [{ Source: 'a', Target: '/a' }] },
      /installations\.docs\.CachePaths\[0\]\.Source: must be an absolute path/,
    ],
    [
      'a type',
      { Mounts: [{ Source: '/a', Target: '/b', Type: 'File' }] },
      /installations\.docs\.Mounts\[0\]\.Type: must be one of/,
    ],
  ])('%s', async (_, wrong, message, name = 'docs') => {
    expect(await refusal(withInstallations({ [name]: { ...installation, ...wrong } }))).toMatch(message);
  });

  test('invalid JSON, without quoting it', async () => {
    const text = '{\n  "installations": {\n    "docs": { "AuthValue": "ghp_fakefake"\n';
    expect(await refusal(homeWith(text))).toMatch(
      /^~\/\.deskrun\/config\.json(:\d)? {2}is not valid JSON; nothing was written$/,
    );
  });
});

describe('a duplicate key', () => {
  const duplicate =
    '{\n  "installations": {\n    "docs": { "MinRunners": 1, "AuthValue": "ghp_fakefake",\n      ' +
    '"MinRunners": 2 }\n  },\n  "namespace": "a", "namespace": "b"\n}\n';
  const lines = [
    '~/.deskrun/config.json:4:7  installations.docs.MinRunners: duplicate key; remove one',
    '~/.deskrun/config.json:6:21  namespace: duplicate key; remove one',
    '2 errors; nothing was written',
  ].join('\n');

  test('is an error at its line, since JSON.parse would drop the first value', async () => {
    expect(await refusal(homeWith(duplicate))).toBe(lines);
  });

  test('prevents changes, which would drop the first value from the file', async () => {
    const home = homeWith(duplicate);
    expect((await call(home, ['remove', 'docs'])).stderr).toBe(`${lines}\n`);
    expect(readFileSync(join(home, '.deskrun/config.json'), 'utf8')).toBe(duplicate);
  });

  test('is found with escapes, in lists and in nested objects, but not across objects', async () => {
    const twice = '{ "future": [{ "a": 1 }, { "a": "}", "\\u0061": "\\"a\\":" }], "a": { "a": [] } }';
    expect(await refusal(homeWith(twice))).toBe(
      '~/.deskrun/config.json:1:38  future[1].a: duplicate key; remove one\n1 error; nothing was written',
    );
  });
});

describe('a changed config.json', () => {
  const hosts = {
    desk: { name: 'desk', image: 'images:nixos', disk_size: '200GiB', created_at: '2025-01-01T00:00:00Z' },
  };
  const old = {
    ...installation,
    Name: 'old',
    CachePaths: [{ HostPath: '/nvme/a', MountPath: '/cache/a' }],
    Colour: 'blue',
  };

  test('keeps all known and unknown fields in their order', async () => {
    const home = withInstallations({ old, docs: installation }, { cluster_hosts: hosts, future: [1] });
    expect((await call(home, ['add', 'more', '-r', url, '--secret', 'more'])).code).toBe(0);
    const text = readFileSync(join(home, '.deskrun/config.json'), 'utf8');
    const more = { Name: 'more', Repository: url, ContainerMode: 'kubernetes', AuthType: 'pat', Secret: 'more' };
    const installations = { old, docs: installation, more };
    const expected = { cluster_name: 'deskrun', installations, cluster_hosts: hosts, future: [1] };
    expect(text).toBe(`${JSON.stringify(expected, null, 2)}\n`);
  });

  test('is readable by its owner only', async () => {
    const home = withInstallations({ docs: installation });
    await call(home, ['add', 'more', '-r', url, '--secret', 'more']);
    expect(statSync(join(home, '.deskrun/config.json')).mode & 0o777).toBe(0o600);
  });

  test('keeps the other installations after remove', async () => {
    const home = withInstallations({ old, docs: installation });
    await call(home, ['remove', 'docs']);
    expect(read(home).installations).toEqual({ old });
  });

  test('keeps its credential after --replace', async () => {
    const home = withInstallations({ docs: installation });
    await call(home, ['add', 'docs', '--replace', '--max-runners', '2']);
    expect(read(home).installations).toEqual({ docs: { ...installation, MaxRunners: 2 } });
  });

  test('loses its credential after --replace with another one', async () => {
    const home = withInstallations({ docs: installation });
    await call(home, ['add', 'docs', '--replace', '--auth-env', 'TOKEN'], {
      env: { HOME: home, TOKEN: 'ghp_fakenew' },
    });
    expect(JSON.stringify(read(home))).not.toContain('ghp_');
    expect(await (await open(home)).credential('docs-github')).toEqual({ github_token: 'ghp_fakenew' });
  });

  test('loses all old mounts after --replace with mounts', async () => {
    const home = withInstallations({ old: { ...privileged, ...old, ContainerMode: 'cached-privileged-kubernetes' } });
    expect((await call(home, ['add', 'old', '--replace', '--mount', '/nvme/b:/cache/b'])).stderr).toContain(
      'old is in ~/.deskrun/config.json; deskrun up applies it\n',
    );
    expect(await (await open(home)).hostPaths()).toEqual([
      { path: '/nvme/b', readOnly: false, type: 'DirectoryOrCreate' },
    ]);
  });
});

describe('a credential in config.json', () => {
  test('is used without its trailing line break', async () => {
    const project = await open(withInstallations({ docs: { ...installation, AuthValue: 'ghp_fakefake\n' } }));
    expect(await project.credential('docs-github')).toEqual({ github_token: 'ghp_fakefake' });
    expect(await project.credential('other')).toBeUndefined();
  });

  test('is not used for a GitHub App, of which it has only the private key', async () => {
    const project = await open(
      withInstallations({ docs: { ...installation, AuthType: 'github-app', AuthValue: '-----BEGIN fake' } }),
    );
    await expect(project.credential('docs-github')).rejects.toThrow(
      '~/.deskrun/config.json: installations.docs has the private key of a GitHub App but not its app ID ' +
        'and installation ID; ' +
        'set all three: deskrun add docs --replace --app-id … --installation-id … --private-key-file …',
    );
  });

  test('is never printed by list', async () => {
    const home = withInstallations({ docs: installation });
    for (const format of ['table', 'json', 'yaml'])
      expect((await call(home, ['list', '-o', format])).stdout).not.toContain('ghp_');
  });
});
