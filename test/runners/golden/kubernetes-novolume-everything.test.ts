import { everything, runnerOf } from './cases';

test('a KubernetesNoVolumeRunnerSet with all props', () => {
  const manifests = everything.kubernetesNoVolume();
  expect(manifests).toHaveLength(2);
  expect(runnerOf(manifests).resources.limits).toEqual({ memory: '2Gi' });
  expect(manifests.slice(1)).toMatchSnapshot();
});
