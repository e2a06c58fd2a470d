import { PropsError, type Finding, type ValuePath } from '../../src/errors';
import { k8s } from '../../src/kubernetes';
import { composePod } from '../../src/pod/compose';
import type { PartialPodTemplate, PodContribution } from '../../src/pod/contribution';

const contribution = (owner: ValuePath, template: PartialPodTemplate): PodContribution => ({ owner, template });
const override = (template: PartialPodTemplate, owner: ValuePath = ['template']): PodContribution => ({
  owner,
  template,
  override: true,
});
const runner = (fields: Partial<k8s.Container>): PartialPodTemplate => ({
  spec: { containers: [{ name: 'runner', ...fields }] },
});

/** Returns the only container of a composed pod. */
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

/** A field that two contributions set, and its name in messages. */
const CONFLICTS: readonly [string, PartialPodTemplate][] = [
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

describe('two contributions that set the same field', () => {
  test.each(CONFLICTS)('%s: the error names both and what to do', (what, template) => {
    expect(findingsOf(contribution(['proxy'], template), contribution(['resources'], template))).toEqual([
      { path: ['resources'], message: `sets ${what}, which proxy sets too; remove one, or set the value in template` },
    ]);
  });

  test.each(CONFLICTS)('%s: the error is at the prop that is easier to leave out', (what, template) => {
    const [cache, mode] = [contribution(['caches', 0], template), contribution(['containerMode'], template)];
    const finding = {
      path: ['caches', 0],
      message: `sets ${what}, which containerMode sets too; leave it out, or set the value in template`,
    };
    expect(findingsOf(cache, mode)).toEqual([finding]);
    expect(findingsOf(mode, cache)).toEqual([finding]);
  });

  test.each(CONFLICTS)('%s: a duplicate from the same prop is refused', (what, template) => {
    expect(findingsOf(contribution(['caches', 0], template), contribution(['caches', 0], template))).toEqual([
      { path: ['caches', 0], message: `duplicate ${what}; remove one` },
    ]);
  });

  test.each(CONFLICTS)('%s: an override is allowed', (_, template) => {
    expect(findingsOf(contribution(['caches', 0], template), override(template))).toEqual([]);
  });

  test.each(CONFLICTS)('%s: two overrides are refused', (what, template) => {
    const [finding, ...others] = findingsOf(override(template), override(template, ['jobPod', 'template']));
    expect(others).toEqual([]);
    expect(finding?.path.slice(0, 2)).toEqual(['jobPod', 'template']);
    expect(finding?.message).toContain(`sets ${what}, which template sets too`);
  });

  test('different values are refused too', () => {
    expect(
      findingsOf(
        contribution(['a'], runner({ image: 'runner:1' })),
        contribution(['b'], runner({ image: 'runner:2' })),
      ),
    ).toHaveLength(1);
  });

  test('all conflicts are reported at once', () => {
    const all = CONFLICTS.map(([, template]) => template);
    const findings = findingsOf(
      ...all.map((template, index) => contribution(['a', index], template)),
      ...all.map((template, index) => contribution(['b', index], template)),
    );
    expect(findings.map(({ path }) => path)).toEqual(all.map((_, index) => ['b', index]));
  });

  test('three contributions give two conflicts with the first', () => {
    const same = { spec: { hostNetwork: true } };
    expect(
      findingsOf(contribution(['a'], same), contribution(['b'], same), contribution(['c'], same)).map(
        ({ path, message }) => [path, message.includes('which a sets too')],
      ),
    ).toEqual([
      [['b'], true],
      [['c'], true],
    ]);
  });

  test('a duplicate list entry is refused in an override too', () => {
    const twice = runner({ env: [{ name: 'A' }, { name: 'A' }] });
    expect(findingsOf(override(twice))).toEqual([
      {
        path: ['template', 'spec', 'containers', 0, 'env', 1],
        message: 'duplicate env variable "A" of container runner; remove one',
      },
    ]);
  });
});

describe('different fields', () => {
  test.each<[string, PartialPodTemplate, PartialPodTemplate]>([
    [
      'the same port for TCP and UDP',
      runner({ ports: [{ containerPort: 53 }] }),
      runner({ ports: [{ containerPort: 53, protocol: 'UDP' }] }),
    ],
    [
      'a mount and one below it',
      runner({ volumeMounts: [{ name: 'v', mountPath: '/a' }] }),
      runner({ volumeMounts: [{ name: 'v', mountPath: '/a/b' }] }),
    ],
    [
      'the same variable in two containers',
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
      'a label and an annotation with the same name',
      { metadata: { labels: { a: '1' } } },
      { metadata: { annotations: { a: '1' } } },
    ],
    [
      'two labels of which one name is a prefix of the other',
      { metadata: { labels: { 'a.b': '1' } } },
      { metadata: { labels: { 'a.b.c': '1' } } },
    ],
    ['a field that one of them leaves undefined', runner({ image: 'runner:1' }), runner({ image: undefined })],
    ['a list that is empty in one of them', runner({ env: [{ name: 'A' }] }), runner({ env: [] })],
  ])('%s are both kept', (_, one, other) => {
    expect(findingsOf(contribution(['a'], one), contribution(['b'], other))).toEqual([]);
  });
});

describe('an init container and a container with the same name are refused', () => {
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

  test('at the prop that sets the init container', () => {
    expect(findingsOf(contribution(['containerMode'], init), contribution(['caches', 0], side))).toEqual([
      { path: ['containerMode'], message },
    ]);
  });

  test.each([
    [contribution(['containerMode'], init), override(side)],
    [contribution(['containerMode'], side), override(init)],
  ])('at the override if there is one', (first, last) => {
    expect(findingsOf(first, last)).toEqual([{ path: ['template'], message }]);
  });
});

test('the error of a conflict is one line', () => {
  const same = { spec: { hostNetwork: true } };
  expect(() => composePod([contribution(['caches', 0], same), contribution(['env'], same)])).toThrow(
    /^caches\[0\]: sets spec\.hostNetwork, which env sets too; leave it out, or set the value in template$/,
  );
});

describe('order', () => {
  test('list entries keep the order in which they first occur', () => {
    const pod = composePod([
      contribution(['a'], {
        spec: {
          containers: [{ name: 'runner', env: [{ name: 'B' }, { name: 'A' }] }, { name: 'dind' }],
          initContainers: [{ name: 'z' }],
        },
      }),
      contribution(['b'], {
        spec: {
          containers: [
            { name: 'dind', image: 'docker:29' },
            { name: 'runner', env: [{ name: 'C' }] },
          ],
          initContainers: [{ name: 'y' }],
          volumes: [{ name: 'v' }],
        },
      }),
      contribution(['c'], { spec: { containers: [{ name: 'aside' }], volumes: [{ name: 'u' }] } }),
    ]);
    expect(pod.spec?.containers.map(({ name }) => name)).toEqual(['runner', 'dind', 'aside']);
    expect(pod.spec?.initContainers?.map(({ name }) => name)).toEqual(['z', 'y']);
    expect(pod.spec?.volumes?.map(({ name }) => name)).toEqual(['v', 'u']);
    expect(pod.spec?.containers[0]?.env?.map(({ name }) => name)).toEqual(['B', 'A', 'C']);
  });

  test('an entry that an override replaces keeps its position', () => {
    const { env } = runnerOf(
      contribution(
        ['a'],
        runner({
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '1' },
          ],
        }),
      ),
      override(runner({ env: [{ name: 'C' }, { name: 'A', value: '2' }] })),
    );
    expect(env).toEqual([{ name: 'A', value: '2' }, { name: 'B', value: '1' }, { name: 'C' }]);
  });

  test('a variable comes after those it refers to, also when it replaces an earlier one', () => {
    const first = contribution(
      ['a'],
      runner({
        env: [
          { name: 'HOST', value: '1' },
          { name: 'B', value: '$$(C) of $(HOST)' },
        ],
      }),
    );
    const last = override(
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

  test('an override applies at any position in the list of contributions', () => {
    expect(runnerOf(override(runner({ image: 'mine' })), contribution(['a'], runner({ image: 'theirs' }))).image).toBe(
      'mine',
    );
  });
});

test('lastWord, the former name of override, still works', () => {
  const former = { owner: ['template'], template: runner({ image: 'mine' }), lastWord: true };
  expect(runnerOf(former, contribution(['a'], runner({ image: 'theirs' }))).image).toBe('mine');
});

test('contributions without values give an empty template', () => {
  expect(composePod([])).toEqual({});
  expect(
    composePod([
      contribution(['a'], {}),
      contribution(['b'], {
        metadata: { labels: {} },
        spec: { containers: [], securityContext: {}, nodeSelector: undefined },
      }),
    ]),
  ).toEqual({});
});
