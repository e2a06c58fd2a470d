import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import packageJson from '../../package.json';
import * as deskrun from '../../src';
import { readCinchFile } from '../../src/builds/cinch-file/read';
import * as testing from '../../src/testing';
import '../../src/testing/jest';
import { COMMANDS } from '../../src/cli/commands';
import { parseCall } from '../../src/cli/parse';
import { run } from '../../src/cli/run';
import { appFromText } from '../../src/config/build';
import { consoleIn } from '../support/console';
import { filesOf, temporaryFolder } from '../support/folders';
import { brokenLinks, pages, type CodeBlock, type Page } from '../support/markdown';
import type { Manifest } from '../support/sets';
import { shellCalls, type ShellCall } from '../support/shell-lines';
import { compiled, typeErrors } from '../support/type-check';

/*
 * Every fenced block of every page is executed:
 *
 *   yaml           a deskrun.yaml (with `runners:`) synthesizes; a workflow (with `jobs:`) names runner sets of its
 *                  page or of its `deskrun add`; chart values (with `githubConfigUrl:`) are imported completely
 *   yaml refused   a deskrun.yaml that is refused with the text of the next block; ACCEPT_DIFF=1 rewrites that block
 *   ts             an app: its types are checked, it runs, and it writes manifests
 *   ts jest        a Jest test: its types are checked, and it passes
 *   js jest        a Jest configuration: this package exports the modules that it lists
 *   sh             each command exists and accepts these arguments; commands that need no cluster run
 *   text, mermaid  output of programs, and diagrams: not executed
 */

const root = resolve(__dirname, '../..');
const all = pages();
type Case = [at: string, block: CodeBlock, page: Page];
const blocks: Case[] = all.flatMap(page => page.blocks.map((block): Case => [block.at, block, page]));
const blocksIn = (language: string, info = '') =>
  blocks.filter(([, block]) => block.language === language && block.info === info);

const isCinch = ({ text }: CodeBlock) => text.startsWith('# .cinch.yaml\n');
const RUNS_PODS = ['AutoscalingRunnerSet', 'Job'];
const isDeskrun = ({ text }: CodeBlock) => /^runners:/m.test(text);
const isWorkflow = ({ text }: CodeBlock) => /^jobs:/m.test(text);
const isValues = ({ text }: CodeBlock) => /^githubConfigUrl:/m.test(text);

test('every block has a language that is executed here', () => {
  const kinds = ['yaml', 'yaml refused', 'ts', 'ts jest', 'js jest', 'sh', 'text', 'mermaid'];
  const unknown = blocks.filter(([, { language, info }]) => !kinds.includes(`${language} ${info}`.trim()));
  expect(unknown.map(([at]) => at)).toEqual([]);
  const ofNoKind = blocksIn('yaml').filter(
    ([, block]) => [isDeskrun, isWorkflow, isValues, isCinch].filter(is => is(block)).length !== 1,
  );
  expect(ofNoKind.map(([at]) => at)).toEqual([]);
});

test.each(all.map(page => [page.file, page] as const))('the links of %s have existing targets', (_, page) => {
  expect(brokenLinks(page)).toEqual([]);
});

test.each(blocksIn('yaml').filter(([, block]) => isDeskrun(block)))('%s is a deskrun.yaml', (at, { text }) => {
  expect(appFromText(text, at).manifests().length).toBeGreaterThan(0);
});

test.each(blocksIn('yaml', 'refused'))('%s is refused as the next block says', (_, block, page) => {
  const message = page.blocks[page.blocks.indexOf(block) + 1];
  expect(message?.language).toBe('text');
  if (process.env.ACCEPT_DIFF) return rewriteRefusal(block, page.file, message as CodeBlock);
  expect(() => appFromText(block.text, 'deskrun.yaml')).toThrow(
    expect.objectContaining({ message: message?.text.trimEnd() }) as Error,
  );
});

/** Updates the block with the error message. */
function rewriteRefusal(refused: CodeBlock, file: string, { text }: CodeBlock): void {
  const path = join(root, file);
  let message = '';
  try {
    appFromText(refused.text, 'deskrun.yaml');
  } catch (error) {
    message = `${(error as Error).message}\n`;
  }
  expect(message).not.toBe('');
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(`\`\`\`text\n${text}`, () => `\`\`\`text\n${message}`),
  );
}

test.each(blocksIn('yaml').filter(([, block]) => isValues(block)))('%s are chart values', (at, { text }) => {
  const { runners, notCarried } = deskrun.valuesToConfig({
    runnerSets: [{ text, file: at, releaseName: 'my-runner' }],
  });
  expect({ runners, notCarried }).toEqual({ runners: 1, notCarried: [] });
});

