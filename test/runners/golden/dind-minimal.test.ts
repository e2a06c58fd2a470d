import { DindRunnerSet } from '../../../src';
import { docs, synthesized } from '../../support/sets';

test('a minimal DindRunnerSet', () => {
  const set = synthesized(chart => new DindRunnerSet(chart, 'set', docs));
  expect(set.manifests).toHaveLength(4);
  expect(set.container('dind').restartPolicy).toBe('Always');
  expect(set.runner).not.toHaveProperty('securityContext');
  expect(set.manifests).toMatchSnapshot();
});
