import { ArcDesk } from '../support/arc-desk';
import { arcBuild } from '../support/arc-build';
import { synthController } from '../controller/controllers';
import type { ArcControllerProps } from '../../src';
import type { Manifest } from '../support/sets';

// What runs is a real controller with what our Deployment says; that its pods are available is said by the harness.
let desk: ArcDesk;
beforeAll(async () => {
  desk = await ArcDesk.start();
  await desk.cluster.applyCrds();
  await desk.cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'arc-systems' } }]);
});
afterAll(() => desk.stop());

const { version } = arcBuild();

/** Applies a controller and waits until the rollout of its Deployment is complete. */
async function install(props: ArcControllerProps): Promise<void> {
  await desk.cluster.apply(synthController(props, { arcVersion: version }).manifests);
  await desk.cluster.succeed([
    'rollout',
    'status',
    'deployment',
    'arc-gha-rs-controller',
    '--namespace=arc-systems',
    '--timeout=60s',
  ]);
}

const leases = async (): Promise<Manifest[]> =>
  (await desk.cluster.list('leases')).filter(({ metadata }) => metadata.namespace === 'arc-systems');

test('two replicas elect a leader with their own permissions, and a set gets its runner', async () => {
  await install({ replicas: 2 });
  expect(desk.controllerStarts).toBe(2);
  const project = (await desk.project('led').createNamespace()).configure({ name: 'led', minRunners: 1 });
  expect(await project.apply('up')).toMatchObject({ code: 0 });
  await desk.waitFor('led has a runner', async () =>
    (await project.objects('autoscalingrunnersets', 'ephemeralrunnersets', 'ephemeralrunners')).find(
      ({ kind, status }) => kind === 'EphemeralRunner' && status?.phase === 'Running',
    ),
  );
  expect((await leases()).map(({ metadata, spec }) => [metadata.name, typeof spec.holderIdentity])).toEqual([
    ['arc-gha-rs-controller', 'string'],
  ]);
  expect(await project.apply('down')).toMatchObject({ code: 0 });
});

test('changed arguments restart the controller', async () => {
  await install({ replicas: 1 });
  const before = desk.controllerStarts;
  await install({ replicas: 1, logLevel: 'info' });
  expect(desk.controllerStarts).toBe(before + 1);
});
