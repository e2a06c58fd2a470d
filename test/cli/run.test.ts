import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/cli/commands';
import { EXIT_CODES } from '../../src/cli/help';
import { temporaryFolder } from '../support/folders';
import { pattern } from '../support/pattern';
import { call } from './io';
import manifest from '../../package.json';

const run = (...args: string[]) => call(temporaryFolder(), args);

describe('help', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']]])(
    '%j lists every command and every exit code on standard output',
    async args => {
      const { code, stdout, stderr } = await run(...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const { spec } of COMMANDS) expect(stdout).toContain(`  ${spec.name}  `);
      for (const [exitCode, meaning] of EXIT_CODES)
        expect(stdout).toMatch(new RegExp(`^ {2}${exitCode} +${meaning}$`, 'm'));
    },
  );

  test.each([[['add', '--help']], [['help', 'add']], [['add', 'my-runner', '-h', '--mode', 'dnid']]])(
    '%j prints the arguments and options of add, with examples',
    async args => {
      const { code, stdout } = await run(...args);
      expect(code).toBe(0);
      expect(stdout).toContain('deskrun add <name> [options]');
      expect(stdout).toMatch(
        pattern(
          /-m, --mode <mode> +container mode.*\(runner \| kubernetes \| kubernetes-novolume \| dind \| /,
          /cached-privileged-kubernetes; default: kubernetes\)/,
        ),
      );
      expect(stdout).toContain('Examples:\n  deskrun add');
    },
  );

  test.each(COMMANDS.map(({ spec }) => [spec.name, spec] as const))('of %s has only valid examples', (_, spec) => {
    expect(spec.examples.length).toBeGreaterThan(0);
    const options = [
      ...Object.keys(spec.options ?? {}).map(name => `--${name}`),
      ...Object.values(spec.options ?? {}).map(({ short = '' }) => `-${short}`),
    ];
    for (const example of spec.examples) {
      const call = /deskrun ([^|>)]*)/.exec(example)?.[1] ?? '';
      expect(call.startsWith(spec.name)).toBe(true);
      for (const option of call.match(/(?<=\s)--?[a-z][-a-z]*/g) ?? []) expect(options).toContain(option);
    }
  });
});

describe('an invalid command line: exit code 2 and a message on standard error', () => {
  test.each([
    [['lsit'], 'unknown command lsit; did you mean list?\nsee deskrun --help'],
    [['--hlep'], 'unknown option --hlep; did you mean --help?\noptions come after the command: see deskrun --help'],
    [
      ['list', '--ouptut', 'json'],
      'unknown option --ouptut; did you mean --output?\nunexpected argument "json": deskrun list\nsee ' +
        'deskrun list --help',
    ],
    [
      ['list', '-o', 'jsn'],
      '--output must be one of table, json, yaml, got "jsn"; did you mean json?\nsee deskrun list --help',
    ],
    [['list', '-o'], '--output needs a value: --output <format>\nsee deskrun list --help'],
    [
      ['list', '-o', '--config', 'x'],
      '--output needs a value, got the option --config; to use it as the value, write --output=--config',
    ],
    [['list', '-o', 'json', '--output', 'yaml'], '--output is given twice; remove one\nsee deskrun list --help'],
    [['synth', '--stdout=yes'], '--stdout takes no value, got "yes"\nsee deskrun synth --help'],
    [['remove'], '<name> is missing: deskrun remove <name>\nsee deskrun remove --help'],
    [['remove', ''], '<name> is empty: deskrun remove <name>\nsee deskrun remove --help'],
    [['list', '--config', ''], '--config has an empty value: --config <file>\nsee deskrun list --help'],
    [['synth', '--out='], '--out has an empty value: --out <folder>\nsee deskrun synth --help'],
    [['synth', '--stdout', '--out', 'x'], '--out and --stdout exclude each other; remove one'],
    [['completion', 'bahs'], '<shell> must be one of bash, zsh, fish, got "bahs"; did you mean bash?'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test.each(
  COMMANDS.flatMap(({ spec }) =>
    Object.entries(spec.options ?? {})
      .filter(([, { type }]) => type === 'string')
      .map(([name]) => [spec.name, name] as const),
  ),
)('%s --%s with an empty value is an invalid command line', async (command, option) => {
  const { code, stderr } = await run(...command.split(' '), 'any', `--${option}`, '');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining(`--${option} has an empty value: --${option} <`),
  });
});

describe('version', () => {
  test('is that of the package, with the default versions of ARC and Kubernetes', async () => {
    expect((await run('version')).stdout).toBe(
      `deskrun            ${manifest.version}\narcVersion         0.14.2\nkubernetesVersion  1.36\n`,
    );
  });

  test('can be printed as data', async () => {
    const versions = { deskrun: manifest.version, arcVersion: '0.14.2', kubernetesVersion: '1.36' };
    expect(JSON.parse((await run('version', '-o', 'json')).stdout)).toEqual(versions);
    expect(parse((await run('version', '--output=yaml')).stdout)).toEqual(versions);
    expect(await run('--version', '-o', 'json')).toEqual(await run('version', '-o', 'json'));
  });
});

test('a file that cannot be read is an error message, not a crash', async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, 'file'), '');
  const stderr =
    'file/deskrun.yaml: cannot be read: a part of the path is a file, not a folder (ENOTDIR); nothing was written\n';
  expect(await call(home, ['list', '--config', 'file/deskrun.yaml'])).toEqual({ code: 1, stdout: '', stderr });
});

test('a folder that cannot be created is an error message, not a crash', async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, 'file'), '');
  expect(await call(home, ['init', '--config', 'file/deskrun.yaml'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `${join(home, 'file')}: is a file, not a folder\n`,
  });
});

test.each([
  ['list'],
  ['synth'],
  ['remove', 'docs'],
  ['add', 'docs', '--replace', '--max-runners', '3'],
  ['diff', '--against', 'dist'],
  ['explain', 'docs'],
])('%s refuses a --config that does not exist, and writes nothing', async (...args) => {
  const home = temporaryFolder();
  expect(await call(home, [...args, '--config', 'typo.yaml'])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'typo.yaml: does not exist; check --config, or create it: deskrun init --config typo.yaml; nothing was written\n',
  });
  expect(readdirSync(home)).toEqual([]);
});
