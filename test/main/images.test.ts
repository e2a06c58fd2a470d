import { filesOfThisRepository } from './files';

test('images.k8s.yaml of the deskrun.yaml of this repository', () => {
  const text = filesOfThisRepository()['images.k8s.yaml'];
  expect(text).toContain('kind: AutoscalingRunnerSet\n');
  expect(text).toMatchSnapshot();
});
