import { synthBuild } from '../builds';
import { everything } from './cases';

test('a build with every prop: its init containers, then the rest of its CronJob', () => {
  const [map, policy, cronJob] = synthBuild(everything);
  const { initContainers, ...pod } = cronJob?.spec.jobTemplate.spec.template.spec ?? {};
  expect(Object.keys(map?.data as object)).toContain('askpass.sh');
  expect(policy?.metadata.namespace).toBe('ci');
  expect(pod.volumes).toHaveLength(8);
  expect(initContainers).toMatchSnapshot('init containers');
  expect(pod).toMatchSnapshot('pod');
});
