import { check, Cluster, type Case } from './cluster';

const CONTROLLER = 'arc-systems/arc-gha-rs-controller';

const secondController = (cluster: Cluster) => {
  const other = structuredClone(cluster.one('Deployment'));
  other.metadata.name = 'other';
  cluster.add(other);
  return other;
};

/** Makes the controller look after one namespace only. */
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
      'controller-missing': [
        /^no controller looks after the runner sets/,
        /^1 AutoscalingRunnerSets, and no Deployment/,
      ],
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
        `the controller ${CONTROLLER} does not run: no runner set changes, and none that is deleted goes away`,
        /has 0 of 1 pods ready\nPod arc-systems\/\S+ waits: CrashLoopBackOff: back-off 5m0s\nPod arc-systems\/\S+ ended with exit code 1 \(Error\)$/,
      ],
    },
  ],
  [
    'a controller that looks elsewhere',
    cluster => watch(cluster.one('Deployment'), 'other'),
    {
      'controller-elsewhere': [
        'no controller watches namespace arc-runners: nothing happens to docs',
        new RegExp(`Deployment ${CONTROLLER} watches namespace other only`),
      ],
    },
  ],
  [
    'two controllers of all namespaces',
    secondController,
    {
      'two-controllers': [
        `${CONTROLLER} and arc-systems/other both watch all namespaces: they undo each other's work`,
        /Deployment arc-systems\/other runs \S+:0\.14\.2/,
      ],
    },
  ],
  [
    "a controller of the set's namespace beside one of all",
    cluster => watch(secondController(cluster), 'arc-runners'),
    {
      'two-controllers': [/both watch arc-runners/],
    },
  ],
  [
    'a set of another minor version',
    cluster => {
      cluster.set.metadata.labels['app.kubernetes.io/version'] = '0.13.1';
    },
    {
      'version-skew': [
        'the controller is 0.14.2 and docs is labelled 0.13.1: the controller deletes runner sets of another minor version',
        /app.kubernetes.io\/version: 0\.13\.1\nDeployment \S+ runs \S+:0\.14\.2/,
      ],
    },
  ],
  [
    'a set without its version',
    cluster => {
      delete cluster.set.metadata.labels['app.kubernetes.io/version'];
    },
    {
      'version-skew': [/docs does not say its version/, /no label app.kubernetes.io\/version/],
    },
  ],
  [
    'no definitions',
    cluster => {
      cluster.objects.splice(0, Infinity, ...cluster.objects.filter(({ kind }) => kind !== 'CustomResourceDefinition'));
    },
    {
      'crds-missing': [
        /^the cluster has no definition of autoscalingrunnersets\.actions\.github\.com, autoscalinglisteners/,
      ],
    },
  ],
  [
    'definitions of an older release',
    cluster => {
      const { properties } = cluster.one('CustomResourceDefinition', 'autoscalingrunnersets').spec.versions[0].schema
        .openAPIV3Schema.properties.spec;
      for (const field of ['runnerScaleSetLabels', 'autoscalingListener', 'ephemeralRunnerMetadata'])
        delete properties[field];
    },
    {
      'crds-old': [
        /^the definition of runner sets is older than the controller: runnerScaleSetLabels, autoscalingListener, ephemeralRunnerMetadata are dropped/,
        /does not know spec\.runnerScaleSetLabels/,
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
    'a controller built from source, which takes any set',
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

test('nothing is said of a controller where Deployments were not looked at', () => {
  const cluster = new Cluster();
  cluster.remove('Deployment');
  cluster.looked = kind => kind !== 'Deployment';
  expect(cluster.findings).toEqual([]);
});
