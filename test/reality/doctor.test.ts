import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { ArcController, ContainerMode, DeskrunApp, RunnerChart, RunnerNamespace, RunnerSet } from '../../src';
import { run } from '../../src/cli/run';
import { Cluster } from '../support/cluster';
import { controlPlaneAssets } from '../support/assets';
import { docs, type Manifest } from '../support/sets';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
});
afterAll(() => cluster.stop());

/** What doctor finds in the cluster, as the user of a kubeconfig, and what it says besides. */
async function doctor(
  kubeconfig = cluster.controlPlane.kubeconfig,
): Promise<{ code: number; ids: string[]; stderr: string }> {
  const { folder } = cluster.controlPlane;
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { PATH: controlPlaneAssets(), HOME: folder };
  const code = await run(['doctor', '--kubeconfig', kubeconfig, '-o', 'json'], {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env,
    cwd: folder,
    signal: new AbortController().signal,
  });
  const said = String((stdout.read() as Buffer | null) ?? '[]');
  return {
    code,
    ids: (JSON.parse(said) as { id: string }[]).map(({ id }) => id),
    stderr: String((stderr.read() as Buffer | null) ?? ''),
  };
}

/** A controller, a namespace and a set in it, as people apply them. */
function manifests(): Manifest[] {
  const app = new DeskrunApp();
  const system = new RunnerChart(app, 'system', { namespace: 'arc-systems' });
  new RunnerNamespace(system, 'system', { name: 'arc-systems' });
  new RunnerNamespace(system, 'runners', { name: 'arc-runners' });
  new ArcController(system, 'controller', { crds: 'external' });
  const runners = new RunnerChart(app, 'runners', { namespace: 'arc-runners' });
  new RunnerSet(runners, 'set', {
    ...docs,
    containerMode: ContainerMode.kubernetesNoVolume(),
    jobPod: { priorityClassName: 'builds' },
  });
  return [system, runners].flatMap((chart): Manifest[] => chart.toJson());
}

test('a cluster without ARC has no findings', async () => {
  expect(await doctor()).toMatchObject({ code: 0, ids: [], stderr: expect.not.stringContaining('not looked at') });
});

describe('with a runner set applied and no controller running', () => {
  beforeAll(async () => {
    await cluster.applyCrds();
    await cluster.apply(manifests());
  });

  test('doctor finds only what is missing', async () => {
    expect(await doctor()).toMatchObject({
      code: 1,
      ids: ['controller-down', 'secret-missing', 'priority-class-missing'],
    });
  });

  test('a user without permission to read roles and Secrets gets a note instead of findings on them', async () => {
    await cluster.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: onlooker }
rules:
  - apiGroups: [actions.github.com, apps, storage.k8s.io, scheduling.k8s.io, node.k8s.io, networking.k8s.io,
      apiextensions.k8s.io]
    resources: ['*']
    verbs: [get, list]
  - apiGroups: ['']
    resources: [namespaces, nodes, pods, events, serviceaccounts, configmaps, persistentvolumeclaims, resourcequotas]
    verbs: [get, list]
  - apiGroups: [discovery.k8s.io]
    resources: [endpointslices]
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: onlooker }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: onlooker }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: onlooker }]
`);
    const kubeconfig = join(cluster.controlPlane.folder, 'onlooker');
    const config = JSON.parse(await cluster.succeed(['config', 'view', '--raw', '--output=json'])) as {
      users: { user: Record<string, unknown> }[];
    };
    for (const { user } of config.users) user.as = 'onlooker';
    writeFileSync(kubeconfig, JSON.stringify(config));
    const { ids, stderr } = await doctor(kubeconfig);
    expect(ids).toEqual(['controller-down', 'priority-class-missing']);
    expect(stderr).toMatch(
      new RegExp(
        'not examined, because you lack permission to read: ' +
          'roles, rolebindings, clusterroles, clusterrolebindings, secrets in arc-runners\n$',
      ),
    );
  });
});
