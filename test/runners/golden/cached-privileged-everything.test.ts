import { everything, runnerOf } from './cases';

test('a CachedPrivilegedRunnerSet with all props', () => {
  const manifests = everything.cachedPrivileged();
  expect(manifests).toHaveLength(2);
  expect(runnerOf(manifests)).not.toHaveProperty('securityContext');
  expect(manifests.slice(1)).toMatchSnapshot();
});
