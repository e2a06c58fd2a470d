import { DeskrunYaml } from '../../src/cli/configuration/deskrun-yaml';
import type { KeySample } from '../../src/cli/explain/sample';
import { KEY_SAMPLES, sampleFile } from '../../src/cli/explain/samples';
import { manifestsOf, refusalOf, scaleSetsOf, writtenBy } from './files';
import { sites } from './sites';

test('every key of the schema has an entry here', () => {
  expect(Object.keys(KEY_SAMPLES)).toEqual(sites.map(({ path }) => path));
});

/** Keys that only decide what is accepted. They have tests of their own. */
const judged = [
  'hostRoots',
  'runners[].githubConfigUrl',
  'controller.version',
  'controller.watchSingleNamespace',
  'cluster',
  'cluster.name',
  'cluster.image',
];

describe('every accepted key changes the manifests', () => {
  test.each(
    Object.entries(KEY_SAMPLES).filter(
      ([path]) => path !== 'runners' && !path.startsWith('gitOps') && !judged.includes(path),
    ),
  )('%s', (path, key) => {
    expect(manifestsOf(sampleFile(path, key, key.value))).not.toEqual(manifestsOf(sampleFile(path, key)));
  });

  test('hostRoots: a directory outside of it is refused', () => {
    const key = KEY_SAMPLES.hostRoots as KeySample;
    expect(refusalOf(sampleFile('hostRoots', key))).toContain(
      '"/home/ci/cache" is outside the directories that caches may use',
    );
    expect(JSON.stringify(manifestsOf(sampleFile('hostRoots', key, key.value)))).toContain('"path":"/home/ci/cache"');
  });

  test('cluster: it changes the kind cluster and no manifest', async () => {
    const [before, after] = [
      sampleFile('cluster', {}),
      sampleFile('cluster', KEY_SAMPLES.cluster as KeySample, { name: 'other', image: 'kindest/node:v1.36.1' }),
    ];
    expect(manifestsOf(after)).toEqual(manifestsOf(before));
    expect(
      (await Promise.all([before, after].map(text => DeskrunYaml.parse(text, 'deskrun.yaml')))).map(
        ({ clusterName, clusterImage }) => [clusterName, clusterImage],
      ),
    ).toEqual([
      ['deskrun', undefined],
      ['other', 'kindest/node:v1.36.1'],
    ]);
  });

  test('runners: the list may be empty', () => {
    expect(manifestsOf('namespace: arc-runners\nrunners: []')).toEqual([]);
    expect(
      manifestsOf('namespace: arc-runners\ncontroller: { install: {} }\nrunners: []').map(({ kind }) => kind as string),
    ).toContain('Deployment');
  });

  test('controller.version: another minor version than arcVersion is refused', () => {
    expect(
      manifestsOf(sampleFile('controller.version', KEY_SAMPLES['controller.version'] as KeySample, '0.14.0')),
    ).not.toEqual([]);
    expect(
      refusalOf(sampleFile('controller.version', KEY_SAMPLES['controller.version'] as KeySample, '0.13.1')),
    ).toContain(
      'controller.version: is 0.13.1, and arcVersion of the app is 0.14.2: a controller deletes runner sets of ' +
        'another minor version; set arcVersion to a 0.13 release, or upgrade the controller first',
    );
  });

  test('controller.watchSingleNamespace: a set in another namespace is refused', () => {
    expect(
      refusalOf(
        sampleFile(
          'controller.watchSingleNamespace',
          KEY_SAMPLES['controller.watchSingleNamespace'] as KeySample,
          'elsewhere',
        ),
      ),
    ).toContain(
      'controller.watchSingleNamespace: is elsewhere, so the controller never sees a set in arc-runners; put ' +
        'the set there, or give it another controller',
    );
  });

  test.each(Object.entries(KEY_SAMPLES).filter(([path]) => path.startsWith('gitOps')))('%s', (path, key) => {
    const before = path === 'gitOps.flux' ? sampleFile('namespace', {}) : sampleFile(path, key);
    expect(writtenBy(sampleFile(path, key, key.value))).not.toEqual(writtenBy(before));
  });

  test('runners[].githubConfigUrl: it replaces repository', () => {
    const key = KEY_SAMPLES['runners[].githubConfigUrl'] as KeySample;
    expect(refusalOf(sampleFile('runners[].githubConfigUrl', key))).toContain('runners[0].repository: is required');
    expect(scaleSetsOf(sampleFile('runners[].githubConfigUrl', key, key.value))[0].spec.githubConfigUrl).toBe(
      key.value,
    );
  });

  test('runners: each entry becomes a scale set', () => {
    const runners = ['one', 'two'].map(name => ({
      name,
      repository: 'https://github.com/rubionic/docs',
      containerMode: 'dind',
      auth: { secret: 'github' },
    }));
    expect(
      scaleSetsOf(sampleFile('runners', { value: runners }, runners)).map(({ metadata }) => metadata.name),
    ).toEqual(['one', 'two']);
  });
});

describe('setting a key to its default in the schema is the same as leaving it out', () => {
  const defaults = sites.filter(site => 'default' in site.schema);

  test.each(defaults.map(site => [site.path, site.schema.default]))('%s: %j', (path, value) => {
    const key = KEY_SAMPLES[path] as KeySample;
    const outcome = path.startsWith('gitOps') ? writtenBy : manifestsOf;
    expect(outcome(sampleFile(path, key, value))).toEqual(outcome(sampleFile(path, key)));
  });

  test('every boolean key has a default in the schema', () => {
    const switches = sites.filter(site => site.schema.type === 'boolean');
    expect(switches.length).toBeGreaterThan(5);
    expect(defaults).toEqual(expect.arrayContaining(switches));
  });
});

describe('the default of maxRunners depends on other keys: it is', () => {
  test.each([
    [5, {}],
    [7, { minRunners: 7 }],
    [1, { instances: 2 }],
    [1, { caches: ['gradle'] }],
  ])('%i with %j', (maxRunners, runner) => {
    expect(scaleSetsOf(sampleFile('runners[].maxRunners', { runner, value: undefined }))[0].spec.maxRunners).toBe(
      maxRunners,
    );
  });
});
