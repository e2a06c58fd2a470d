import {
  ArcController,
  ContainerMode,
  DeskrunApp,
  RunnerChart,
  RunnerNamespace,
  RunnerSet,
  type RunnerSetProps,
} from '../../../src';
import { examine, type Diagnosed } from '../../../src/cli/doctor/examine';
import { factsOf, type Facts } from '../../../src/cli/doctor/facts';
import type { HostFacts } from '../../../src/cli/doctor/host';
import { readObjects } from '../../../src/cli/doctor/read-objects';
import { docs, type Manifest } from '../../support/sets';
import { pathsIn, REPLACEMENTS, replaced } from './redact';

/** The time when the cluster is read. */
export const NOW = new Date('2026-11-21T12:00:00Z');
export const before = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString();

/** The machine of a kind cluster without problems. */
export const HOST: HostFacts = {
  inotify: { 'fs.inotify.max_user_watches': 524288, 'fs.inotify.max_user_instances': 512 },
  cgroupVersion: 2,
  nodes: [
    {
      name: 'deskrun-control-plane',
      mounts: [
        { hostPath: '/nvme', containerPath: '/nvme', readOnly: false },
        { hostPath: '/lib/modules', containerPath: '/lib/modules', readOnly: true },
      ],
    },
  ],
  disks: [{ path: '/nvme', freeBytes: 800e9 }],
};

const SYSTEM = 'arc-systems';
const RUNNERS = 'arc-runners';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The manifests of a controller, a namespace and these sets in it. */
function applied(sets: readonly Partial<RunnerSetProps>[]): Manifest[] {
  const app = new DeskrunApp();
  const system = new RunnerChart(app, 'system', { namespace: SYSTEM });
  new ArcController(system, 'controller');
  new RunnerNamespace(system, 'namespace', { name: RUNNERS });
  const runners = new RunnerChart(app, 'runners', { namespace: RUNNERS });
  sets.forEach(
    (set, index) =>
      new RunnerSet(runners, `set-${index}`, {
        ...docs,
        containerMode: ContainerMode.kubernetes(),
        maxRunners: 5,
        jobPod: { resources: { requests: { cpu: '1' } } },
        ...set,
      }),
  );
  return [system, runners].flatMap((chart): Manifest[] => chart.toJson());
}

/** The objects that ARC creates for a set: a listener and one idle runner. */
function running(set: Manifest): Manifest[] {
  const { name, namespace } = set.metadata;
  const labels = { ...set.metadata.labels, 'app.kubernetes.io/part-of': 'gha-runner-scale-set' };
  const meta = (own: string, component: string, where = namespace) => ({
    name: own,
    namespace: where,
    creationTimestamp: before(50),
    labels: {
      ...labels,
      'actions.github.com/scale-set-name': name,
      'actions.github.com/scale-set-namespace': namespace,
      'app.kubernetes.io/component': component,
    },
  });
  const ready = (container: string) => ({
    phase: 'Running',
    containerStatuses: [{ name: container, restartCount: 0, state: { running: { startedAt: before(49) } } }],
  });
  const listener = `${name}-7d5f8c-listener`;
  const runner = `${name}-x7x7x-runner-abcde`;
  Object.assign(set.metadata, {
    uid: `uid-${String(name)}`,
    creationTimestamp: before(60),
    finalizers: ['autoscalingrunnerset.actions.github.com/finalizer'],
  });
  Object.assign(set.metadata.annotations, { 'runner-scale-set-id': '17' });
  set.status = {
    phase: 'Running',
    currentRunners: 1,
    runningEphemeralRunners: 1,
    pendingEphemeralRunners: 0,
    failedEphemeralRunners: 0,
  };
  return [
    {
      apiVersion: 'actions.github.com/v1alpha1',
      kind: 'AutoscalingListener',
      metadata: {
        ...meta(listener, 'runner-scale-set-listener', SYSTEM),
        finalizers: ['autoscalinglistener.actions.github.com/finalizer'],
      },
      spec: {
        autoscalingRunnerSetName: name,
        autoscalingRunnerSetNamespace: namespace,
        ephemeralRunnerSetName: `${name}-x7x7x`,
        image: 'ghcr.io/actions/gha-runner-scale-set-controller:0.14.2',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta(listener, 'runner-scale-set-listener', SYSTEM),
      spec: { containers: [{ name: 'listener', image: 'ghcr.io/actions/gha-runner-scale-set-controller:0.14.2' }] },
      status: ready('listener'),
    },
    {
      apiVersion: 'actions.github.com/v1alpha1',
      kind: 'EphemeralRunnerSet',
      metadata: {
        ...meta(`${name}-x7x7x`, 'runner-set'),
        finalizers: ['ephemeralrunner.actions.github.com/finalizer'],
      },
      spec: { replicas: 1 },
    },
    {
      apiVersion: 'actions.github.com/v1alpha1',
      kind: 'EphemeralRunner',
      metadata: { ...meta(runner, 'runner'), finalizers: ['ephemeralrunner.actions.github.com/finalizer'] },
      status: { phase: 'Running' },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta(runner, 'runner'),
      spec: structuredClone(set.spec.template.spec),
      status: ready('runner'),
    },
    ...((set.spec.template.spec.volumes ?? []) as Manifest[])
      .filter(volume => volume.ephemeral)
      .map(volume => ({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: `${runner}-${volume.name as string}`, namespace, creationTimestamp: before(50) },
        spec: { storageClassName: 'standard' },
        status: { phase: 'Bound' },
      })),
  ];
}

