import { everything, runnerOf } from './cases';

test('a PlainRunnerSet with all props', () => {
  const manifests = everything.plain();
  expect(manifests).toHaveLength(1);
  expect(runnerOf(manifests).resources.limits).toEqual({ memory: '2Gi' });
  expect(manifests).toMatchSnapshot();
});
