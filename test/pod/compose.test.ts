import { PropsError, type Finding, type ValuePath } from '../../src/errors';
import { k8s } from '../../src/kubernetes';
import { composePod } from '../../src/pod/compose';
import type { PartialPodTemplate, PodContribution } from '../../src/pod/contribution';

const says = (owner: ValuePath, template: PartialPodTemplate): PodContribution => ({ owner, template });
const lastly = (template: PartialPodTemplate, owner: ValuePath = ['template']): PodContribution => ({
  owner,
  template,
  lastWord: true,
});
const runner = (fields: Partial<k8s.Container>): PartialPodTemplate => ({
  spec: { containers: [{ name: 'runner', ...fields }] },
});

/** The only container of a composed pod. */
function runnerOf(...contributions: PodContribution[]): k8s.Container {
  const containers = composePod(contributions).spec?.containers ?? [];
  expect(containers.map(({ name }) => name)).toEqual(['runner']);
  return containers[0] as k8s.Container;
}

function findingsOf(...contributions: PodContribution[]): readonly Finding[] {
  try {
    composePod(contributions);
    return [];
  } catch (error) {
    if (error instanceof PropsError) return error.findings;
    throw error;
  }
}

/** The same thing said by two, and what a message calls it. */
const CLASHES: readonly [string, PartialPodTemplate][] = [
  ['env variable "CI" of container runner', runner({ env: [{ name: 'CI', value: '1' }] })],
  ['mountPath "/cache" of container runner', runner({ volumeMounts: [{ name: 'v', mountPath: '/cache' }] })],
  ['devicePath "/dev/nvme0" of container runner', runner({ volumeDevices: [{ name: 'v', devicePath: '/dev/nvme0' }] })],
  ['port "80/TCP" of container runner', runner({ ports: [{ containerPort: 80 }] })],
  ['port "53/UDP" of container runner', runner({ ports: [{ containerPort: 53, protocol: 'UDP' }] })],
  ['volume "v"', { spec: { volumes: [{ name: 'v', emptyDir: {} }] } }],
  ['image pull secret "registry"', { spec: { imagePullSecrets: [{ name: 'registry' }] } }],
  ['spec.containers[runner].image', runner({ image: 'runner:1' })],
  ['spec.containers[runner].args', runner({ args: ['--once'] })],
  ['spec.containers[runner].envFrom', runner({ envFrom: [{ configMapRef: { name: 'env' } }] })],
  ['spec.containers[runner].securityContext.runAsUser', runner({ securityContext: { runAsUser: 0 } })],
  [
    'spec.containers[runner].resources.limits.cpu',
    runner({ resources: { limits: { cpu: k8s.Quantity.fromString('2') } } }),
  ],
  ['spec.initContainers[dind].image', { spec: { initContainers: [{ name: 'dind', image: 'docker:29' }] } }],
  ['env variable "A" of container dind', { spec: { initContainers: [{ name: 'dind', env: [{ name: 'A' }] }] } }],
  ['spec.restartPolicy', { spec: { restartPolicy: 'Never' } }],
  ['spec.hostNetwork', { spec: { hostNetwork: false } }],
  ['spec.securityContext.fsGroup', { spec: { securityContext: { fsGroup: 1001 } } }],
  ['spec.nodeSelector.disk', { spec: { nodeSelector: { disk: 'nvme' } } }],
  ['spec.tolerations', { spec: { tolerations: [{ key: 'ci' }] } }],
  ['metadata.labels.team', { metadata: { labels: { team: 'a' } } }],
  ['metadata.annotations.note', { metadata: { annotations: { note: 'a' } } }],
];

