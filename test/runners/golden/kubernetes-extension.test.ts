import { everything } from './cases';

test('the hook extension of a KubernetesRunnerSet with all props', () => {
  const [extension] = everything.kubernetes();
  expect(extension.metadata.name).toBe('workspace-2-gha-rs-hook-extension');
  expect([extension]).toMatchSnapshot();
});
