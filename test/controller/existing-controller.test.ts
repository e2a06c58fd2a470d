import { Chart } from 'cdk8s';
import {
  ArcController,
  ContainerMode,
  DeskrunApp,
  RunnerChart,
  RunnerSet,
  type ArcVersion,
  type RunnerController,
} from '../../src';
import { docs, findingsOf, synthSet } from '../support/sets';
import { synthController } from './controllers';

const helm = { namespace: 'arc-systems', serviceAccount: 'arc-gha-rs-controller', version: '0.14.2' };

test('a controller that Helm installed is described by ServiceAccount and release', () => {
  const { serviceAccount, version } = ArcController.existing(helm);
  expect(serviceAccount).toEqual({ namespace: 'arc-systems', name: 'arc-gha-rs-controller' });
  expect(version).toBe('0.14.2');
});

test('an existing and an installed controller can be passed to runner sets', () => {
  const { controller } = synthController();
  expect(controller.serviceAccount).toEqual(ArcController.existing(helm).serviceAccount);
  expect(controller.version).toBe(ArcController.existing(helm).version);
});

test.each([
  [{ namespace: 'Arc' }, 'namespace: must be a DNS label of at most 63 characters, got "Arc"'],
  [
    { serviceAccount: 'default' },
    'serviceAccount: must not be default, since every other pod of the namespace would get its permissions',
  ],
  [
    { serviceAccount: 'a b' },
    'serviceAccount: must be lower-case letters, digits, - and ., at most 63 characters, got "a b"',
  ],
  [{ version: '0.14' }, 'version: must be a release of ARC such as 0.14.2, got "0.14"'],
  [{ version: 'latest' }, 'version: must be a release of ARC such as 0.14.2, got "latest"'],
])('%j is refused', (props, message) => {
  expect(findingsOf(() => ArcController.existing({ ...helm, ...props }))).toEqual([message]);
});

test('all findings are reported together', () => {
  expect(findingsOf(() => ArcController.existing({ namespace: '', serviceAccount: '', version: '' }))).toHaveLength(3);
});

describe('the release', () => {
  const set = (controller: RunnerController, arcVersion: ArcVersion) => synthSet({ controller }, { arcVersion });

  test.each([
    ['0.14.2', '0.14.2'],
    ['0.14.0', '0.14.2'],
    ['0.14.9', '0.14.2'],
    ['0.13.0', '0.13.1'],
  ] as const)('%s can manage runner sets of %s', (version, arcVersion) => {
    expect(set(ArcController.existing({ ...helm, version }), arcVersion).ofKind('AutoscalingRunnerSet')).toHaveLength(
      1,
    );
  });

  test.each([
    ['0.13.1', '0.14.2', '0.13'],
    ['0.14.2', '0.13.1', '0.14'],
    ['1.14.2', '0.14.2', '1.14'],
  ] as const)('%s would delete runner sets of %s', (version, arcVersion, minor) => {
    expect(findingsOf(() => set(ArcController.existing({ ...helm, version }), arcVersion))).toEqual([
      `controller.version: is ${version}, and arcVersion of the app is ${arcVersion}: a controller deletes ` +
        `runner sets of another minor version; set arcVersion to a ${minor} release, or upgrade the controller ` +
        'first',
    ]);
  });

  test('of an installed controller is checked against other apps too', () => {
    const { controller } = synthController();
    expect(findingsOf(() => set(controller, '0.13.1'))).toEqual([
      expect.stringContaining('controller.version: is 0.14.2, and arcVersion of the app is 0.13.1'),
    ]);
  });

  test('of a plain object is checked too', () => {
    expect(
      findingsOf(() => set({ serviceAccount: { namespace: 'a', name: 'b' }, version: 'latest' }, '0.14.2')),
    ).toEqual(['controller.version: must be a release of ARC such as 0.14.2, got "latest"']);
  });
});

describe('a controller that watches a single namespace', () => {
  test('accepts runner sets in it', () => {
    expect(
      synthSet({ controller: ArcController.existing({ ...helm, watchSingleNamespace: 'arc-runners' }) }).ofKind(
        'AutoscalingRunnerSet',
      ),
    ).toHaveLength(1);
  });

  test.each([
    ['existing', ArcController.existing({ ...helm, watchSingleNamespace: 'elsewhere' })],
    ['installed', synthController({ watchSingleNamespace: 'elsewhere' }).controller],
  ])('refuses runner sets in other namespaces: %s', (_, controller) => {
    expect(findingsOf(() => synthSet({ controller }))).toEqual([
      'controller.watchSingleNamespace: is elsewhere, so the controller never sees a set in arc-runners; put ' +
        'the set there, or give it another controller',
    ]);
  });
});

describe('the chart of a controller of the same app', () => {
  test('comes before that of its runner sets', () => {
    const app = new DeskrunApp();
    const runners = new RunnerChart(app, 'a-runners', { namespace: 'arc-runners' });
    const controller = new ArcController(new Chart(app, 'controller', { namespace: 'arc-systems' }), 'arc', {
      crds: 'external',
    });
    new RunnerSet(runners, 'set', { ...docs, containerMode: ContainerMode.dind(), controller });
    expect(app.charts.map(({ node }) => node.id)).toEqual(['controller', 'a-runners']);
    expect(runners.toJson().filter(({ kind }) => kind === 'RoleBinding')[0].subjects).toEqual([
      { kind: 'ServiceAccount', namespace: 'arc-systems', name: 'arc-gha-rs-controller' },
    ]);
  });

  test.each([
    ['the same chart', false],
    ['a chart inside it', true],
  ])('may be %s', (_, nested) => {
    const chart = new RunnerChart(new DeskrunApp(), 'all', { namespace: 'arc' });
    const controller = new ArcController(nested ? new Chart(chart, 'inner', { namespace: 'arc' }) : chart, 'arc', {
      crds: 'external',
    });
    new RunnerSet(chart, 'set', { ...docs, containerMode: ContainerMode.dind(), controller });
    expect(chart.node.dependencies).toEqual([]);
  });
});
