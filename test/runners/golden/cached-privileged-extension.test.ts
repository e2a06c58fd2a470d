import { everything } from './cases';

test('the hook extension of a CachedPrivilegedRunnerSet with all props', () => {
  const [extension] = everything.cachedPrivileged();
  expect(extension.metadata.name).toBe('workspace-2-gha-rs-hook-extension');
  expect([extension]).toMatchSnapshot();
});
