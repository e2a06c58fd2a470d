import { podSpecsOf } from '../../src/cluster/pod-specs';

const spec = { containers: [{ name: 'main' }] };

test.each(['AutoscalingRunnerSet', 'Deployment', 'DaemonSet', 'Job'])('the pod of a %s is in its template', kind => {
  expect(podSpecsOf([{ kind, spec: { template: { spec } } }])).toEqual([spec]);
});

test('the pod of a CronJob is in the template of its jobs', () => {
  expect(podSpecsOf([{ kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } }])).toEqual([spec]);
});

test('the pod of a Pod is its spec', () => {
  expect(podSpecsOf([{ kind: 'Pod', spec }])).toEqual([spec]);
});

test('the spec that is merged into job pods is in a ConfigMap', () => {
  expect(podSpecsOf([{ kind: 'ConfigMap', data: { content: 'spec: { hostPID: true }' } }])).toEqual([
    { hostPID: true },
  ]);
});

test.each([
  ['a ConfigMap of something else', { kind: 'ConfigMap', data: { content: 'hello', other: 'spec: {}' } }],
  ['a ConfigMap without data', { kind: 'ConfigMap' }],
  ['a Role', { kind: 'Role', rules: [] }],
  ['a claim', { kind: 'PersistentVolumeClaim', spec: { resources: {} } }],
])('%s has no pod', (_, manifest) => {
  expect(podSpecsOf([manifest])).toEqual([]);
});