describe('two who say the same thing', () => {
  test.each(CLASHES)('%s: both are named, and what to do', (what, template) => {
    expect(findingsOf(says(['caches', 0], template), says(['containerMode'], template))).toEqual([
      {
        path: ['containerMode'],
        message: `sets ${what}, which caches[0] sets too; remove one, or give the final value in template`,
      },
    ]);
  });

  test.each(CLASHES)('%s: one who says it twice removes one', (what, template) => {
    expect(findingsOf(says(['caches', 0], template), says(['caches', 0], template))).toEqual([
      { path: ['caches', 0], message: `duplicate ${what}; remove one` },
    ]);
  });

  test.each(CLASHES)('%s: the last word is no clash', (_, template) => {
    expect(findingsOf(says(['caches', 0], template), lastly(template))).toEqual([]);
  });

  test.each(CLASHES)('%s: two last words are one too many', (what, template) => {
    const [finding, ...others] = findingsOf(lastly(template), lastly(template, ['jobPod', 'template']));
    expect(others).toEqual([]);
    expect(finding?.path.slice(0, 2)).toEqual(['jobPod', 'template']);
    expect(finding?.message).toContain(`sets ${what}, which template sets too`);
  });

  test('a clash is one though another value is meant', () => {
    expect(
      findingsOf(says(['a'], runner({ image: 'runner:1' })), says(['b'], runner({ image: 'runner:2' }))),
    ).toHaveLength(1);
  });

  test('every clash is told at once', () => {
    const all = CLASHES.map(([, template]) => template);
    const findings = findingsOf(
      ...all.map((template, index) => says(['a', index], template)),
      ...all.map((template, index) => says(['b', index], template)),
    );
    expect(findings.map(({ path }) => path)).toEqual(all.map((_, index) => ['b', index]));
  });

  test('three who say one thing are two clashes with the first', () => {
    const same = { spec: { hostNetwork: true } };
    expect(
      findingsOf(says(['a'], same), says(['b'], same), says(['c'], same)).map(({ path, message }) => [
        path,
        message.includes('which a sets too'),
      ]),
    ).toEqual([
      [['b'], true],
      [['c'], true],
    ]);
  });

  test('a list that names one thing twice is told so, also as the last word', () => {
    const twice = runner({ env: [{ name: 'A' }, { name: 'A' }] });
    expect(findingsOf(lastly(twice))).toEqual([
      {
        path: ['template', 'spec', 'containers', 0, 'env', 1],
        message: 'duplicate env variable "A" of container runner; remove one',
      },
    ]);
  });
});

describe('things that are not the same', () => {
  test.each<[string, PartialPodTemplate, PartialPodTemplate]>([
    [
      'a port of TCP and one of UDP',
      runner({ ports: [{ containerPort: 53 }] }),
      runner({ ports: [{ containerPort: 53, protocol: 'UDP' }] }),
    ],
    [
      'a mount and one below it',
      runner({ volumeMounts: [{ name: 'v', mountPath: '/a' }] }),
      runner({ volumeMounts: [{ name: 'v', mountPath: '/a/b' }] }),
    ],
    [
      'one variable of two containers',
      runner({ env: [{ name: 'A' }] }),
      { spec: { containers: [{ name: 'dind', env: [{ name: 'A' }] }] } },
    ],
    [
      'two fields of one object',
      runner({ securityContext: { runAsUser: 0 } }),
      runner({ securityContext: { privileged: true } }),
    ],
    [
      'two limits of one container',
      runner({ resources: { limits: { cpu: k8s.Quantity.fromString('2') } } }),
      runner({ resources: { limits: { memory: k8s.Quantity.fromString('1Gi') } } }),
    ],
    [
      'a label and an annotation of one name',
      { metadata: { labels: { a: '1' } } },
      { metadata: { annotations: { a: '1' } } },
    ],
    [
      'a label and one whose name goes on',
      { metadata: { labels: { 'a.b': '1' } } },
      { metadata: { labels: { 'a.b.c': '1' } } },
    ],
    ['a field and the same undefined', runner({ image: 'runner:1' }), runner({ image: undefined })],
    ['a list and the same list empty', runner({ env: [{ name: 'A' }] }), runner({ env: [] })],
  ])('%s stand side by side', (_, one, other) => {
    expect(findingsOf(says(['a'], one), says(['b'], other))).toEqual([]);
  });
});

