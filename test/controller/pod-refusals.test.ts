import { ManifestError, type DeskrunApp } from '../../src';
import { ArcController } from '../../src/controller/arc-controller';
import { formatPath } from '../../src/errors';
import { findingsOf } from '../support/sets';
import { controllerChart, synthController } from './controllers';

const refused = (props: object) => findingsOf(() => synthController(props));
const long = 'a'.repeat(64);

describe('excludeLabelPropagationPrefixes', () => {
  test.each(['', '*', ' example.com/', '/'])('must not be %j', prefix => {
    expect(refused({ excludeLabelPropagationPrefixes: [prefix] })).toEqual([
      'excludeLabelPropagationPrefixes[0]: must be the prefix of a label name, such as example.com/, got ' +
        `${JSON.stringify(prefix)}`,
    ]);
  });

  test.each([
    ['actions.github.com/', 'actions.github.com/scale-set-name'],
    ['app.kubernetes.io/', 'app.kubernetes.io/component'],
    ['app.kubernetes.io/version', 'app.kubernetes.io/version'],
    ['auto-scaling-', 'auto-scaling-listener-name'],
  ])('must not cover labels of ARC: %s', (prefix, label) => {
    expect(refused({ excludeLabelPropagationPrefixes: [prefix] })).toEqual([
      `excludeLabelPropagationPrefixes[0]: ${prefix} would take ${label} from objects of ARC too, which ARC ` +
        'selects by that label; use a longer prefix',
    ]);
  });

  test('must be unique', () => {
    expect(refused({ excludeLabelPropagationPrefixes: ['a/', 'a/'] })).toEqual([
      'excludeLabelPropagationPrefixes[1]: a/: duplicate; remove one',
    ]);
  });
});

describe('labels and annotations', () => {
  test.each([
    ['labels', 'app.kubernetes.io/part-of'],
    ['labels', 'app.kubernetes.io/version'],
    ['labels', 'actions.github.com/controller-service-account-name'],
    ['podLabels', 'app.kubernetes.io/instance'],
    ['podLabels', 'app.kubernetes.io/component'],
    ['podAnnotations', 'kubectl.kubernetes.io/default-container'],
  ])('%s must not have %s', (prop, key) => {
    expect(refused({ [prop]: { [key]: 'x' } })).toEqual([
      `${formatPath([prop, key])}: is set by the controller itself; remove it`,
    ]);
  });

  test.each(['labels', 'podLabels', 'podAnnotations'])('%s must have valid names', prop => {
    expect(refused({ [prop]: { 'a b': 'x' } })).toEqual([
      expect.stringContaining(`${formatPath([prop, 'a b'])}: must be a name such as `),
    ]);
  });

  test('annotations of the ServiceAccount must have valid names', () => {
    expect(refused({ serviceAccount: { annotations: { '/a': 'x' } } })).toEqual([
      expect.stringContaining(`${formatPath(['serviceAccount', 'annotations', '/a'])}: must be a name such as `),
    ]);
  });

  test.each(['labels', 'podLabels'])('%s must have valid values', prop => {
    for (const value of ['a b', '-a', long]) {
      expect(refused({ [prop]: { team: value } })).toEqual([
        `${prop}.team: must have at most 63 letters, digits, -, _ and ., starting and ending with a letter or ` +
          `digit, got "${value}"`,
      ]);
    }
  });

  test('an annotation may have any value', () => {
    expect(synthController({ podAnnotations: { note: `${long} and more` } }).template.metadata.annotations.note).toBe(
      `${long} and more`,
    );
  });
});

