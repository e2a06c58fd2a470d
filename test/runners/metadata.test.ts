import { hookRules, RunnerSet, type Metadata, type ResourceMeta, type RunnerSetProps } from '../../src';
import { noticesOf } from '../../src/app/notices';
import { CONTROLLER_OBJECTS } from '../../src/runners/metadata';
import { manifestProblems } from '../support/manifests';
import { everyMode } from '../support/modes';
import { docs, findingsOf, runnerChart, synthSet } from '../support/sets';

const mine = { labels: { team: 'web' }, annotations: { 'example.com/owner': 'web' } };

describe('metadata of single objects', () => {
  const named: { readonly [name in keyof ResourceMeta]: string[] } = {
    autoscalingRunnerSet: ['AutoscalingRunnerSet docs'],
    managerRole: ['Role docs-gha-rs-manager'],
    managerRoleBinding: ['RoleBinding docs-gha-rs-manager'],
    kubernetesModeServiceAccount: ['ServiceAccount docs-gha-rs-kube-mode'],
    kubernetesModeRole: ['Role docs-gha-rs-kube-mode'],
    kubernetesModeRoleBinding: ['RoleBinding docs-gha-rs-kube-mode'],
  };

  test('is written on the named object only', () => {
    const marked = (object: keyof ResourceMeta) =>
      synthSet({ resourceMeta: { [object]: mine } })
        .manifests.filter(
          ({ metadata }) => metadata.labels.team === 'web' && metadata.annotations['example.com/owner'] === 'web',
        )
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(
      Object.fromEntries(Object.keys(named).map(object => [object, marked(object as keyof ResourceMeta)])),
    ).toEqual(named);
  });

  test('of objects that the controller creates is written to fields of the spec', () => {
    const resourceMeta = Object.fromEntries(
      Object.keys(CONTROLLER_OBJECTS).map(object => [object, { labels: { of: object } }]),
    );
    expect(synthSet({ resourceMeta }).runnerSet.spec).toMatchObject({
      autoscalingListener: { labels: { of: 'autoscalingListener' } },
      listenerServiceAccountMetadata: { labels: { of: 'listenerServiceAccount' } },
      listenerRoleMetadata: { labels: { of: 'listenerRole' } },
      listenerRoleBindingMetadata: { labels: { of: 'listenerRoleBinding' } },
      listenerConfigSecretMetadata: { labels: { of: 'listenerConfigSecret' } },
      ephemeralRunnerSetMetadata: { labels: { of: 'ephemeralRunnerSet' } },
      ephemeralRunnerMetadata: { labels: { of: 'ephemeralRunner' } },
      ephemeralRunnerConfigSecretMetadata: { labels: { of: 'ephemeralRunnerConfigSecret' } },
    });
  });

  // Without one, the controller panics on three of these objects: assignment to entry in nil map.
  test.each<[string, Metadata]>([
    ['only labels', { labels: { team: 'web' } }],
    ['labels and empty annotations', { labels: { team: 'web' }, annotations: {} }],
    ['empty labels', { labels: {} }],
  ])('of objects that the controller creates always has an annotation: %s', (_, metadata) => {
    const resourceMeta = Object.fromEntries(Object.keys(CONTROLLER_OBJECTS).map(object => [object, metadata]));
    const { spec } = synthSet({ resourceMeta }).runnerSet;
    const annotations = Object.values(CONTROLLER_OBJECTS).map(field => spec[field].annotations as unknown);
    expect(annotations).toEqual(annotations.map(() => ({ 'deskrun.dev/resource-meta': 'true' })));
  });

  test('with annotations is written without additions', () => {
    const { spec } = synthSet({ resourceMeta: { ephemeralRunner: mine } }).runnerSet;
    expect(spec.ephemeralRunnerMetadata).toEqual(mine);
  });

  test('that is empty changes nothing', () => {
    expect(synthSet({ resourceMeta: { autoscalingListener: {}, managerRole: {} } }).manifests).toEqual(
      synthSet().manifests,
    );
  });

  test('overrides the metadata of all objects', () => {
    const set = synthSet({ labels: { team: 'all' }, resourceMeta: { managerRole: mine } });
    expect(
      [set.one('Role', '-manager'), set.one('Role', '-kube-mode')].map(({ metadata }) => metadata.labels.team),
    ).toEqual(['web', 'all']);
  });

  const absent = 'names an object that this runner set does not have; remove it';

  test.each<[string, Partial<RunnerSetProps>, string]>([
    [
      'runners with permissions',
      { resourceMeta: { noPermissionServiceAccount: mine } },
      `resourceMeta.noPermissionServiceAccount: ${absent}`,
    ],
    [
      'runners without permissions',
      { containerMode: everyMode.dind, resourceMeta: { kubernetesModeRole: mine } },
      `resourceMeta.kubernetesModeRole: ${absent}`,
    ],
    [
      'an existing ServiceAccount',
      { serviceAccountName: 'mine', resourceMeta: { kubernetesModeServiceAccount: mine } },
      `resourceMeta.kubernetesModeServiceAccount: ${absent}`,
    ],
  ])('of objects that a set does not have is refused: %s', (_, props, finding) => {
    expect(findingsOf(() => synthSet(props))).toEqual([finding]);
  });

  test('that the controller would drop is refused', () => {
    expect(findingsOf(() => synthSet({ resourceMeta: { ephemeralRunner: mine } }, { arcVersion: '0.13.1' }))).toEqual([
      'resourceMeta.ephemeralRunner: needs ARC 0.14.0, and arcVersion is 0.13.1; the controller would drop it',
    ]);
  });
});

