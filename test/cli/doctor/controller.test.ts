import { pattern } from '../../support/pattern';
import { check, Cluster, type Case } from './cluster';

const CONTROLLER = 'arc-systems/arc-gha-rs-controller';

const secondController = (cluster: Cluster) => {
  const other = structuredClone(cluster.one('Deployment'));
  other.metadata.name = 'other';
  cluster.add(other);
  return other;
};

/** Makes the controller watch one namespace only. */
const watch = (
  controller: { spec: { template: { spec: { containers: [{ args: string[] }] } } } },
  namespace: string,
) => {
  controller.spec.template.spec.containers[0].args.push(`--watch-single-namespace=${namespace}`);
};

test.each<Case>([
  [
    'no controller',
    cluster => cluster.remove('Deployment'),
    {
      'controller-missing': [/^the cluster has no controller/, /^1 AutoscalingRunnerSets, and no Deployment/],
    },
  ],
  [
    'a controller that crashes',
    cluster => {
      cluster.one('Deployment').status = { readyReplicas: 0 };
      cluster.one('Pod', 'controller').status.containerStatuses = [
        {
          name: 'manager',
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
          lastState: { terminated: { exitCode: 1, reason: 'Error' } },
        },
      ];
    },
    {
      'controller-down': [
        `controller ${CONTROLLER} does not run: runner sets are neither changed nor deleted`,
        pattern(
          /has 0 of 1 pods ready\nPod arc-systems\/\S+ is waiting: CrashLoopBackOff: back-off 5m0s\nPod /,
          /arc-systems\/\S+ exited with code 1 \(Error\)$/,
        ),
      ],
    },
  ],
  [
    'a controller that watches another namespace',
    cluster => watch(cluster.one('Deployment'), 'other'),
    {
      'namespace-not-watched': [
        'no controller watches namespace arc-runners: nothing is created for docs',
        new RegExp(`Deployment ${CONTROLLER} watches namespace other only`),
      ],
    },
  ],
  [
    'two controllers of all namespaces',
    secondController,
    {
      'two-controllers': [
        `controllers ${CONTROLLER} and arc-systems/other both watch all namespaces: they undo each other's changes`,
        /Deployment arc-systems\/other runs \S+:0\.14\.2/,
      ],
    },
  ],
  [
    "a controller of the set's namespace beside one of all",
    cluster => watch(secondController(cluster), 'arc-runners'),
    {
      'two-controllers': [/both watch namespace arc-runners/],
    },
  ],
  [
    'a set of another minor version',
    cluster => {
      cluster.set.metadata.labels['app.kubernetes.io/version'] = '0.13.1';
    },
    {
      'version-skew': [
        'the controller has version 0.14.2, and docs is labelled 0.13.1: the controller deletes runner sets of ' +
          'another minor version',
        /app.kubernetes.io\/version: 0\.13\.1\nDeployment \S+ runs \S+:0\.14\.2/,
      ],
    },
  ],
  [
    'a set without a version label',
    cluster => {
      delete cluster.set.metadata.labels['app.kubernetes.io/version'];
    },
    {
      'version-skew': [/docs has no version label/, /no label app.kubernetes.io\/version/],
    },
  ],
  [
    'no CRDs',
    cluster => {
      cluster.objects.splice(0, Infinity, ...cluster.objects.filter(({ kind }) => kind !== 'CustomResourceDefinition'));
    },
    {
      'crds-missing': [/^the cluster has no CRD autoscalingrunnersets\.actions\.github\.com, autoscalinglisteners/],
    },
  ],
  [
    'CRDs of an older release',
    cluster => {
      const { properties } = cluster.one('CustomResourceDefinition', 'autoscalingrunnersets').spec.versions[0].schema
        .openAPIV3Schema.properties.spec;
      for (const field of ['runnerScaleSetLabels', 'autoscalingListener', 'ephemeralRunnerMetadata'])
        delete properties[field];
    },
    {
      'crds-old': [
        pattern(
          /^the CRD of AutoscalingRunnerSet is older than the controller: the API server drops the fields /,
          /runnerScaleSetLabels, autoscalingListener, ephemeralRunnerMetadata of/,
        ),
        /has no spec\.runnerScaleSetLabels/,
      ],
    },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  [
    'two controllers of a namespace each',
    cluster => {
      watch(secondController(cluster), 'other');
      watch(cluster.one('Deployment', 'arc-gha'), 'arc-runners');
    },
  ],
  [
    'a set of another patch release',
    cluster => {
      cluster.set.metadata.labels['app.kubernetes.io/version'] = '0.14.0';
    },
  ],
  [
    'a controller of an unknown version',
    cluster => {
      cluster.one('Deployment').spec.template.spec.containers[0].image = 'registry.example/arc:dev';
      cluster.set.metadata.labels['app.kubernetes.io/version'] = '0.13.1';
    },
  ],
])('%s is fine', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});

test('no controller is reported missing where Deployments were not read', () => {
  const cluster = new Cluster();
  cluster.remove('Deployment');
  cluster.wasRead = kind => kind !== 'Deployment';
  expect(cluster.findings).toEqual([]);
});
