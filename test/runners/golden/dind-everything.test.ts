import { everything, runnerOf } from './cases';

test('a DindRunnerSet with all props', () => {
  const manifests = everything.dind();
  expect(manifests).toHaveLength(1);
  expect(runnerOf(manifests).resources.limits).toEqual({ memory: '2Gi' });
  expect(manifests).toMatchSnapshot();
});
