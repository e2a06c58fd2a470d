import * as fc from 'fast-check';
import { PropsError } from '../../src';
import { manifestProblems } from '../../src/testing';
import { modes } from '../support/modes';
import { docs, synthSet, type Manifest } from '../support/sets';

const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'ci' }, spec });
const privilegedAndNot = {
  containers: [{ name: 'web', image: 'nginx', securityContext: { privileged: true, allowPrivilegeEscalation: false } }],
};

/** What is wrong with the set of a mode after a change of its manifest. */
function afterChange(change: (set: Manifest) => void): string[] {
  const manifests: Manifest[] = structuredClone([...synthSet(docs).manifests]);
  change(manifests.find(({ kind }) => kind === 'AutoscalingRunnerSet'));
  return manifestProblems(manifests);
}

test.each(modes)('the manifests of a set of mode %s have no problems', (_, containerMode) => {
  expect(manifestProblems(synthSet({ containerMode }).manifests)).toEqual([]);
});

test('a field of a runner set that the CRD does not have is a problem', () => {
  expect(afterChange(({ spec }) => (spec.minRunner = 1))).toEqual([
    expect.stringMatching(/^AutoscalingRunnerSet arc-runners\/docs: spec\.minRunner: unknown key/),
  ]);
});

test('so is a field of its pod, at any depth', () => {
  expect(afterChange(({ spec }) => (spec.template.spec.containers[0].ports = [{ containerPort: 1, port: 1 }]))).toEqual(
    [expect.stringContaining('spec.template.spec.containers[0].ports[0].port: unknown key')],
  );
});

test('a variable that ARC sets is a problem of a runner pod', () => {
  const name = 'ACTIONS_RUNNER_INPUT_JITCONFIG';
  expect(afterChange(({ spec }) => (spec.template.spec.containers[0].env = [{ name, value: '1' }]))).toEqual([
    `AutoscalingRunnerSet arc-runners/docs: spec.template.spec.containers[0].env[0].name: ${name} is ` +
      'set by ARC on every runner; leave it out',
  ]);
});

test('a listener is checked as the pod that the controller makes of it', () => {
  const listenerTemplate = { spec: { containers: [{ name: 'listener', resources: { limits: { cpu: 'much' } } }] } };
  expect(afterChange(({ spec }) => (spec.listenerTemplate = listenerTemplate))).toEqual([
    expect.stringContaining('spec.listenerTemplate.spec.containers[0].resources.limits.cpu'),
  ]);
});

test.each<[string, (spec: object) => object]>([
  ['spec.template.spec', spec => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec } } })],
  ['spec.template.spec', spec => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { template: { spec } } })],
  ['spec.template.spec', spec => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { template: { spec } } })],
  ['spec.template.spec', spec => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', spec: { template: { spec } } })],
  ['spec.template.spec', spec => ({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec } } })],
  [
    'spec.jobTemplate.spec.template.spec',
    spec => ({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } }),
  ],
  ['spec', pod],
])('a pod at %s is checked', (path, objectWith) => {
  const manifest = { metadata: { name: 'web' }, ...objectWith(privilegedAndNot) };
  const [problem, ...others] = manifestProblems([manifest]);
  expect(problem).toContain(`web: ${path}.containers[0].securityContext`);
  expect(others).toEqual([]);
});

test('an object that is there twice is a problem, whatever the version of its API', () => {
  const autoscaler = (version: string, namespace: string) => ({
    apiVersion: `autoscaling/${version}`,
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace },
  });
  expect(manifestProblems([autoscaler('v1', 'a'), autoscaler('v2', 'a'), autoscaler('v2', 'b')])).toEqual([
    'HorizontalPodAutoscaler a/web: duplicate object; remove or rename one',
  ]);
});

test('kinds of one name in two groups are two objects', () => {
  const ingress = (group: string) => ({ apiVersion: `${group}/v1`, kind: 'Ingress', metadata: { name: 'web' } });
  expect(manifestProblems([ingress('networking.k8s.io'), ingress('example.com')])).toEqual([]);
});

test('a document without what every object has is a problem, with its position', () => {
  expect(manifestProblems([{ apiVersion: 'v1', kind: 3, metadata: {} }, 'text'])).toEqual([
    'document 1: kind: must be a string such as Deployment, got 3',
    'document 1: metadata.name: must be a string such as docs, got nothing',
    'document 2: must be an object with apiVersion, kind and metadata',
  ]);
});

test('a text of YAML is read as its documents, without the empty ones', () => {
  const text = '---\napiVersion: v1\nkind: Pod\nmetadata: { name: a }\n---\n---\nkind: Pod\nmetadata: { name: b }\n';
  expect(manifestProblems(text)).toEqual(['document 2: apiVersion: must be a string such as apps/v1, got nothing']);
});

test('YAML that cannot be read is a problem', () => {
  expect(manifestProblems('a: [')).toEqual([expect.stringMatching(/^document 1: .*line 1/)]);
});

test('rules that depend on the version of Kubernetes follow kubernetesVersion', () => {
  const fileEnv = { fileKeyRef: { volumeName: 'files', path: 'a.env', key: 'A' } };
  const manifest = pod({
    containers: [{ name: 'web', image: 'nginx', env: [{ name: 'A', valueFrom: fileEnv }] }],
    volumes: [{ name: 'files', emptyDir: {} }],
  });
  expect(manifestProblems([manifest], { kubernetesVersion: '1.36' })).toEqual([]);
  expect(manifestProblems([manifest], { kubernetesVersion: '1.29' })).toEqual([
    expect.stringContaining('Pod ci/web: spec.containers[0].env[0].valueFrom'),
  ]);
});

test('a version of Kubernetes that cannot be checked for is refused', () => {
  expect(() => manifestProblems([], { kubernetesVersion: '1.36.3' })).toThrow(
    new PropsError([
      { path: ['kubernetesVersion'], message: 'must be a minor version, 1.27 or later, such as "1.36", got "1.36.3"' },
    ]),
  );
});

test('whatever stands in a manifest, problems are listed and nothing is thrown', () => {
  const kinds = fc.constantFrom('Pod', 'Deployment', 'CronJob', 'AutoscalingRunnerSet', 'ConfigMap');
  const key = fc.constantFrom('spec', 'template', 'containers', 'env', 'volumes', 'name', 'securityContext', 'ports');
  const { value } = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom(null, 1, '', 'a', true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(kinds, value, value, (kind, spec, metadata) => {
      const manifest = { apiVersion: 'v1', kind, metadata: { name: 'a', labels: metadata }, spec };
      expect(Array.isArray(manifestProblems([manifest]))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
