// Writes the pages of docs/ that are generated: one for each mode, cache and command, and an index of each kind.
//
//   npm run docs:pages

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { CACHE_CATALOGUE, type CacheName, type CatalogueEntry } from '../src/caches/catalogue';
import type { CommandSpec, Option } from '../src/cli/command';
import { COMMANDS } from '../src/cli/commands';
import { explainMode } from '../src/cli/explain/modes';
import { EXIT_CODES } from '../src/cli/help';
import { workflowSnippet } from '../src/cli/workflow-snippet';
import type { DeskrunConfig, RunnerConfig } from '../src/config/config';
import { MODE_CAPABILITIES, type ContainerModeType } from '../src/modes/capabilities';
import { block, page, table } from './markdown-page';
import { fileOf, indexPages } from './reference-index';

const KEPT_BY = { steps: 'the steps of a job', docker: 'a Docker daemon', node: 'the node itself' };

/** The folders in which all pages are generated. */
export const GENERATED = ['modes', 'caches', 'commands'] as const;

/** The text of every generated page, by its path below `docs/`. */
export function referencePages(): ReadonlyMap<string, string> {
  const modes = Object.keys(MODE_CAPABILITIES) as ContainerModeType[];
  const caches = Object.keys(CACHE_CATALOGUE) as CacheName[];
  return new Map([
    ...indexPages(),
    ...modes.map(mode => [`modes/${mode}.md`, modePage(mode)] as const),
    ...caches.map(name => [`caches/${name}.md`, cachePage(name, CACHE_CATALOGUE[name])] as const),
    ...COMMANDS.map(({ spec }) => [`commands/${fileOf(spec)}`, commandPage(spec)] as const),
  ]);
}

function modePage(mode: ContainerModeType): string {
  const facts = explainMode(mode).split('\n').slice(1);
  return page({
    title: `containerMode: ${mode}`,
    group: 'Modes',
    body: [
      ...facts.map(line => line.replace(/^ +(.+?): +(.*)$/, '- **$1:** $2')),
      '',
      '## In deskrun.yaml',
      '',
      ...block('yaml', fileWith({ name: 'my-runner', ...MODE_EXAMPLES[mode] }, mode)),
      '',
      '## In a workflow',
      '',
      ...block('yaml', workflowOf(mode)),
      '',
      '## In code',
      '',
      ...block('ts', MODE_CODE[mode]),
    ],
  });
}

/** The usual keys of a runner set in each mode, besides name, repository and credential. */
const MODE_EXAMPLES: Record<ContainerModeType, Partial<RunnerConfig>> = {
  runner: { maxRunners: 4 },
  kubernetes: { maxRunners: 10, workVolumeClaim: { storageClassName: 'local-path', storage: '10Gi' } },
  'kubernetes-novolume': { maxRunners: 10 },
  dind: { maxRunners: 4, dind: { registryMirrors: ['https://mirror.example'] } },
  'cached-privileged-kubernetes': { instances: 3, caches: ['docker', 'nix-store'] },
};

const MODE_CODE: Record<ContainerModeType, string> = {
  runner: code('PlainRunnerSet', '  maxRunners: 4,'),
  kubernetes: code(
    'KubernetesRunnerSet',
    "  maxRunners: 10,\n  workVolumeClaim: { storageClassName: 'local-path', storage: '10Gi' },",
  ),
  'kubernetes-novolume': code('KubernetesNoVolumeRunnerSet', '  maxRunners: 10,'),
  dind: code('DindRunnerSet', "  maxRunners: 4,\n  dind: { registryMirrors: ['https://mirror.example'] },"),
  'cached-privileged-kubernetes': code(
    'CachedPrivilegedRunnerSet',
    "  instances: 3,\n  caches: ['docker', 'nix-store'],",
  ),
};

function code(construct: string, props: string): string {
  return [
    `import { DeskrunApp, GitHubAuth, RunnerChart, ${construct} } from 'cdk8s-deskrun';`,
    '',
    'const app = new DeskrunApp();',
    "const chart = new RunnerChart(app, 'runners', { namespace: 'arc-runners' });",
    `new ${construct}(chart, 'my-runner', {`,
    "  name: 'my-runner',",
    "  githubConfigUrl: 'https://github.com/owner/repo',",
    "  auth: GitHubAuth.fromSecret('github'),",
    props,
    '});',
    'app.synth();',
  ].join('\n');
}

