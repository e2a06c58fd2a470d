import { App, type AppProps, Chart, YamlOutputType } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import {
  CachedPrivilegedRunnerSet,
  DeskrunApp,
  DindRunnerSet,
  ManifestError,
  NvmeCacheVolume,
  RunnerChart,
} from '../../src';
import { filesOf, temporaryFolder } from '../support/folders';
import { docs } from '../support/sets';

/** Adds two charts with runners, a plain chart that depends on them, and a chart nested in it. */
function fill(app: App): App {
  const web = new RunnerChart(app, 'web', { namespace: 'arc-runners' });
  new CachedPrivilegedRunnerSet(web, 'set', {
    ...docs,
    name: 'web',
    maxRunners: 1,
    caches: [NvmeCacheVolume.docker()],
  });
  new DindRunnerSet(new RunnerChart(app, 'docs', { namespace: 'arc-runners' }), 'set', docs);
  const plain = new Chart(app, 'plain');
  new ConfigMap(plain, 'settings', { data: { on: 'yes', lines: 'a\nb\n', number: '010' } });
  plain.addDependency(web);
  new ConfigMap(new Chart(plain, 'inside'), 'more', { data: { a: 'b' } });
  return app;
}

function written(make: (props: AppProps) => App, props: AppProps): Record<string, string> {
  const outdir = temporaryFolder();
  fill(make({ outdir, ...props })).synth();
  return filesOf(outdir);
}

const types = Object.entries(YamlOutputType).filter(
  (entry): entry is [string, YamlOutputType] => typeof entry[1] === 'number',
);

test('all values of yamlOutputType are tested', () => {
  expect(types.map(([name]) => name)).toEqual([
    'FILE_PER_APP',
    'FILE_PER_CHART',
    'FILE_PER_RESOURCE',
    'FOLDER_PER_CHART_FILE_PER_RESOURCE',
  ]);
});

describe.each(types)('%s', (_, yamlOutputType) => {
  test.each<[string, AppProps]>([
    ['as it is', {}],
    ["with an extension of one's own", { outputFileExtension: '.yaml' }],
    ['with the metadata of constructs', { recordConstructMetadata: true }],
  ])('writes the same files as a plain cdk8s app, %s', (__, props) => {
    const plain = written(given => new App(given), { yamlOutputType, ...props });
    expect(Object.keys(plain).length).toBeGreaterThan(0);
    expect(written(given => new DeskrunApp(given), { yamlOutputType, ...props })).toEqual(plain);
  });

  test('writes no files for an app without charts', () => {
    const outdir = temporaryFolder();
    new DeskrunApp({ outdir, yamlOutputType }).synth();
    expect(filesOf(outdir)).toEqual({});
  });
});

test('two objects with the same file name are refused', () => {
  const app = new DeskrunApp({ outdir: temporaryFolder(), yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
  for (const owner of ['rubionic', 'stranger']) {
    new DindRunnerSet(new RunnerChart(app, owner, { namespace: owner }), 'set', {
      ...docs,
      githubConfigUrl: `https://github.com/${owner}/docs`,
    });
  }
  expect(() => app.synth()).toThrow(ManifestError);
});

test('synthYaml returns the same text as a plain cdk8s app', () => {
  expect(fill(new DeskrunApp()).synthYaml()).toBe(fill(new App()).synthYaml());
});
