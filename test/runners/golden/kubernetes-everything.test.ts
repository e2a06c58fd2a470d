import { everything, runnerOf } from './cases';

test('a KubernetesRunnerSet with all props', () => {
  const manifests = everything.kubernetes();
  expect(manifests).toHaveLength(2);
  expect(runnerOf(manifests).image).toBe('ghcr.io/rubionic/runner:5');
  expect(manifests.slice(1)).toMatchSnapshot();
});
