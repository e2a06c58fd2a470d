import { Chart } from 'cdk8s';
import { DeskrunApp } from '../../src';
import { ArcController } from '../../src/controller/arc-controller';
import type { ArcControllerProps } from '../../src/controller/arc-controller-props';
import { findingsOf } from '../support/sets';

/** Returns the error for the second of two controllers of one app. */
function second(first: ArcControllerProps, then: ArcControllerProps, namespace = 'arc-systems'): string[] {
  const app = new DeskrunApp();
  new ArcController(new Chart(app, 'one', { namespace: 'arc-systems' }), 'controller', { crds: 'external', ...first });
  return findingsOf(
    () => new ArcController(new Chart(app, 'two', { namespace }), 'controller', { crds: 'external', ...then }),
  );
}

test('two controllers that watch all namespaces are refused', () => {
  expect(second({}, { releaseName: 'ci' })).toEqual([
    'watchSingleNamespace: all namespaces have a controller already, at one/controller, and two controllers ' +
      'would undo the changes of each other; set another watchSingleNamespace for each',
  ]);
});

test.each<[ArcControllerProps, ArcControllerProps]>([
  [{}, { watchSingleNamespace: 'a' }],
  [{ watchSingleNamespace: 'a' }, {}],
  [{ watchSingleNamespace: 'a' }, { watchSingleNamespace: 'a' }],
])('two controllers that watch the same namespace are refused: %j, %j', (first, then) => {
  expect(second(first, { ...then, releaseName: 'ci' })).toEqual([
    'watchSingleNamespace: namespace a has a controller already, at one/controller, and two controllers would ' +
      'undo the changes of each other; set another watchSingleNamespace for each',
  ]);
});

test('two controllers with the same object names are refused', () => {
  expect(second({ watchSingleNamespace: 'a' }, { watchSingleNamespace: 'b' })).toEqual([
    'releaseName: makes arc-gha-rs-controller in namespace arc-systems, which one/controller already has; ' +
      'rename one of them',
  ]);
});

test('the CRDs are written only once', () => {
  expect(
    second({ watchSingleNamespace: 'a', crds: 'own' }, { watchSingleNamespace: 'b', crds: 'own' }, 'elsewhere'),
  ).toEqual(['crds: are already written by one/controller; set external here']);
});

test('two controllers can have a namespace each', () => {
  const app = new DeskrunApp();
  for (const name of ['a', 'b']) {
    new ArcController(new Chart(app, name, { namespace: `arc-${name}` }), 'controller', {
      crds: name === 'a' ? 'own' : 'external',
      watchSingleNamespace: name,
    });
  }
  expect(() => app.charts.map(chart => chart.toJson())).not.toThrow();
});

test('a refused controller does not conflict with others', () => {
  const chart = new Chart(new DeskrunApp(), 'one', { namespace: 'arc-systems' });
  findingsOf(() => new ArcController(chart, 'wrong', { crds: 'external', replicas: 0 }));
  expect(() => new ArcController(chart, 'right', { crds: 'external' })).not.toThrow();
});

test('controllers of different apps do not conflict', () => {
  const make = () =>
    new ArcController(new Chart(new DeskrunApp(), 'one', { namespace: 'arc-systems' }), 'controller', {
      crds: 'external',
    });
  make();
  expect(make).not.toThrow();
});
