import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { kubernetesVersions } from './support/core-kinds';
import { filesOf, temporaryFolder, fileStates } from './support/folders';
import { manifestProblems } from './support/manifests';
import { filesOfThisRepository, workspaceInstance } from './main/files';

const root = resolve(__dirname, '..');
const app = ['-r', join(root, 'scripts/typescript.cjs'), join(root, 'src/main.ts')];

/** The output and the exit status of a process. */
interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(cwd: string, command: readonly string[], env: Record<string, string> = {}): Result {
  const [file = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  return { status, stdout, stderr };
}

/** Runs the app in a folder, as `cdk8s synth` does. */
function synth(folder: string, env: Record<string, string> = {}): Result {
  return run(folder, [process.execPath, ...app], env);
}

function deskrunYaml(...names: string[]): string {
  const runners = names.map(name => ({
    name,
    repository: 'https://github.com/rubionic/docs',
    containerMode: 'dind',
    auth: { secret: 'github' },
  }));
  return stringify({ namespace: 'arc-runners', runners });
}

/** Returns the manifests below a folder. */
function manifestsBelow(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(filesOf(folder)).filter(([path]) => path.endsWith('.k8s.yaml')));
}

/** Returns a folder with this deskrun.yaml. */
function folderWith(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deskrun.yaml'), text);
  return folder;
}

const invalid = deskrunYaml('docs').replace('dind', 'dnid');
const error = [
  'deskrun.yaml:5:20  runners[0].containerMode: must be one of runner, kubernetes, kubernetes-novolume, dind, ' +
    'cached-privileged-kubernetes, got "dnid"; did you mean dind?',
  '1 error; nothing was written',
  '',
].join('\n');

describe('with a valid deskrun.yaml', () => {
  test('writes a file for each set to dist/, and prints nothing', () => {
    const folder = folderWith(deskrunYaml('docs', 'more'));
    expect(synth(folder)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(Object.keys(manifestsBelow(folder))).toEqual(['dist/docs.k8s.yaml', 'dist/more.k8s.yaml']);
    expect(readdirSync(folder).sort()).toEqual(['deskrun.yaml', 'dist']);
  });

  test('removes the file of a set that is no longer in deskrun.yaml, and keeps other files', () => {
    const folder = folderWith(deskrunYaml('docs', 'more'));
    synth(folder);
    writeFileSync(join(folder, 'dist/NOTES.md'), 'keep');
    writeFileSync(join(folder, 'deskrun.yaml'), deskrunYaml('docs'));
    synth(folder);
    expect(Object.keys(manifestsBelow(folder))).toEqual(['dist/docs.k8s.yaml']);
    expect(readFileSync(join(folder, 'dist/NOTES.md'), 'utf8')).toBe('keep');
  });

  test('prints notices to standard error', () => {
    const { status, stdout, stderr } = synth(folderWith(deskrunYaml('docs').replace(/$/, '    caches: [gradle]\n')));
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(
      /^note: \[docs\/runners\] maxRunners is 1: \/cache\/gradle can be used by one runner at a time; [^\n]*\n$/,
    );
  });

  test('writes the manifests to another output folder instead of dist/', () => {
    const folder = folderWith(deskrunYaml('docs'));
    expect(synth(folder, { CDK8S_OUTDIR: 'elsewhere' }).status).toBe(0);
    expect(Object.keys(manifestsBelow(folder))).toEqual(['elsewhere/docs.k8s.yaml']);
    expect(readdirSync(folder).sort()).toEqual(['deskrun.yaml', 'elsewhere']);
  });
});

describe('with an invalid deskrun.yaml', () => {
  test('exits with 1, prints only the errors with their positions, and writes nothing', () => {
    const folder = folderWith(invalid);
    expect(synth(folder)).toEqual({ status: 1, stdout: '', stderr: error });
    expect(readdirSync(folder)).toEqual(['deskrun.yaml']);
  });

  test('does not change an earlier dist/', () => {
    const folder = folderWith(deskrunYaml('docs'));
    synth(folder);
    const before = fileStates(join(folder, 'dist'));
    writeFileSync(join(folder, 'deskrun.yaml'), invalid);
    expect(synth(folder).status).toBe(1);
    expect(fileStates(join(folder, 'dist'))).toEqual(before);
  });

  test('names the missing file', () => {
    expect(synth(temporaryFolder())).toEqual({
      status: 1,
      stdout: '',
      stderr: 'deskrun.yaml: cannot be read: it does not exist (ENOENT); nothing was written\n',
    });
  });
});

describe('through cdk8s synth', () => {
  const cdk8s = [join(root, 'node_modules/.bin/cdk8s'), 'synth', '--check-upgrade=false'];

  /** Returns the cdk8s.yaml of the repository with absolute paths, for another folder. */
  function settings(): string {
    const { app: command, ...rest } = parse(readFileSync(join(root, 'cdk8s.yaml'), 'utf8'));
    return stringify({
      app: String(command)
        .replace('./scripts', join(root, 'scripts'))
        .replace(' src/', ` ${join(root, 'src')}/`),
      ...rest,
    });
  }

  test('writes dist/, and keeps it after a failed run, although cdk8s empties its own folder first', () => {
    const folder = folderWith(deskrunYaml('docs'));
    writeFileSync(join(folder, 'cdk8s.yaml'), settings());

    const first = run(folder, cdk8s);
    expect(first).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('.synth/docs.k8s.yaml'),
      stderr: expect.stringContaining('wrote dist/'),
    });
    expect(manifestsBelow(join(folder, '.synth'))).toEqual(manifestsBelow(join(folder, 'dist')));
    expect(Object.keys(manifestsBelow(join(folder, 'dist')))).toEqual(['docs.k8s.yaml']);

    const before = fileStates(join(folder, 'dist'));
    writeFileSync(join(folder, 'deskrun.yaml'), invalid);
    const second = run(folder, cdk8s);
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(error);
    expect(fileStates(join(folder, 'dist'))).toEqual(before);

    writeFileSync(join(folder, 'deskrun.yaml'), deskrunYaml('more'));
    expect(run(folder, cdk8s).status).toBe(0);
    expect(Object.keys(manifestsBelow(join(folder, 'dist')))).toEqual(['more.k8s.yaml']);
  }, 30_000);
});

