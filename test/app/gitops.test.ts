import { ApiObject, Chart, Duration, YamlOutputType } from 'cdk8s';
import { loadAll } from 'js-yaml';
import {
  ArcController,
  ContainerMode,
  DeskrunApp,
  GitOps,
  ManifestError,
  NvmeCacheVolume,
  RunnerChart,
  RunnerNamespace,
  RunnerSet,
  type DeskrunAppProps,
} from '../../src';
import { filesOf, temporaryFolder } from '../support/folders';
import { docs, findingsOf, type Manifest } from '../support/sets';

const fleet = { kind: 'GitRepository', name: 'fleet' } as const;

/** Returns an app with an object of each layer, and one that is not from this library. */
function appWith(gitOps: GitOps | undefined, props: DeskrunAppProps = {}): DeskrunApp {
  const app = new DeskrunApp({ outdir: temporaryFolder(), gitOps, ...props });
  const system = new Chart(app, 'system', { namespace: 'arc-systems' });
  new RunnerNamespace(system, 'namespace', { name: 'arc-runners' });
  const controller = new ArcController(system, 'controller');
  const runners = new RunnerChart(app, 'runners', { namespace: 'arc-runners', controller });
  new RunnerSet(runners, 'set', {
    ...docs,
    containerMode: ContainerMode.cachedPrivileged(),
    caches: [NvmeCacheVolume.path({ source: '/nvme/a', target: '/a', local: { nodes: ['desk'], capacity: '1Gi' } })],
  });
  new ApiObject(runners, 'mine', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' } });
  return app;
}

/** Returns all manifests of an app, by kind. */
function written(app: DeskrunApp): Manifest[] {
  app.synth();
  return Object.values(filesOf(app.outdir)).flatMap(text => loadAll(text) as Manifest[]);
}

function annotationOf(manifests: readonly Manifest[], kind: string, annotation: string): string[] {
  return [
    ...new Set(
      manifests
        .filter(manifest => manifest.kind === kind)
        .map(({ metadata }) => String(metadata.annotations?.[annotation])),
    ),
  ];
}

test('without a tool there are no annotations for the order', () => {
  const annotations = written(appWith(undefined)).map(({ metadata }) => metadata.annotations as object);
  expect(JSON.stringify(annotations)).not.toMatch(/argocd|kapp\.k14s|fluxcd/);
});

describe('Argo CD', () => {
  const wave = 'argocd.argoproj.io/sync-wave';
  let manifests: Manifest[];
  beforeAll(() => {
    manifests = written(appWith(GitOps.argoCd()));
  });

  test.each([
    ['CustomResourceDefinition', ['-3']],
    ['Namespace', ['-3']],
    ['Deployment', ['-2']],
    ['ClusterRole', ['-2']],
    ['ServiceAccount', ['-2', '-1']],
    ['PersistentVolume', ['-1']],
    ['AutoscalingRunnerSet', ['0']],
  ])('%s is in wave %j', (kind, waves) => {
    expect(annotationOf(manifests, kind, wave).sort()).toEqual([...waves].sort());
  });

  test('an object that is not from this library gets no annotation', () => {
    const mine = manifests.find(({ metadata }) => metadata.name === 'mine');
    expect(mine.metadata.annotations).toBeUndefined();
  });

  test('an existing annotation is kept', () => {
    const app = appWith(GitOps.argoCd());
    app.node
      .findAll()
      .filter(construct => ApiObject.isApiObject(construct))
      .filter(({ kind }) => kind === 'AutoscalingRunnerSet')
      .forEach(({ metadata }) => metadata.addAnnotation(wave, '7'));
    expect(annotationOf(written(app), 'AutoscalingRunnerSet', wave)).toEqual(['7']);
  });

  test('a second synth writes the same', () => {
    const app = appWith(GitOps.argoCd());
    expect(written(app)).toEqual(written(app));
  });
});

describe('kapp', () => {
  const ordered = (kind: string) => {
    const { annotations } = written(appWith(GitOps.kapp())).find(manifest => manifest.kind === kind)?.metadata ?? {};
    return Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => name.startsWith('kapp.k14s.io/')));
  };

  test('a CRD is in a group and depends on nothing', () => {
    expect(ordered('CustomResourceDefinition')).toEqual({ 'kapp.k14s.io/change-group': 'deskrun.dev/definitions' });
  });

  test('a runner set is applied after all others and deleted before them, except CRDs, which kapp orders', () => {
    expect(ordered('AutoscalingRunnerSet')).toEqual({
      'kapp.k14s.io/change-group': 'deskrun.dev/runners',
      'kapp.k14s.io/change-rule.0': 'upsert after upserting deskrun.dev/definitions',
      'kapp.k14s.io/change-rule.1': 'upsert after upserting deskrun.dev/controller',
      'kapp.k14s.io/change-rule.2': 'upsert after upserting deskrun.dev/support',
      'kapp.k14s.io/change-rule.3': 'delete before deleting deskrun.dev/controller',
      'kapp.k14s.io/change-rule.4': 'delete before deleting deskrun.dev/support',
    });
  });
});