test.each(blocksIn('yaml').filter(([, block]) => isWorkflow(block)))('%s is a workflow', (_, { text }, page) => {
  const known = page.blocks.filter(block => block.language === 'yaml' && isDeskrun(block) && block.info === '');
  const names = [...known.flatMap(block => scaleSetsOf(block)), ...setsAddedBy(page)];
  const jobs: Manifest[] = Object.values(parse(text).jobs as object);
  expect(jobs.length).toBeGreaterThan(0);
  for (const { 'runs-on': runsOn, steps } of jobs) {
    expect(names).toContain(runsOn);
    expect(steps.length).toBeGreaterThan(0);
  }
});

/** What workflows may write behind `runs-on:` for the sets of a deskrun.yaml. */
function scaleSetsOf({ text, at }: CodeBlock): string[] {
  return (appFromText(text, at).manifests() as Manifest[])
    .filter(({ kind }) => kind === 'AutoscalingRunnerSet')
    .map(({ metadata, spec }) => (spec.runnerScaleSetName ?? metadata.name) as string);
}

/** The names of the runner sets that the commands of a page add. */
function setsAddedBy(page: Page): string[] {
  return page.blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => shellCalls(text))
    .map(call => deskrunArgs(call) ?? [])
    .flatMap(([command, name]) => (command === 'add' && name !== undefined ? [name] : []));
}

test('every TypeScript program has correct types', () => {
  const programs = [...blocksIn('ts'), ...blocksIn('ts', 'jest')];
  expect(typeErrors(new Map(programs.map(([at, { text }]) => [at, text])))).toEqual([]);
});

const packages = createRequire(__filename);
const modules: Readonly<Record<string, unknown>> = {
  'cdk8s-deskrun': deskrun,
  'cdk8s-deskrun/testing': testing,
  'cdk8s-deskrun/testing/jest': {},
};

/** Runs a program that may import this package by its name, with further environment variables. */
function runProgram(text: string, variables: Readonly<Record<string, unknown>> = {}): void {
  const load = (name: string): unknown => modules[name] ?? packages(name);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a program of this documentation
  const program = new Function('require', 'exports', ...Object.keys(variables), compiled(text)) as (
    ...given: unknown[]
  ) => void;
  program(load, {}, ...Object.values(variables));
}

test.each(blocksIn('yaml').filter(([, block]) => isCinch(block)))('%s is a .cinch.yaml', (_, { text }) => {
  expect(readCinchFile(text, '.cinch.yaml').config.command).not.toBe('');
});

test.each(blocksIn('ts'))('%s is an app that writes manifests', (_, { text }) => {
  const folder = temporaryFolder();
  const before = process.cwd();
  process.chdir(folder);
  try {
    runProgram(text);
  } finally {
    process.chdir(before);
  }
  const manifests = Object.values(filesOf(folder)).flatMap(file =>
    parseAllDocuments(file).map((document): Manifest => document.toJS()),
  );
  expect(manifests.map(({ kind }) => kind as string).filter(kind => RUNS_PODS.includes(kind))).not.toEqual([]);
});

test.each(blocksIn('ts', 'jest'))('%s is a test that passes', (_, { text }) => {
  // The name of a snapshot would contain the line of the block.
  const expectInBlock = (value: unknown) => ({
    ...expect(value),
    toMatchSnapshot: () => expect(testing.yamlSerializer.test(value)).toBe(true),
  });
  expect.hasAssertions();
  runProgram(text, { test: (_name: string, body: () => void) => body(), expect: expectInBlock });
  expect(text).toContain('cdk8s-deskrun/testing');
});

test.each(blocksIn('js', 'jest'))('%s is a Jest configuration whose modules exist', (_, { text }) => {
  const module: { exports: Record<string, string[]> } = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a program of this documentation
  const config = new Function('module', text) as (given: typeof module) => void;
  config(module);
  const named = Object.values(module.exports).flat();
  const exported = Object.keys(packageJson.exports).map(path => packageJson.name + path.slice(1));
  expect(Object.keys(module.exports)).toEqual(['setupFilesAfterEnv', 'snapshotSerializers']);
  expect(exported).toEqual(expect.arrayContaining(named));
});

const BINARIES = new Set([...Object.keys(packageJson.bin), 'cdk8s', 'jest', 'tsc', 'eslint', 'prettier']);
const KUBECTL = ['apply', 'create', 'delete', 'describe', 'diff', 'get', 'label', 'logs', 'wait'];

