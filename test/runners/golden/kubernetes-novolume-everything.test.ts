import { everything, runnerOf } from './cases';

test('a KubernetesNoVolumeRunnerSet with everything that can be said', () => {
  const manifests = everything.kubernetesNoVolume();
  expect(manifests).toHaveLength(2);
  expect(runnerOf(manifests).resources.limits).toEqual({ memory: '2Gi' });
  expect(manifests.slice(1)).toMatchSnapshot();
});