/** Other objects of a cluster. */
function surroundings(): Manifest[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'deskrun-control-plane', labels: { 'kubernetes.io/os': 'linux' } },
      spec: { providerID: 'kind://docker/deskrun/deskrun-control-plane' },
      status: {
        allocatable: { cpu: '16', memory: '64Gi', pods: '110' },
        nodeInfo: { containerRuntimeVersion: 'containerd://2.1.3' },
        conditions: [
          { type: 'Ready', status: 'True' },
          ...['DiskPressure', 'MemoryPressure', 'PIDPressure'].map(type => ({ type, status: 'False' })),
        ],
      },
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'github', namespace: RUNNERS },
      data: { github_token: base64('not-a-real-token') },
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    },
    { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'system-cluster-critical' } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'arc-gha-rs-controller-5f6d-abcde',
        namespace: SYSTEM,
        labels: {
          'app.kubernetes.io/name': 'gha-rs-controller',
          'app.kubernetes.io/namespace': SYSTEM,
          'app.kubernetes.io/instance': 'arc',
        },
      },
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'manager', state: { running: { startedAt: before(90) } } }],
      },
    },
  ];
}

/** All objects of a cluster without problems. */
function objectsOf(sets: readonly Partial<RunnerSetProps>[]): Manifest[] {
  const manifests = applied(sets);
  manifests.find(({ kind }) => kind === 'Deployment').status = { readyReplicas: 1 };
  // Diagnoses read only the field names of CRDs.
  for (const {
    spec: { versions },
  } of manifests.filter(({ kind }) => kind === 'CustomResourceDefinition')) {
    const { properties } = versions[0].schema.openAPIV3Schema.properties.spec;
    versions[0].schema = {
      openAPIV3Schema: {
        properties: { spec: { properties: Object.fromEntries(Object.keys(properties).map(name => [name, {}])) } },
      },
    };
  }
  return [
    ...manifests,
    ...manifests.filter(({ kind }) => kind === 'AutoscalingRunnerSet').flatMap(running),
    ...surroundings(),
  ];
}

let plainCluster: Manifest[] | undefined;

/** A pod spec as mutable data. */
export interface Pod {
  volumes: Manifest[];
  containers: Manifest[];
  initContainers: Manifest[];
  [field: string]: Manifest;
}

