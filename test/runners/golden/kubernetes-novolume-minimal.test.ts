import { KubernetesNoVolumeRunnerSet } from '../../../src';
import { docs, envOf, synthesized } from '../../support/sets';

test('a minimal KubernetesNoVolumeRunnerSet', () => {
  const set = synthesized(chart => new KubernetesNoVolumeRunnerSet(chart, 'set', docs));
  expect(set.manifests).toHaveLength(6);
  expect(set.pod).not.toHaveProperty('volumes');
  expect(envOf(set.runner).ACTIONS_RUNNER_IMAGE).toBe(set.runner.image);
  expect(set.manifests).toMatchSnapshot();
});
