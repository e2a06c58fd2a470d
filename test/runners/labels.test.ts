import { ARC_VERSIONS } from '../../src';
import { modes } from '../support/modes';
import { synthSet } from '../support/sets';

const common = {
  'app.kubernetes.io/name': 'docs',
  'app.kubernetes.io/instance': 'docs',
  'app.kubernetes.io/version': '0.14.2',
  'app.kubernetes.io/managed-by': 'cdk8s-deskrun',
  'app.kubernetes.io/part-of': 'gha-rs',
  'actions.github.com/scale-set-name': 'docs',
  'actions.github.com/scale-set-namespace': 'arc-runners',
};

test.each(modes)('every object of a set of mode %s has the common labels', (_, containerMode) => {
  for (const { metadata } of synthSet({ containerMode }).manifests) expect(metadata.labels).toMatchObject(common);
});

test.each(modes)(
  'only the AutoscalingRunnerSet and the manager Role and RoleBinding have a component label in mode %s',
  (_, containerMode) => {
    const components = synthSet({ containerMode }).manifests.map(({ kind, metadata }) => [
      `${kind} ${metadata.name}`,
      metadata.labels['app.kubernetes.io/component'],
    ]);
    expect(Object.fromEntries(components.filter(([, component]) => component !== undefined))).toEqual({
      'AutoscalingRunnerSet docs': 'autoscaling-runner-set',
      'Role docs-gha-rs-manager': 'manager-role',
      'RoleBinding docs-gha-rs-manager': 'manager-role-binding',
    });
  },
);

test.each(ARC_VERSIONS)('for ARC %s every version label has that version', arcVersion => {
  const versions = synthSet({}, { arcVersion }).manifests.map(
    ({ metadata }) => metadata.labels['app.kubernetes.io/version'],
  );
  expect(new Set(versions)).toEqual(new Set([arcVersion]));
});

test('a label of the chart is set on every object', () => {
  for (const { metadata } of synthSet({}, { labels: { team: 'web' } }).manifests)
    expect(metadata.labels.team).toBe('web');
});

test('a label of the chart cannot replace the version label', () => {
  const labels = { 'app.kubernetes.io/version': '0.9.0', 'actions.github.com/scale-set-name': 'other' };
  expect(synthSet({}, { labels }).runnerSet.metadata.labels).toMatchObject(common);
});

test('no label names Helm as the manager', () => {
  const text = JSON.stringify(modes.flatMap(([, containerMode]) => synthSet({ containerMode }).manifests));
  expect(text).not.toMatch(/helm/i);
});

test('the labels of an instance have its own name', () => {
  const names = synthSet({ instances: 2 })
    .ofKind('AutoscalingRunnerSet')
    .map(({ metadata }) => metadata.labels['actions.github.com/scale-set-name']);
  expect(names).toEqual(['docs-1', 'docs-2']);
});