const reserved = (path: string, key: string) => `${path}.${key}: ${key} is reserved for ARC; remove it`;

test.each<[string, Partial<RunnerSetProps>, string]>([
  [
    'a label that the set has',
    { labels: { 'app.kubernetes.io/version': '0.1.0' } },
    reserved('labels', 'app.kubernetes.io/version'),
  ],
  [
    'a label that ARC has',
    { resourceMeta: { ephemeralRunner: { labels: { 'actions.github.com/organization': 'x' } } } },
    reserved('resourceMeta.ephemeralRunner.labels', 'actions.github.com/organization'),
  ],
  [
    'a cleanup annotation',
    { annotations: { 'actions.github.com/cleanup-manager-role-name': 'x' } },
    reserved('annotations', 'actions.github.com/cleanup-manager-role-name'),
  ],
  [
    'the values hash',
    { annotations: { 'actions.github.com/values-hash': 'x' } },
    reserved('annotations', 'actions.github.com/values-hash'),
  ],
  [
    'the ID of the scale set',
    { annotations: { 'runner-scale-set-id': '1' } },
    reserved('annotations', 'runner-scale-set-id'),
  ],
  [
    'a name of a property of every JavaScript object',
    { labels: Object.fromEntries([['constructor', 'x']]) },
    'labels.constructor: is a name that cdk8s cannot write; use another name',
  ],
  [
    'a name with a space',
    { annotations: { 'a b': 'x' } },
    'annotations["a b"]: must be a name such as team or example.com/team, got "a b"',
  ],
  [
    'a value that is too long',
    { labels: { team: 'x'.repeat(64) } },
    'labels.team: must have at most 63 letters, digits, -, _ and ., starting and ending with a letter or ' +
      `digit, got "${'x'.repeat(64)}"`,
  ],
])('%s is refused', (_, props, finding) => {
  expect(findingsOf(() => synthSet(props))).toEqual([finding]);
});

