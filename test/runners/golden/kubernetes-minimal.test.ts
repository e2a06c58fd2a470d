import { KubernetesRunnerSet } from '../../../src';
import { docs, envOf, synthesized } from '../../support/sets';

test('a minimal KubernetesRunnerSet', () => {
  const set = synthesized(chart => new KubernetesRunnerSet(chart, 'set', docs));
  expect(set.manifests).toHaveLength(6);
  expect(set.pod.volumes).toMatchObject([{ name: 'work', ephemeral: {} }]);
  expect(envOf(set.runner).ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER).toBe('true');
  expect(set.manifests).toMatchSnapshot();
});
