import { PassThrough, Readable } from 'node:stream';
import { ContainerMode, NvmeCacheVolume, type RunnerSetProps } from '../../src';
import { run } from '../../src/cli/run';
import { controlPlaneAssets } from '../support/assets';
import { temporaryFolder } from '../support/folders';
import { NodeArc } from '../support/node-tier/arc';
import { onNode } from '../support/node-tier/node';
import type { Manifest, Surroundings } from '../support/sets';

const NAMESPACE = 'doctor';

let arc: NodeArc;
beforeAll(async () => {
  arc = await NodeArc.start(NAMESPACE);
});
afterAll(() => arc.stop());

interface Finding {
  readonly id: string;
  readonly cause: string;
  readonly evidence: readonly string[];
}

/** The findings of doctor. */
async function doctor(): Promise<Finding[]> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const folder = temporaryFolder();
  await run(['doctor', '--kubeconfig', arc.runners.cluster.controlPlane.kubeconfig, '-o', 'json'], {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env: { PATH: controlPlaneAssets(), HOME: folder },
    cwd: folder,
    signal: new AbortController().signal,
  });
  return JSON.parse(String((stdout.read() as Buffer | null) ?? '[]')) as Finding[];
}

/** Waits until doctor has a finding about a set, and returns it. */
async function found(id: string, set: string): Promise<Finding> {
  return arc.runners.waitFor(`doctor finds ${id}`, async () =>
    (await doctor()).find(finding => finding.id === id && finding.cause.includes(set)),
  );
}

function setOf(name: string, props: Partial<RunnerSetProps>, around: Surroundings = {}): Manifest[] {
  return arc.set(name, { containerMode: ContainerMode.runner(), minRunners: 1, maxRunners: 1, ...props }, around);
}

async function apply(name: string, props: Partial<RunnerSetProps>): Promise<string> {
  await arc.runners.cluster.apply(setOf(name, props));
  return name;
}

/** Applies a set whose failed containers are restarted in their pod. */
async function applyRestarting(
  name: string,
  props: Partial<RunnerSetProps>,
  around: Surroundings = {},
): Promise<string> {
  const manifests = setOf(name, props, around);
  for (const { kind, spec } of manifests)
    if (kind === 'AutoscalingRunnerSet') spec.template.spec.restartPolicy = 'OnFailure';
  await arc.runners.cluster.apply(manifests);
  return name;
}

test('an image that does not exist', async () => {
  const set = await apply('no-image', { runnerImage: 'localhost/nothing:1' });
  expect((await found('image-pull', set)).cause).toContain('localhost/nothing:1');
});

test('a Secret that does not exist', async () => {
  const set = await apply('no-secret', {
    template: {
      spec: {
        containers: [
          { name: 'runner', env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'absent', key: 'key' } } }] },
        ],
      },
    },
  });
  const { evidence } = await found('container-config', set);
  expect(evidence[0]).toContain('CreateContainerConfigError: secret "absent" not found');
});

test('a container that exits soon after each start', async () => {
  // With an older controller, which drops the field that makes an init container a sidecar, it is restarted too.
  await applyRestarting(
    'crashing',
    { containerMode: ContainerMode.dind({ daemonArgs: ['--no-such-flag'] }) },
    { kubernetesVersion: '1.28' },
  );
  const { cause, evidence } = await found('crash-loop', 'crashing');
  expect(cause).toContain('container dind of crashing');
  expect(evidence[0]).toMatch(/container dind was restarted \d+ times.*: 1 \(Error\)/);
});

test('a runner that needs more memory than its limit', async () => {
  // The controller replaces a failed pod within seconds. In this pod, the container is restarted instead.
  const set = await applyRestarting('hungry', { resources: { limits: { memory: '128Mi' } } });
  await arc.runners.waitFor(`${set} has a runner`, async () => (await arc.runnersOf(set))[0]);
  const { id } = arc.workflows.queue(set, { steps: ['tail /dev/zero'] });
  const { evidence } = await found('out-of-memory', set);
  arc.workflows.lose(id);
  expect(evidence[0]).toContain('128Mi');
});

