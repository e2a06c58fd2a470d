import { ContainerMode, NvmeCacheVolume, type RunnerSetProps } from '../../src';
import { envOf, findingsOf, synthSet } from '../support/sets';

const set = (props: Partial<RunnerSetProps> = {}) => synthSet({ containerMode: ContainerMode.runner(), ...props });
const refused = (props: Partial<RunnerSetProps>) => findingsOf(() => set(props));

test('the pod has only the runner container', () => {
  const { pod, runner } = set();
  expect(pod.containers).toEqual([runner]);
  expect(Object.keys(pod).sort()).toEqual(['containers', 'restartPolicy', 'serviceAccountName']);
  expect(Object.keys(runner).sort()).toEqual(['command', 'image', 'name']);
});

test('the ServiceAccount of its pods has no rights', () => {
  const { pod, names } = set();
  expect(pod.serviceAccountName).toBe('docs-gha-rs-no-permission');
  expect(names.filter(name => name.includes('kube-mode'))).toEqual([]);
});

test.each([
  ['DOCKER_HOST', 'tcp://docker.ci:2375'],
  ['BUILDKIT_HOST', 'tcp://buildkit.ci:1234'],
])('workflows reach a daemon elsewhere by %s', (name, value) => {
  expect(envOf(set({ env: { [name]: value } }).runner)).toEqual({ [name]: value });
});

test('a cache is mounted in the runner container', () => {
  expect(set({ caches: [NvmeCacheVolume.named('npm')] }).runner.volumeMounts).toEqual([
    { name: 'cache-npm', mountPath: '/cache/npm' },
  ]);
});

test.each<[string, Partial<RunnerSetProps>]>([
  [
    'jobPod: does not exist in containerMode runner, where steps run in the runner; set it on the runner set itself',
    { jobPod: { labels: { team: 'web' } } },
  ],
  [
    'additionalRoleRules: cannot be granted: runners of containerMode runner have no Role; create a ServiceAccount with these rules and set serviceAccountName',
    { additionalRoleRules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  ],
  [
    'caches[0]: /var/lib/docker is for a Docker daemon, and containerMode runner runs none; use dind or cached-privileged-kubernetes, or leave it out',
    { caches: [NvmeCacheVolume.docker()] },
  ],
])('it is refused: %s', (message, props) => {
  expect(refused({ maxRunners: 1, ...props })).toEqual([message]);
});