/** Checks the arguments of each program that documentation may use. */
const PROGRAMS: Readonly<Record<string, (args: readonly string[]) => string | undefined>> = {
  npm: ([verb = '', script = '']) => {
    if (verb === 'test' || verb === 'run') {
      const name = verb === 'test' ? 'test' : script;
      return name in packageJson.scripts ? undefined : `no script ${name}`;
    }
    return ['ci', 'install', 'init'].includes(verb) ? undefined : `npm ${verb}`;
  },
  npx: args => {
    const [name = ''] = args.filter(word => !word.startsWith('-'));
    return BINARIES.has(name) ? undefined : `no package ${name}`;
  },
  kubectl: ([verb = '']) => (KUBECTL.includes(verb) ? undefined : `kubectl ${verb}`),
  git: ([verb = '']) => (['add', 'clone', 'diff'].includes(verb) ? undefined : `git ${verb}`),
  helm: ([verb = '']) => (['uninstall'].includes(verb) ? undefined : `helm ${verb}`),
  node: args => args.find(word => word.includes('/') && !existsSync(join(root, word))),
  gh: () => undefined,
  tr: () => undefined,
  cd: () => undefined,
  mkdir: () => undefined,
  source: () => undefined,
};

test.each(blocksIn('sh'))('%s has existing commands with valid arguments', (_, { text }) => {
  const wrong = shellCalls(text).flatMap(([program = '', ...args]) => {
    if (program.includes('/')) return existsSync(join(root, program)) ? [] : [`no file ${program}`];
    if (program === 'deskrun' || (program === 'npx' && args[0] === 'deskrun')) {
      parsed(deskrunArgs([program, ...args]) ?? []);
      return [];
    }
    return PROGRAMS[program] ? (PROGRAMS[program](args) ?? []) : [`unknown program ${program}`];
  });
  expect(wrong).toEqual([]);
});

/** The arguments of `deskrun` or `npx deskrun`. */
function deskrunArgs(call: ShellCall): readonly string[] | undefined {
  const [program, first] = call;
  if (program === 'deskrun') return call.slice(1);
  return program === 'npx' && first === 'deskrun' ? call.slice(2) : undefined;
}

/** Parses arguments as the command does. @throws UsageError for invalid ones */
function parsed(args: readonly string[]): void {
  if (args.length === 1 && ['--help', '--version'].includes(args[0] as string)) return;
  const command = COMMANDS.find(({ spec }) => spec.name.split(' ').every((word, index) => args[index] === word));
  if (!command) throw new Error(`no command deskrun ${args.join(' ')}`);
  parseCall(command.spec, args.slice(command.spec.name.split(' ').length));
}

/** Commands that need neither a cluster nor files other than a deskrun.yaml and a token. */
const LOCAL = ['completion', 'explain', 'init', 'list', 'remove', 'synth', 'version'];
const DEFAULT_FILE = `namespace: arc-runners
runners:
  - { name: my-runner, repository: https://github.com/owner/repo, containerMode: kubernetes, auth: { secret: github } }
`;

test.each(all.map(page => [page.file, page] as const))(
  'the commands of %s that need no cluster run',
  async (_, page) => {
    const calls = page.blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => shellCalls(text))
      .flatMap(call => {
        const args = deskrunArgs(call);
        return args && (LOCAL.includes(args[0] as string) || isLocalAdd(args)) ? [args] : [];
      });
    const file = page.blocks.find(block => block.language === 'yaml' && block.info === '' && isDeskrun(block))?.text;
    for (const args of calls) {
      const folder = temporaryFolder();
      if (args[0] !== 'init') writeFileSync(join(folder, 'deskrun.yaml'), file ?? DEFAULT_FILE);
      writeFileSync(join(folder, 'token.txt'), 'not-a-token\n', { mode: 0o600 });
      const console = consoleIn(folder, { HOME: folder });
      const code = await run(args, console.io);
      expect({ args, code, stderr: code === 0 ? '' : console.stderr() }).toEqual({ args, code: 0, stderr: '' });
    }
  },
);

function isLocalAdd(args: readonly string[]): boolean {
  const [command, name, ...options] = args;
  return command === 'add' && name !== 'my-runner' && options.includes('token.txt');
}

test('the first block of README.md has the two commands that CI runs', () => {
  const [first] = readFileSync(join(root, 'README.md'), 'utf8').match(/^```sh\n[\s\S]*?^```$/m) ?? [];
  expect(shellCalls((first ?? '').split('\n').slice(1, -1).join('\n'))).toEqual([
    ['npm', 'ci'],
    ['npx', 'cdk8s', 'synth', '--check-upgrade=false'],
    ['npm', 'test'],
  ]);
});
