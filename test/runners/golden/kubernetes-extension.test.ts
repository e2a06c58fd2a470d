import { everything } from './cases';

test('the hook extension of a KubernetesRunnerSet with everything that can be said', () => {
  const [extension] = everything.kubernetes();
  expect(extension.metadata.name).toBe('workspace-2-gha-rs-hook-extension');
  expect([extension]).toMatchSnapshot();
});