describe('the deskrun.yaml of this repository', () => {
  const file = readFileSync(join(root, 'deskrun.yaml'), 'utf8');
  let dist: Record<string, string> = {};

  /** Its manifests, a file for each set, made in a folder of some name under some settings. */
  function manifestsIn(name: string, env: Record<string, string>): Record<string, string> {
    const parent = mkdtempSync(join(tmpdir(), 'test-'));
    const folder = join(parent, name);
    try {
      mkdirSync(folder);
      copyFileSync(join(root, 'deskrun.yaml'), join(folder, 'deskrun.yaml'));
      expect(synth(folder, env)).toEqual({ status: 0, stdout: '', stderr: '' });
      const files = manifestsBelow(join(folder, 'dist'));
      expect(Object.keys(files)).toEqual(['checks.k8s.yaml', 'images.k8s.yaml', 'rubionic-workspace.k8s.yaml']);
      return files;
    } finally {
      rmSync(parent, { recursive: true });
    }
  }

  beforeAll(() => {
    dist = manifestsIn('plain', {});
  });

  /** Returns the manifests of an instance of rubionic-workspace as text. */
  const instance = (number: number) => workspaceInstance(dist, number).join('---\n');

  test('has a comment with the schema for editors', () => {
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(file) ?? [];
    expect(existsSync(resolve(root, schema))).toBe(true);
    expect(schema).toMatch(/deskrun\.schema\.json$/);
  });

  test('gives the files that the tests in test/main compare with goldens', () => {
    expect(dist).toEqual(filesOfThisRepository());
  });

  test.each([2, 3])(
    'gives instance %i of rubionic-workspace, which differs from the first only in its number',
    number => {
      expect(instance(number).replaceAll(`rubionic-workspace-${number}`, 'rubionic-workspace-1')).toBe(instance(1));
    },
  );

  test('gives three instances of rubionic-workspace and no other objects', () => {
    expect([1, 2, 3].map(instance).join('---\n')).toBe(dist['rubionic-workspace.k8s.yaml']);
  });

  test(`gives valid manifests for ARC and for Kubernetes ${kubernetesVersions.join(' and ')}`, () => {
    const manifests = Object.values(dist).flatMap(text => parseAllDocuments(text).map(document => document.toJS()));
    expect(manifests).toHaveLength(3 * 7 + 4 + 7);
    expect(manifestProblems(manifests)).toEqual([]);
  });

  test.each([
    ['folder', 'with a space and ключ', {}],
    ['time zone', 'plain', { TZ: 'Pacific/Kiritimati' }],
    ['language', 'plain', { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }],
  ])('gives the same manifests in any %s', (_, folder, env: Record<string, string>) => {
    expect(manifestsIn(folder, env)).toEqual(dist);
  });
});
