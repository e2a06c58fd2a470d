import { PlainRunnerSet } from '../../../src';
import { docs, synthesized } from '../../support/sets';

test('a minimal PlainRunnerSet', () => {
  const set = synthesized(chart => new PlainRunnerSet(chart, 'set', docs));
  expect(set.manifests).toHaveLength(4);
  expect(set.pod).toEqual({
    containers: [set.runner],
    restartPolicy: 'Never',
    serviceAccountName: 'docs-gha-rs-no-permission',
  });
  expect(set.runner).toEqual({ name: 'runner', image: set.runner.image, command: ['/home/runner/run.sh'] });
  expect(set.manifests).toMatchSnapshot();
});