describe('an existing ServiceAccount', () => {
  const [hooks, dind] = [
    synthSet({ serviceAccountName: 'mine' }),
    synthSet({ serviceAccountName: 'mine', containerMode: everyMode.dind }),
  ];

  test('replaces the ServiceAccount of the set, with its Role, RoleBinding and cleanup annotations', () => {
    for (const set of [hooks, dind]) {
      expect(set.names).toEqual([
        'Role docs-gha-rs-manager',
        'RoleBinding docs-gha-rs-manager',
        'AutoscalingRunnerSet docs',
      ]);
      expect(set.pod.serviceAccountName).toBe('mine');
      expect(JSON.stringify(set.runnerSet)).not.toMatch(/cleanup-(kubernetes-mode|no-permission)/);
      expect(manifestProblems(set.manifests, ['ServiceAccount arc-runners/mine'])).toEqual([]);
    }
  });

  test('gives a notice with all permissions that it needs, in modes with job pods', () => {
    const [notice, ...others] = noticesOf(hooks.set.node.root);
    expect(others).toEqual([]);
    expect(notice).toContain(
      '[runners/set] serviceAccountName: mine needs the permissions of the container hooks, or every job ' +
        'fails: pods: get, list, create, delete; ',
    );
    for (const { resources = [], verbs } of hookRules(false))
      expect(notice).toContain(`${resources.join(', ')}: ${verbs.join(', ')}`);
  });

  test('gives no notice in modes without job pods', () => {
    expect(noticesOf(dind.set.node.root)).toEqual([]);
  });
});

test('additionalRoleRules follow the rules of the hooks', () => {
  const further = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
  const set = synthSet({ additionalRoleRules: [further] });
  expect(set.one('Role', '-kube-mode').rules).toEqual([...synthSet().one('Role', '-kube-mode').rules, further]);
  expect(set.one('Role', '-manager').rules).not.toContainEqual(further);
});

describe('runnerScaleSetName', () => {
  test('may differ from the name of the objects', () => {
    const set = synthSet({ runnerScaleSetName: 'Web_Runners' });
    expect([
      set.runnerSet.metadata.name,
      set.runnerSet.spec.runnerScaleSetName,
      set.set.scaleSets[0]?.runnerScaleSetName,
    ]).toEqual(['docs', 'Web_Runners', 'Web_Runners']);
  });

  test('must be unique at GitHub, ignoring case', () => {
    const chart = runnerChart();
    const add = (name: string, runnerScaleSetName: string) =>
      new RunnerSet(chart, name, { ...docs, name, runnerScaleSetName, containerMode: everyMode.dind });
    add('a', 'Web_Runners');
    expect(findingsOf(() => add('b', 'web_runners'))).toEqual([
      expect.stringMatching(
        /^\w+: scale set web_runners is registered for https:\/\/github.com\/rubionic\/docs already, by runners\/a: /,
      ),
    ]);
  });
});

test('a set may be in another namespace than its chart, with all of its objects', () => {
  const set = synthSet({ namespace: 'ci', networkPolicy: {}, containerMode: everyMode.dind });
  expect(set.manifests.map(({ metadata }) => metadata.namespace)).toEqual(set.manifests.map(() => 'ci'));
  expect(manifestProblems(set.manifests)).toEqual([]);
});

const noRole = 'additionalRoleRules: cannot be granted: ';

test.each<[string, Partial<RunnerSetProps>, string]>([
  [
    'an invalid ServiceAccount name',
    { serviceAccountName: 'My Account' },
    'serviceAccountName: must be the name of a ServiceAccount, got "My Account"',
  ],
  [
    'additionalRoleRules for runners without permissions',
    { containerMode: everyMode.dind, additionalRoleRules: [] },
    `${noRole}runners of containerMode dind have no Role; create a ServiceAccount with these rules and set ` +
      'serviceAccountName',
  ],
  [
    'additionalRoleRules with an existing ServiceAccount',
    { serviceAccountName: 'mine', additionalRoleRules: [] },
    `${noRole}with serviceAccountName the runner set creates no Role; add the rules to that ServiceAccount`,
  ],
  [
    'one name for two scale sets',
    { instances: 2, runnerScaleSetName: 'web' },
    'runnerScaleSetName: cannot be the name of 2 scale sets; remove it, so that each has its own name',
  ],
  [
    'a name with a space',
    { runnerScaleSetName: 'my runners' },
    'runnerScaleSetName: must have 1 to 45 letters, digits, -, _ and ., starting and ending with a letter or ' +
      'digit, got "my runners"',
  ],
  [
    'an invalid namespace',
    { namespace: 'My_CI' },
    'namespace: must be a DNS label of at most 63 characters, got "My_CI"',
  ],
])('%s is refused too', (_, props, finding) => {
  expect(findingsOf(() => synthSet(props))).toEqual([finding]);
});
