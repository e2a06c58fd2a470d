import { everything } from './cases';

test('the hook extension of a KubernetesNoVolumeRunnerSet with all props', () => {
  const [extension] = everything.kubernetesNoVolume();
  expect(extension.metadata.name).toBe('workspace-2-gha-rs-hook-extension');
  expect([extension]).toMatchSnapshot();
});