describe('Flux', () => {
  const flux = (rest: object = {}) => GitOps.flux({ sourceRef: fleet, ...rest });
  const kustomizations = (gitOps: GitOps) => written(appWith(gitOps)).filter(({ kind }) => kind === 'Kustomization');

  test('applies the controller and the runner sets from separate folders', () => {
    const app = appWith(flux());
    app.synth();
    expect(Object.keys(filesOf(app.outdir))).toEqual([
      'controller/0000-system.k8s.yaml',
      'flux/kustomizations.k8s.yaml',
      'runners/0001-runners.k8s.yaml',
    ]);
  });

  test('applies the runner sets after the controller, and prunes only runner sets', () => {
    expect(kustomizations(flux())).toEqual([
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'deskrun-controller', namespace: 'flux-system' },
        spec: { interval: '10m', sourceRef: fleet, path: './dist/controller', prune: false, wait: true },
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'deskrun-runners', namespace: 'flux-system' },
        spec: {
          interval: '10m',
          sourceRef: fleet,
          path: './dist/runners',
          prune: true,
          wait: true,
          dependsOn: [{ name: 'deskrun-controller' }],
        },
      },
    ]);
  });

  test('has no dependsOn when there are only runner sets', () => {
    const app = new DeskrunApp({ outdir: temporaryFolder(), gitOps: flux() });
    new RunnerSet(new RunnerChart(app, 'runners', { namespace: 'arc-runners' }), 'set', {
      ...docs,
      containerMode: ContainerMode.dind(),
    });
    const [only, ...others] = written(app).filter(({ kind }) => kind === 'Kustomization');
    expect(others).toEqual([]);
    expect(only.spec).not.toHaveProperty('dependsOn');
  });

  test('takes source, path, interval and namespace from the props', () => {
    const [controller] = kustomizations(
      flux({
        path: './clusters/desk/',
        interval: '1h30m',
        namespace: 'fleet',
        sourceRef: { ...fleet, namespace: 'sources' },
      }),
    );
    expect(controller).toMatchObject({
      metadata: { namespace: 'fleet' },
      spec: { path: './clusters/desk/controller', interval: '1h30m', sourceRef: { ...fleet, namespace: 'sources' } },
    });
  });

  test.each([
    [Duration.minutes(10), '10m'],
    [Duration.minutes(90), '1h30m'],
    [Duration.days(1), '24h'],
    [Duration.millis(1500), '1s500ms'],
    [Duration.seconds(0.5), '500ms'],
  ])('writes the Duration %s as Go does: %s', (interval, expected) => {
    expect(kustomizations(flux({ interval }))[0]).toMatchObject({ spec: { interval: expected } });
  });

  test('writes the fields of the source in a fixed order', () => {
    const app = appWith(flux({ sourceRef: { namespace: 'sources', name: 'fleet', kind: 'Bucket' } }));
    app.synth();
    expect(filesOf(app.outdir)['flux/kustomizations.k8s.yaml']).toContain(
      '  sourceRef:\n    kind: Bucket\n    name: fleet\n    namespace: sources\n',
    );
  });

  test.each([
    [{ path: 'dist' }, 'path: must be ./ and a path without .., got "dist"'],
    [{ path: './a/../b' }, 'path: must be ./ and a path without .., got "./a/../b"'],
    [{ interval: 'often' }, 'interval: must be a duration such as 10m or 1h30m, got "often"'],
  ])('refuses %j', (props, message) => {
    expect(findingsOf(() => flux(props))).toEqual([message]);
  });

  /** Returns the errors of a synth. */
  const problems = (app: DeskrunApp): readonly string[] => {
    try {
      app.synth();
      return [];
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      return error.problems;
    }
  };

  test.each([YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_RESOURCE])(
    'refuses output type %s, in which a file has several charts',
    yamlOutputType => {
      expect(problems(appWith(flux(), { yamlOutputType }))).toContain(
        'gitOps: flux needs separate files for each chart; set yamlOutputType to FILE_PER_CHART or ' +
          'FOLDER_PER_CHART_FILE_PER_RESOURCE',
      );
    },
  );

  test('supports a folder for each chart', () => {
    const app = appWith(flux(), { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    app.synth();
    expect(Object.keys(filesOf(app.outdir))).toContain('runners/0001-runners/AutoscalingRunnerSet.docs.k8s.yaml');
  });

  test('refuses a chart with both controller and runner sets', () => {
    const app = new DeskrunApp({ outdir: temporaryFolder(), gitOps: flux() });
    const all = new RunnerChart(app, 'all', { namespace: 'arc' });
    new ArcController(all, 'controller', { crds: 'external' });
    new RunnerSet(all, 'set', { ...docs, containerMode: ContainerMode.dind() });
    expect(problems(app)).toEqual([
      '[all] gitOps: flux applies the controller and namespaces before runner sets, and this chart contains both; ' +
        'put the runner sets into another chart',
    ]);
  });
});