test('a scratch volume over its limit', async () => {
  const set = await apply('full', {
    caches: [NvmeCacheVolume.path({ source: '', target: '/scratch', sizeLimit: '1Mi' })],
  });
  await arc.runners.waitFor(`${set} has a runner`, async () => (await arc.runnersOf(set))[0]);
  const { id } = arc.workflows.queue(set, { steps: ['dd if=/dev/zero of=/scratch/file bs=1M count=8; sleep 600'] });
  const { evidence } = await found('evicted', set);
  arc.workflows.lose(id);
  expect(evidence[0]).toContain('exceeds the limit "1Mi"');
});

test('a directory of the node that does not exist', async () => {
  const set = await apply('no-directory', {
    caches: [NvmeCacheVolume.path({ source: '/srv/absent', target: '/seed', sharing: 'readOnly' })],
  });
  expect((await found('host-path-missing', set)).evidence[0]).toContain('/srv/absent is not a directory');
});

test('a volume that does not exist', async () => {
  const set = await apply('no-volume', {
    template: {
      spec: {
        containers: [{ name: 'runner', volumeMounts: [{ name: 'settings', mountPath: '/settings' }] }],
        volumes: [{ name: 'settings', configMap: { name: 'absent' } }],
      },
    },
  });
  expect((await found('mount-failed', set)).evidence[0]).toContain('configmap "absent" not found');
});

test('a network policy that allows the API server by the cluster IP of its Service', async () => {
  const { hostname, port } = new URL(arc.github.url);
  const networkPolicy = {
    denyPrivateNetworks: true,
    apiServer: '10.96.0.1/32',
    allow: [{ cidr: `${hostname}/32`, ports: [Number(port)] }],
  };
  const set = await apply('fenced', { containerMode: ContainerMode.kubernetesNoVolume(), networkPolicy });
  expect((await found('hook-egress-blocked', set)).cause).toContain('to the API server at 10.99.0.1:6443');
});

test('a pod that fits no node', async () => {
  const set = await apply('nowhere', { nodeSelector: { disk: 'none' } });
  await arc.runners.waitFor(`${set} has a pod`, async () =>
    (await arc.runners.kubectl('get', 'pods', '--output=name')).includes(set) ? true : undefined,
  );
  const { evidence } = await inTenMinutes(() => found('unschedulable', set));
  expect(evidence[0]).toContain("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector");
});

test('a pod in deletion on a node that is lost', async () => {
  const set = await apply('on-lost-node', {});
  const [{ metadata }] = await arc.runners.waitFor(`${set} has a runner`, async () => {
    const runners = await arc.runnersOf(set);
    return runners.length > 0 ? runners : undefined;
  });
  onNode('pkill', '--exact', '--signal', 'STOP', 'kubelet');
  try {
    await arc.runners.kubectl('delete', 'pod', metadata.name, '--wait=false');
    const { evidence } = await inTenMinutes(() => found('pod-on-lost-node', set));
    expect(evidence).toEqual([expect.stringContaining(metadata.name), 'Node node1 is Ready: Unknown']);
  } finally {
    onNode('pkill', '--exact', '--signal', 'CONT', 'kubelet');
    await arc.runners.cluster.succeed(['wait', 'node', 'node1', '--for=condition=Ready', '--timeout=60s']);
  }
});

/** Runs something at a time when what does not happen has not happened for a while. */
async function inTenMinutes<T>(run: () => Promise<T>): Promise<T> {
  jest.useFakeTimers({
    now: Date.now() + 10 * 60_000,
    doNotFake: [
      'setTimeout',
      'setInterval',
      'setImmediate',
      'nextTick',
      'queueMicrotask',
      'performance',
      'hrtime',
      'clearTimeout',
      'clearInterval',
      'clearImmediate',
    ],
  });
  try {
    return await run();
  } finally {
    jest.useRealTimers();
  }
}
