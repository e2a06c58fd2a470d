import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Lazy, YamlOutputType } from 'cdk8s';
import {
  CachedPrivilegedRunnerSet,
  DeskrunApp,
  DindRunnerSet,
  ManifestError,
  NvmeCacheVolume,
  RunnerChart,
  type DeskrunAppProps,
} from '../../src';
import { filesOf, temporaryFolder, fileStates } from '../support/folders';
import { docs } from '../support/sets';

/** Returns an app with a chart and a runner set for each name. */
function appOf(outdir: string, names: string[], props: DeskrunAppProps = {}): DeskrunApp {
  const app = new DeskrunApp({ outdir, ...props });
  for (const name of names)
    new DindRunnerSet(new RunnerChart(app, name, { namespace: 'arc-runners' }), 'set', { ...docs, name });
  return app;
}

let stderr: jest.SpyInstance;
const notices = () => (stderr.mock.calls as [string][]).map(([text]) => text);
beforeEach(() => {
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => stderr.mockRestore());

describe('a successful run', () => {
  test('writes a file for each chart', () => {
    const outdir = temporaryFolder();
    appOf(outdir, ['web', 'docs']).synth();
    expect(Object.keys(filesOf(outdir))).toEqual(['docs.k8s.yaml', 'web.k8s.yaml']);
  });

  test('creates the output folder and its parents', () => {
    const outdir = join(temporaryFolder(), 'deep', 'dist');
    appOf(outdir, ['web']).synth();
    expect(Object.keys(filesOf(outdir))).toEqual(['web.k8s.yaml']);
  });

  test('leaves no temporary files', () => {
    const folder = temporaryFolder();
    appOf(join(folder, 'dist'), ['web']).synth();
    expect(readdirSync(folder)).toEqual(['dist']);
  });

  test('writes the same bytes again', () => {
    const outdir = temporaryFolder();
    appOf(outdir, ['web', 'docs']).synth();
    const first = filesOf(outdir);
    appOf(outdir, ['web', 'docs']).synth();
    expect(filesOf(outdir)).toEqual(first);
  });

  test('can be repeated with the same app', () => {
    const outdir = temporaryFolder();
    const app = appOf(outdir, ['web']);
    app.synth();
    const first = filesOf(outdir);
    app.synth();
    expect(filesOf(outdir)).toEqual(first);
    expect(app.outdir).toBe(outdir);
  });

  test('removes manifests of an earlier run that are no longer part of the app', () => {
    const outdir = temporaryFolder();
    appOf(outdir, ['web', 'docs']).synth();
    appOf(outdir, ['docs']).synth();
    expect(Object.keys(filesOf(outdir))).toEqual(['docs.k8s.yaml']);
  });

  test('also removes them from folders of charts', () => {
    const outdir = temporaryFolder();
    const props = { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE };
    appOf(outdir, ['web', 'docs'], props).synth();
    appOf(outdir, ['docs'], props).synth();
    expect(Object.keys(filesOf(outdir)).every(path => path.startsWith('docs/'))).toBe(true);
  });

  test.each(['README.md', 'kustomization.yaml', join('overlays', 'patch.yaml')])(
    'keeps %s, which it did not write',
    file => {
      const outdir = temporaryFolder();
      mkdirSync(join(outdir, 'overlays'));
      writeFileSync(join(outdir, file), 'mine');
      appOf(outdir, ['web']).synth();
      expect(filesOf(outdir)).toHaveProperty([file], 'mine');
    },
  );

  test('keeps a manifest that it did not write', () => {
    const outdir = temporaryFolder();
    writeFileSync(join(outdir, 'mine.k8s.yaml'), 'mine');
    appOf(outdir, ['web']).synth();
    expect(filesOf(outdir)).toHaveProperty(['mine.k8s.yaml'], 'mine');
  });

  test('keeps a file that the user wrote at the path of a manifest that was removed earlier', () => {
    const outdir = temporaryFolder();
    appOf(outdir, ['web', 'docs']).synth();
    appOf(outdir, ['docs']).synth();
    writeFileSync(join(outdir, 'web.k8s.yaml'), 'mine');
    appOf(outdir, ['docs']).synth();
    expect(filesOf(outdir)).toHaveProperty(['web.k8s.yaml'], 'mine');
  });

  test('keeps the manifests of another app in a subfolder', () => {
    const outdir = temporaryFolder();
    appOf(join(outdir, 'other'), ['docs']).synth();
    appOf(outdir, ['web']).synth();
    expect(Object.keys(filesOf(outdir))).toEqual([join('other', 'docs.k8s.yaml'), 'web.k8s.yaml']);
  });
});

describe.each<[string, (chart: RunnerChart) => void]>([
  ['is not valid', chart => chart.node.addValidation({ validate: () => ['is wrong'] })],
  [
    'cannot be written',
    chart => {
      const broken = {
        produce: (): unknown => {
          throw new Error('is broken');
        },
      };
      new ApiObject(chart, 'broken', { apiVersion: 'v1', kind: 'ConfigMap', data: Lazy.any(broken) });
    },
  ],
])('a run with an object that %s', (_, spoil) => {
  function failingApp(outdir: string): DeskrunApp {
    const app = appOf(outdir, ['web', 'docs']);
    spoil(new RunnerChart(app, 'wrong', { namespace: 'arc-runners' }));
    return app;
  }

  test('changes neither content nor modification time of the manifests of the last run', () => {
    const outdir = temporaryFolder();
    appOf(outdir, ['web', 'gone']).synth();
    const before = fileStates(outdir);
    expect(() => failingApp(outdir).synth()).toThrow();
    expect(fileStates(outdir)).toEqual(before);
  });

  test('creates no folder', () => {
    const folder = temporaryFolder();
    expect(() => failingApp(join(folder, 'dist')).synth()).toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('prints no notices', () => {
    const app = failingApp(temporaryFolder());
    new CachedPrivilegedRunnerSet(new RunnerChart(app, 'cached', { namespace: 'arc-runners' }), 'set', {
      ...docs,
      name: 'cached',
      caches: [NvmeCacheVolume.docker()],
    });
    expect(() => app.synth()).toThrow();
    expect(notices()).toEqual([]);
  });
});

describe('the error of a run', () => {
  function spoiled(...messages: string[]): DeskrunApp {
    const app = new DeskrunApp({ outdir: temporaryFolder() });
    const chart = new RunnerChart(app, 'web', { namespace: 'arc-runners' });
    messages.forEach(message => chart.node.addValidation({ validate: () => [message] }));
    return app;
  }

  test('has all errors of the app, each with the path of its construct, and reports that nothing was written', () => {
    expect(() => spoiled('is wrong', 'is odd').synth()).toThrow(new ManifestError(['[web] is wrong', '[web] is odd']));
    expect(() => spoiled('is wrong', 'is odd').synth()).toThrow(
      '[web] is wrong\n[web] is odd\n2 errors; nothing was written',
    );
  });

  test('has the singular "1 error" for one error', () => {
    expect(() => spoiled('is wrong').synth()).toThrow('[web] is wrong\n1 error; nothing was written');
  });

  test('names the field that the API server would refuse', () => {
    const app = new DeskrunApp({ outdir: temporaryFolder() });
    const tolerations = [{ key: 'ci', effect: 'NoExecute', tolerationSeconds: '5' as unknown as number }];
    new DindRunnerSet(new RunnerChart(app, 'web', { namespace: 'arc-runners' }), 'set', { ...docs, tolerations });
    expect(() => app.synth()).toThrow(
      /^\[web\/set\/ScaleSet\] spec\.template\.spec\.tolerations\[0\]\.tolerationSeconds: must be an integer, got "5"/,
    );
  });
});

describe('notices', () => {
  function cachedApp(caches: NvmeCacheVolume[] | ReturnType<typeof NvmeCacheVolume.docker>[]): DeskrunApp {
    const app = new DeskrunApp({ outdir: temporaryFolder() });
    new CachedPrivilegedRunnerSet(new RunnerChart(app, 'web', { namespace: 'arc-runners' }), 'set', {
      ...docs,
      caches,
    });
    return app;
  }

  test('are printed to standard error, one line each, with the path of their construct', () => {
    cachedApp([NvmeCacheVolume.docker()]).synth();
    expect(notices()).toEqual([
      expect.stringMatching(
        /^note: \[web\/set\] maxRunners is 1: \/var\/lib\/docker can be used by one runner at a time; .*\n$/,
      ),
    ]);
  });

  test('are not printed when there are none', () => {
    cachedApp([]).synth();
    expect(notices()).toEqual([]);
  });
});