describe('an init container and a container of one name are told apart before Kubernetes refuses them', () => {
  const init: PartialPodTemplate = { spec: { initContainers: [{ name: 'dind', image: 'docker:29' }] } };
  const side: PartialPodTemplate = {
    spec: {
      containers: [
        { name: 'runner', image: 'runner:1' },
        { name: 'dind', image: 'docker:29' },
      ],
    },
  };
  const message = 'uses the name "dind" for an init container and for a container; rename one';

  test('by whoever made the init container', () => {
    expect(findingsOf(says(['containerMode'], init), says(['caches', 0], side))).toEqual([
      { path: ['containerMode'], message },
    ]);
  });

  test.each([
    [says(['containerMode'], init), lastly(side)],
    [says(['containerMode'], side), lastly(init)],
  ])('by the last word, which can still choose', (first, last) => {
    expect(findingsOf(first, last)).toEqual([{ path: ['template'], message }]);
  });
});

test('the error of a clash reads as one line', () => {
  const same = { spec: { hostNetwork: true } };
  expect(() => composePod([says(['caches', 0], same), says(['env'], same)])).toThrow(
    /^env: sets spec\.hostNetwork, which caches\[0\] sets too; remove one, or give the final value in template$/,
  );
});

describe('order', () => {
  test('entries stand in the order in which they were first named', () => {
    const pod = composePod([
      says(['a'], {
        spec: {
          containers: [{ name: 'runner', env: [{ name: 'B' }, { name: 'A' }] }, { name: 'dind' }],
          initContainers: [{ name: 'z' }],
        },
      }),
      says(['b'], {
        spec: {
          containers: [
            { name: 'dind', image: 'docker:29' },
            { name: 'runner', env: [{ name: 'C' }] },
          ],
          initContainers: [{ name: 'y' }],
          volumes: [{ name: 'v' }],
        },
      }),
      says(['c'], { spec: { containers: [{ name: 'aside' }], volumes: [{ name: 'u' }] } }),
    ]);
    expect(pod.spec?.containers.map(({ name }) => name)).toEqual(['runner', 'dind', 'aside']);
    expect(pod.spec?.initContainers?.map(({ name }) => name)).toEqual(['z', 'y']);
    expect(pod.spec?.volumes?.map(({ name }) => name)).toEqual(['v', 'u']);
    expect(pod.spec?.containers[0]?.env?.map(({ name }) => name)).toEqual(['B', 'A', 'C']);
  });

  test('what the last word replaces keeps its place', () => {
    const { env } = runnerOf(
      says(
        ['a'],
        runner({
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '1' },
          ],
        }),
      ),
      lastly(runner({ env: [{ name: 'C' }, { name: 'A', value: '2' }] })),
    );
    expect(env).toEqual([{ name: 'A', value: '2' }, { name: 'B', value: '1' }, { name: 'C' }]);
  });

  test('a variable stands behind those it is made of, also where it replaces one of before', () => {
    const first = says(
      ['a'],
      runner({
        env: [
          { name: 'HOST', value: '1' },
          { name: 'B', value: '$$(C) of $(HOST)' },
        ],
      }),
    );
    const last = lastly(
      runner({
        env: [
          { name: 'C', value: '2' },
          { name: 'HOST', value: '$(C):$(PORT)' },
          { name: 'PORT', value: '3$(HOST)' },
        ],
      }),
    );
    expect(runnerOf(first, last).env?.map(({ name }) => name)).toEqual(['C', 'PORT', 'HOST', 'B']);
  });

  test('the last word is the last wherever it stands', () => {
    expect(runnerOf(lastly(runner({ image: 'mine' })), says(['a'], runner({ image: 'theirs' }))).image).toBe('mine');
  });
});

test('nobody who says anything makes an empty template', () => {
  expect(composePod([])).toEqual({});
  expect(
    composePod([
      says(['a'], {}),
      says(['b'], { metadata: { labels: {} }, spec: { containers: [], securityContext: {}, nodeSelector: undefined } }),
    ]),
  ).toEqual({});
});