/** A cluster as mutable data. */
export class Cluster {
  readonly objects: Manifest[];
  host: HostFacts | undefined = HOST;
  wasRead: Facts['wasRead'] = () => true;

  /** A kind cluster without problems, by default with one runner set `docs`. */
  constructor(sets?: readonly Partial<RunnerSetProps>[]) {
    this.objects = structuredClone(sets === undefined ? (plainCluster ??= objectsOf([{}])) : objectsOf(sets));
  }

  /** The only object of a kind, or the only one whose name contains a text. */
  one(kind: string, name = ''): Manifest {
    const found = this.objects.filter(object => object.kind === kind && String(object.metadata.name).includes(name));
    if (found.length !== 1)
      throw new Error(
        `${found.length} of kind ${kind}${name && ` named *${name}*`}: ` +
          `${found.map(({ metadata }) => metadata.name as string).join()}`,
      );
    return found[0];
  }

  get set(): Manifest {
    return this.one('AutoscalingRunnerSet');
  }

  /** The pod spec in the template of the set. */
  get pod(): Pod {
    return this.set.spec.template.spec;
  }

  /** The rules of a role. */
  rules(name: string): Manifest[] {
    return this.one('Role', name).rules;
  }

  get runnerPod(): Manifest {
    return this.one('Pod', '-runner-');
  }

  get listenerPod(): Manifest {
    return this.one('Pod', '-listener');
  }

  add(...objects: Manifest[]): void {
    this.objects.push(...objects);
  }

  remove(kind: string, name = ''): void {
    this.objects.splice(this.objects.indexOf(this.one(kind, name)), 1);
  }

  /** Adds an event about an object. */
  report(object: Manifest, reason: string, message: string): void {
    const { name, namespace } = object.metadata;
    this.add({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${String(name)}.1`, namespace },
      type: 'Warning',
      reason,
      message,
      involvedObject: { kind: object.kind, name, namespace },
    });
  }

  get facts(): Facts {
    const { objects, wasRead, host } = this;
    return factsOf({ ...readObjects(structuredClone(objects)), wasRead, host, now: NOW });
  }

  get findings(): Diagnosed[] {
    return examine(this.facts);
  }
}

/** A problem, and all findings that it causes. */
export type Case = readonly [
  wrong: string,
  breaks: (cluster: Cluster) => void,
  found: { readonly [id: string]: readonly [cause: string | RegExp, evidence?: string | RegExp] },
];

/** Checks that a problem causes these findings, with cause and evidence, and no others. */
export function check([, breaks, found]: Case, cluster = new Cluster()): void {
  breaks(cluster);
  const { findings } = cluster;
  expect(findings.map(({ id }) => id)).toEqual(Object.keys(found));
  Object.values(found).forEach(([cause, evidence = /./], index) => {
    expect(findings[index]?.cause).toMatch(cause);
    expect(findings[index]?.evidence.join('\n')).toMatch(evidence);
    expect(findings[index]?.remedy.join('')).not.toBe('');
  });
  surviveRedaction(cluster);
}

/** Examines a cluster with a third of the fields of its objects replaced, one field of each object at a time. */
function surviveRedaction({ objects, host, wasRead }: Cluster): void {
  // CRDs and ClusterRoles are large, and the same in all clusters.
  const paths = objects.map(({ kind }, index) =>
    kind === 'CustomResourceDefinition' || kind === 'ClusterRole'
      ? []
      : pathsIn(objects[index]).filter((_, place) => place % 3 === index % 3),
  );
  const most = Math.max(...paths.map(({ length }) => length));
  for (let at = 0; at < most; at++) {
    const redacted = objects.map((object, index): unknown => {
      const path = paths[index]?.[at];
      return path ? replaced(object, path, REPLACEMENTS[(at + index) % REPLACEMENTS.length]) : object;
    });
    examine(factsOf({ ...readObjects(redacted), wasRead, host, now: NOW }));
  }
}
