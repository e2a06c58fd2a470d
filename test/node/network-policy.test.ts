import { ContainerMode, type NetworkPolicyProps } from '../../src';
import { arcBuild } from '../support/arc-build';
import { NodeArc } from '../support/node-tier/arc';
import { isReady, NODE_ADDRESS, onNode } from '../support/node-tier/node';
import { JOB_IMAGE, SERVICE_IMAGE } from '../support/node-tier/setup';
import type { WorkflowJob } from '../support/node-tier/workflows';
import { synthSet, type Manifest } from '../support/sets';

// Policies are enforced by kube-network-policies. The node itself answers at every address that is not a pod's.

const NAMESPACE = 'policies';
const MIRRORS = 'mirrors';
const PUBLIC = '203.0.113.1';
const OFFICE = '192.168.1.1';
const METADATA = '169.254.169.254';
const ADDRESSES = [PUBLIC, OFFICE, METADATA];

let arc: NodeArc;
/** The address of each server's pod, by its name. */
const pods: Record<string, string> = {};

beforeAll(async () => {
  for (const address of ADDRESSES) onNode('ip', 'address', 'add', `${address}/32`, 'dev', 'lo');
  arc = await NodeArc.start(NAMESPACE);
  await arc.runners.cluster.apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: MIRRORS } },
    server('everywhere', NAMESPACE, { hostNetwork: true }),
    server('neighbour', NAMESPACE),
    server('mirror', MIRRORS),
    server('other', MIRRORS),
  ]);
  await arc.runners.waitFor('the servers are ready', async () => {
    const all = (await arc.runners.cluster.list('pods')).filter(({ metadata }) => metadata.labels?.server === 'yes');
    for (const { metadata, status } of all) pods[metadata.name] = status.podIP as string;
    return all.length === 4 && all.every(isReady) ? true : undefined;
  });
});
afterAll(async () => {
  await arc.runners.cluster.succeed(['delete', 'namespace', MIRRORS, '--timeout=90s']);
  await arc.stop();
  for (const address of ADDRESSES) onNode('ip', 'address', 'delete', `${address}/32`, 'dev', 'lo');
});

/** A pod that answers at port 8080. */
function server(name: string, namespace: string, spec: Manifest = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name, server: 'yes' } },
    spec: { containers: [{ name: 'web', image: SERVICE_IMAGE }], terminationGracePeriodSeconds: 1, ...spec },
  };
}

const servers = () => ({
  public: `${PUBLIC}:8080`,
  office: `${OFFICE}:8080`,
  metadata: `${METADATA}:8080`,
  neighbour: `${pods.neighbour}:8080`,
  mirror: `${pods.mirror}:8080`,
  other: `${pods.other}:8080`,
});

/** A script that prints the names of the servers that answer. */
function ask(get: string): string {
  const asks = Object.entries(servers()).map(
    ([name, host]) => `(${get} http://${host}/hello >/dev/null && echo ${name}) &`,
  );
  return `${asks.join('\n')}\nwait`;
}

const sorted = (lines = '') =>
  lines
    .split('\n')
    .filter(line => line !== '')
    .sort();

/** Runs the runner pod of a set alone and returns its name. */
async function runnerOf(name: string, networkPolicy?: NetworkPolicyProps): Promise<string> {
  const containerMode = ContainerMode.kubernetesNoVolume();
  const { manifests } = synthSet({ name, containerMode, networkPolicy }, { namespace: NAMESPACE });
  return (await arc.runners.runPodOf(manifests)).metadata.name;
}

const CURL = 'curl --silent --fail --max-time 3';
const reached = async (pod: string) => sorted(await arc.runners.sh(pod, 'runner', ask(CURL)));
const reachesApi = async (pod: string) => {
  const script = `curl --silent --fail --max-time 3 --insecure https://$KUBERNETES_SERVICE_HOST/livez`;
  return (await arc.runners.attempt(pod, 'runner', script)).status === 0;
};

/** Whether a pod without a policy of its own gets an answer from a runner. */
async function isReachedBy(pod: string, from: string): Promise<boolean> {
  const answer = `require('http').createServer((_, response) => response.end()).listen(9000)`;
  await arc.runners.sh(pod, 'runner', `externals/node20/bin/node -e "${answer}" >/dev/null 2>&1 & sleep 1`);
  const { status } = await arc.runners.pod(pod);
  return (
    (await arc.runners.attempt(from, 'web', `timeout 3 wget -q -O /dev/null http://${status.podIP}:9000`)).status === 0
  );
}

test('without a policy a runner reaches everything, and is reached', async () => {
  const pod = await runnerOf('open');
  expect(await reached(pod)).toEqual(Object.keys(servers()).sort());
  expect(await reachesApi(pod)).toBe(true);
  expect(await isReachedBy(pod, 'neighbour')).toBe(true);
});

test('a policy without options closes link-local addresses, and the runner to others', async () => {
  const pod = await runnerOf('link-local', {});
  expect(await reached(pod)).toEqual(['mirror', 'neighbour', 'office', 'other', 'public']);
  expect(await reachesApi(pod)).toBe(true);
  expect(await isReachedBy(pod, 'neighbour')).toBe(false);
});

test('with denyPrivateNetworks a runner reaches the API server only by its own address', async () => {
  const byAddress = await runnerOf('by-address', { denyPrivateNetworks: true, apiServer: `${NODE_ADDRESS}/32` });
  const byService = await runnerOf('by-service', { denyPrivateNetworks: true, apiServer: '10.96.0.1/32' });
  expect(await reached(byAddress)).toEqual(['public']);
  expect(await reachesApi(byAddress)).toBe(true);
  expect(await reachesApi(byService)).toBe(false);
});

test('peers are let through by address and by labels, at their ports', async () => {
  const pod = await runnerOf('peers', {
    denyPrivateNetworks: true,
    apiServer: `${NODE_ADDRESS}/32`,
    allow: [
      { cidr: `${OFFICE}/32`, ports: [8080] },
      { namespaceLabels: { 'kubernetes.io/metadata.name': MIRRORS }, podLabels: { app: 'mirror' } },
      { podLabels: { app: 'neighbour' }, ports: [9090] },
    ],
  });
  expect(await reached(pod)).toEqual(['mirror', 'office', 'public']);
});

describe('the steps of a job are under the policy of their set', () => {
  const networkPolicy = { denyPrivateNetworks: true, apiServer: `${NODE_ADDRESS}/32` };
  // An older controller drops the field that makes an init container a sidecar.
  const around = arcBuild().isOlder ? { kubernetesVersion: '1.28' as const } : {};
  const wget = 'timeout 3 wget -q -O /dev/null';

  test.each<[string, ContainerMode, () => WorkflowJob]>([
    ['a job pod', ContainerMode.kubernetesNoVolume(), () => ({ container: { image: JOB_IMAGE }, steps: [ask(wget)] })],
    [
      'a container of dind',
      ContainerMode.dind(),
      () => ({
        container: { image: 'job' },
        before: 'docker import /home/runner/stand-in/busybox.tar job',
        steps: [ask(wget)],
      }),
    ],
    ['a privileged runner', ContainerMode.cachedPrivileged(), () => ({ steps: [ask(CURL)] })],
  ])('in %s', async (place, containerMode, job) => {
    const set = await arc.apply(arc.set(place.replaceAll(' ', '-'), { containerMode, networkPolicy }, around));
    const { result, steps, log } = await arc.workflows.run(set, job());
    expect({ result, log }).toEqual({ result: 'succeeded', log: '' });
    expect(sorted(steps[0]?.log).filter(line => line in servers())).toEqual(['public']);
  });
});
