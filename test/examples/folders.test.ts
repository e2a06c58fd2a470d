import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { noticesOf } from '../../src/app/notices';
import { run } from '../../src/cli/run';
import { consoleIn } from '../support/console';
import { checkCoreKind, kubernetesVersions } from '../support/core-kinds';
import {
  exampleApp,
  exampleFile,
  examples,
  exampleText,
  handWritten,
  isConfigured,
  needsCrd,
} from '../support/examples';
import { filesOf, temporaryFolder } from '../support/folders';
import { manifestProblems } from '../support/manifests';
import { blocksOf, brokenLinks } from '../support/markdown';
import type { Manifest } from '../support/sets';
import { shellCalls } from '../support/shell-lines';

const root = resolve(__dirname, '../..');

test('the index lists all examples', () => {
  const index = readFileSync(join(root, 'examples/README.md'), 'utf8');
  const listed = [...index.matchAll(/^\| \[`(.+?)`\]\((.+?)\)/gm)].map(([, name, link]) => [name, link]);
  expect(listed.sort()).toEqual(examples.map(example => [example, example]));
  expect(brokenLinks({ file: 'examples/README.md', text: index, blocks: [] })).toEqual([]);
});

describe.each(examples)('%s', example => {
  const readme = exampleText(example, 'README.md');

  test('has a README with valid links, one to each file to change', () => {
    expect(brokenLinks({ file: `examples/${example}/README.md`, text: readme, blocks: [] })).toEqual([]);
    const linked = [...readme.matchAll(/\]\(([^)\s]+\.(?:yaml|ts))\)/g)].map(([, file]) => file);
    const files = filesOf(exampleFile(example));
    const changed = Object.keys(files).filter(file => /^(src\/)?[^/]+\.(yaml|ts)$/.test(file) && file !== 'cdk8s.yaml');
    expect(linked.sort()).toEqual(changed.sort());
  });

  test('synthesizes without notices, except those in its README', () => {
    const app = exampleApp(example);
    expect(app.manifests().length).toBeGreaterThan(0);
    const unnamed = noticesOf(app).filter(notice => !readme.includes(notice.replace(/^\[.*?\] /, '')));
    expect(unnamed).toEqual([]);
  });

  test(
    `passes the schemas of Kubernetes ${kubernetesVersions.join(' and ')}, ARC and the references of ` + 'its objects',
    () => {
      const manifests = (exampleApp(example).manifests() as Manifest[]).filter(manifest => !needsCrd(manifest));
      expect(manifestProblems(manifests, createdByHand(readme))).toEqual([]);
    },
  );

  test('has no value of a Secret in its files or its manifests', () => {
    const manifests = [...(exampleApp(example).manifests() as Manifest[]), ...handWritten(example)];
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(readme).not.toMatch(
      /gh[pousr]_|github_pat_|BEGIN [A-Z ]*PRIVATE KEY|--from-literal=\w*(token|key|password)/,
    );
  });

  test('refers only to Secrets that a command of its README creates', () => {
    const manifests = [...(exampleApp(example).manifests() as Manifest[]), ...handWritten(example)];
    // `deskrun up` creates the Secret of kind-desk from the token that `deskrun add` has stored.
    const created = example === 'kind-desk' ? ['Secret arc-runners/github'] : createdByHand(readme);
    const missing = manifests.flatMap(secretsOf).filter(secret => !created.includes(secret));
    expect(missing).toEqual([]);
  });

  test('has a README with requirements, three commands, and what to change', () => {
    const headings = [...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(expect.arrayContaining(['What you need', 'Commands', 'What to change']));
    const [commands] = blocksOf(readme.split('\n## Commands\n')[1] as string, 'README.md');
    expect(commands?.text.trim().split('\n')).toHaveLength(3);
    expect(
      blocksOf(readme, 'README.md').flatMap(({ language, text }) => (language === 'sh' ? shellCalls(text) : [])),
    ).not.toHaveLength(0);
  });
});

/** The namespaced objects that the commands of a README create, as `Secret NAMESPACE/NAME`. */
function createdByHand(readme: string): string[] {
  const kinds: Readonly<Record<string, string>> = { configmap: 'ConfigMap', secret: 'Secret' };
  return blocksOf(readme, 'README.md')
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => shellCalls(text))
    .filter(([program, verb, kind = '']) => program === 'kubectl' && verb === 'create' && kind in kinds)
    .map(([, , kind = '', ...rest]) => {
      const name = rest.find(word => word !== 'generic');
      return `${kinds[kind]} ${rest[rest.indexOf('--namespace') + 1]}/${name}`;
    });
}

/** Every Secret that a manifest refers to in any field. */
function secretsOf(manifest: Manifest): string[] {
  const names: string[] = [];
  JSON.stringify(manifest, (key, value) => {
    if (['githubConfigSecret', 'credentialSecretRef', 'secretName'].includes(key)) names.push(value as string);
    if (key === 'secretKeyRef') names.push(value.name as string);
    return value as unknown;
  });
  return manifest.kind === 'CustomResourceDefinition'
    ? []
    : names.map(name => `Secret ${manifest.metadata.namespace}/${name}`);
}

test.each(examples.filter(isConfigured))('%s refers to the schema in the package', example => {
  const [, schema] = /^# yaml-language-server: \$schema=node_modules\/cdk8s-deskrun\/(\S+)\n/.exec(
    exampleText(example, 'deskrun.yaml'),
  ) as RegExpExecArray;
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: object };
  expect(Object.values(exports)).toContain(`./${schema}`);
});

test.each(examples.flatMap(example => handWritten(example).map((manifest): [string, Manifest] => [example, manifest])))(
  'the handwritten manifests of %s are valid in the newest Kubernetes, or of a GitOps tool',
  (_, manifest) => {
    expect(needsCrd(manifest) ? [] : checkCoreKind(manifest, kubernetesVersions.at(-1) as string)).toEqual([]);
  },
);

test('the command of kind-desk that stores the credential changes only auth in its deskrun.yaml', async () => {
  const folder = temporaryFolder();
  const before = exampleText('kind-desk', 'deskrun.yaml');
  writeFileSync(join(folder, 'deskrun.yaml'), before);
  writeFileSync(join(folder, 'token.txt'), 'not-a-token\n', { mode: 0o600 });
  const [, add] = shellCalls(blocksOf(exampleText('kind-desk', 'README.md'), '').at(-1)?.text as string);
  expect(add?.slice(0, 3)).toEqual(['npx', 'deskrun', 'add']);
  expect(await run((add as string[]).slice(2), consoleIn(folder, { HOME: folder }).io)).toBe(0);
  const after = parse(readFileSync(join(folder, 'deskrun.yaml'), 'utf8'));
  expect(after.runners[0].auth.revision).toEqual(expect.any(String));
  delete after.runners[0].auth.revision;
  expect(after).toEqual(parse(before));
});