describe('parts of the pod', () => {
  test.each([
    [
      'env',
      { env: [{ name: 'CONTROLLER_MANAGER_CONTAINER_IMAGE', value: 'x' }] },
      'CONTROLLER_MANAGER_CONTAINER_IMAGE',
    ],
    ['env', { env: [{ name: 'CONTROLLER_MANAGER_POD_NAMESPACE', value: 'x' }] }, 'CONTROLLER_MANAGER_POD_NAMESPACE'],
    ['volumes', { volumes: [{ name: 'tmp', emptyDir: {} }] }, 'tmp'],
    ['volumeMounts', { volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }, '/tmp'],
  ])('%s must not have entries of the controller, %#', (prop, props, name) => {
    expect(refused(props)).toEqual([`${prop}[0]: ${name} is set by the controller itself; remove it`]);
  });

  test.each([
    [
      'env',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      'A',
    ],
    [
      'volumes',
      {
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'a', emptyDir: {} },
        ],
      },
      'a',
    ],
    [
      'volumeMounts',
      {
        volumeMounts: [
          { name: 'tmp', mountPath: '/a' },
          { name: 'tmp', mountPath: '/a' },
        ],
      },
      '/a',
    ],
    ['imagePullSecrets', { imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }, 'a'],
  ])('%s must not have duplicates', (prop, props, name) => {
    expect(refused(props)).toEqual([
      expect.stringMatching(`^${prop}\\[1\\].*: duplicate .*"${name}".*; re(mov|nam)e one$`),
    ]);
  });

  test.each(['GITHUB_TOKEN', 'GITHUB_APP_ID', 'GITHUB_APP_INSTALLATION_ID', 'GITHUB_APP_PRIVATE_KEY'])(
    '%s is refused, since the controller ignores it',
    name => {
      expect(refused({ env: [{ name, value: '1' }] })).toEqual([
        `env[0]: ${name} has no effect: each runner set has its own credential, in the Secret of its auth; remove it`,
      ]);
    },
  );

  test('a variable must have a valid name', () => {
    expect(refused({ env: [{ name: 'A B', value: '1' }] })).toEqual([
      expect.stringMatching(/^env\[0\]\.name: must be a variable name .* got "A B"$/),
    ]);
  });

  test.each<{ name?: string }>([{}, { name: '' }, { name: 'Registry' }])(
    'the name of a pull Secret must not be %j',
    secret => {
      expect(refused({ imagePullSecrets: [secret] })).toEqual([
        'imagePullSecrets[0].name: must be the name of a Secret (lower-case letters, digits, - and .), got ' +
          `${JSON.stringify(secret.name)}`,
      ]);
    },
  );

  test('a mount must refer to an existing volume', () => {
    expect(refused({ volumeMounts: [{ name: 'ca', mountPath: '/ca' }] })).toEqual([
      'volumeMounts[0].name: /ca of container manager mounts volume "ca", which the pod does not have; add it ' +
        'to volumes',
    ]);
  });

  test.each([
    ['env[0].valeu', { env: [{ name: 'A', valeu: '1' }] }],
    ['volumes[0].emptydir2', { volumes: [{ name: 'a', emptydir2: {} }] }],
    ['volumeMounts[0].path', { volumeMounts: [{ name: 'tmp', mountPath: '/a', path: '/b' }] }],
    ['securityContext.runAsNobody', { securityContext: { runAsNobody: true } }],
    ['podSecurityContext.fsgrp', { podSecurityContext: { fsgrp: 1 } }],
    ['imagePullSecrets[0].namespace', { imagePullSecrets: [{ name: 'a', namespace: 'b' }] }],
    ['tolerations[0].efect', { tolerations: [{ efect: 'NoSchedule' }] }],
    ['affinity.node', { affinity: { node: {} } }],
    [
      'topologySpreadConstraints[0].skew',
      {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {}, skew: 1 },
        ],
      },
    ],
  ])('%s is refused if the typed API would drop it', (path, props) => {
    expect(refused(props)).toEqual([
      `${path}: is not a field of the typed API (Kubernetes 1.28), or has the wrong type, and would be lost; ` +
        'correct it',
    ]);
  });

  test('a quantity must be valid', () => {
    expect(refused({ resources: { limits: { memory: '8GB' } } })).toEqual([
      'resources.limits.memory: must be an amount such as 512Mi or 4Gi, got "8GB"; did you mean 8Gi?',
    ]);
  });

  test('a value that the API server refuses is reported at synthesis', () => {
    const chart = controllerChart();
    new ArcController(chart, 'controller', { crds: 'external', tolerations: [{ key: 'a', operator: 'Is' }] });
    const synth = () => (chart.node.root as DeskrunApp).synth();
    expect(synth).toThrow(ManifestError);
    expect(synth).toThrow(
      '[arc/controller] spec.template.spec.tolerations[0].operator: must be one of "", Equal, Exists, got "Is"',
    );
  });
});