function workflowOf(mode: ContainerModeType): string {
  const instances = MODE_EXAMPLES[mode].instances ?? 1;
  const names = instances === 1 ? ['my-runner'] : Array.from({ length: instances }, (_, i) => `my-runner-${i + 1}`);
  return [
    'on: push',
    'jobs:',
    '  build:',
    ...workflowSnippet(names, mode).map(line => `    ${line}`),
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - run: ls',
  ].join('\n');
}

function cachePage(name: CacheName, entry: CatalogueEntry): string {
  const { target, usualTargets, sharing, reason, keptBy, nodePath } = entry;
  const env = Object.entries(entry.env(target));
  return page({
    title: `Cache: ${name}`,
    group: 'Caches',
    body: [
      `- **mounted at:** \`${target}\``,
      `- **sharing:** \`${sharing}\`, because: ${reason}`,
      ...(usualTargets.length > 0
        ? [`- **recognised at:** ${usualTargets.map(path => `\`${path}\``).join(', ')}`]
        : []),
      ...(nodePath === undefined ? [] : [`- **on the node:** \`${nodePath}\``]),
      ...(env.length > 0 ? [`- **variables:** ${env.map(([key, value]) => `\`${key}=${value}\``).join(', ')}`] : []),
      `- **kept by:** ${KEPT_BY[keptBy ?? 'steps']}`,
      '',
      SHARING[sharing],
      '',
      '## In deskrun.yaml',
      '',
      ...block('yaml', fileWith({ name: 'my-runner', ...cacheExample(name, entry) }, cacheMode(entry))),
    ],
  });
}

const SHARING = {
  shared: 'Any number of runners may use one directory at the same time.',
  exclusive:
    'Only one runner may use a directory at a time. With `instances`, each instance gets a directory of its own; ' +
    'with `perRunner: true`, each pod does. More runners on one directory are refused.',
  readOnly: 'Runners read it and never write to it. The directory must be on the node: a pod waits until it is.',
};

function cacheMode({ keptBy }: CatalogueEntry): ContainerModeType {
  return keptBy === undefined ? 'kubernetes' : 'cached-privileged-kubernetes';
}

function cacheExample(name: CacheName, { sharing }: CatalogueEntry): Partial<RunnerConfig> {
  return { ...(sharing === 'exclusive' ? { instances: 3 } : { maxRunners: 3 }), caches: [name] };
}

function fileWith(runner: Partial<RunnerConfig>, containerMode: ContainerModeType): string {
  const { name, ...rest } = runner;
  const config = {
    namespace: 'arc-runners',
    runners: [
      { name, repository: 'https://github.com/owner/repo', containerMode, auth: { secret: 'github' }, ...rest },
    ],
  } as DeskrunConfig;
  return stringify(config).trimEnd();
}

function commandPage(spec: CommandSpec): string {
  const { name, summary, positionals = [], options = {}, examples } = spec;
  return page({
    title: `deskrun ${name}`,
    group: 'Commands',
    body: [
      `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
      '',
      ...block('text', ['deskrun', name, ...positionals, '[options]'].join(' ')),
      '',
      ...table(['option', 'meaning', 'default'], Object.entries(options).map(optionRow)),
      ...(Object.keys(options).length > 0 ? [''] : []),
      '## Examples',
      '',
      ...block('sh', examples.join('\n')),
      '',
      '## Exit codes',
      '',
      ...table(
        ['code', 'meaning'],
        EXIT_CODES.map(([exitCode, meaning]) => [String(exitCode), meaning]),
      ),
    ],
  });
}

function optionRow([name, option]: [string, Option]): string[] {
  const { short, value = '<value>', type, summary, multiple, choices } = option;
  const written = `${short ? `-${short}, ` : ''}--${name}${type === 'string' ? ` ${value}` : ''}`;
  const notes = [
    ...(choices ? [`one of ${choices.map(choice => `\`${choice}\``).join(', ')}`] : []),
    ...(multiple ? ['may be repeated'] : []),
  ];
  return [`\`${written}\``, [summary, ...notes].join('; '), option.default ?? ''];
}

/** Replaces the generated folders. */
export function writeReferencePages(docs: string): void {
  for (const folder of GENERATED) rmSync(join(docs, folder), { recursive: true, force: true });
  for (const [path, text] of referencePages()) {
    mkdirSync(dirname(join(docs, path)), { recursive: true });
    writeFileSync(join(docs, path), text);
  }
}

if (require.main === module) writeReferencePages(join(__dirname, '../docs'));
