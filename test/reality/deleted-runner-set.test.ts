import { ArcDesk } from '../support/arc-desk';
import type { Manifest } from '../support/sets';

// A race in ARC 0.14 can leave a listener that reports to a deleted EphemeralRunnerSet. No test can provoke the race.
// Deleting the EphemeralRunnerSet by hand leaves the same listener.
// See https://github.com/actions/actions-runner-controller/issues/4661
let desk: ArcDesk;
beforeAll(async () => {
  desk = await ArcDesk.start();
});
afterAll(() => desk.stop());

test('a listener of a deleted EphemeralRunnerSet is named by doctor and status, and recreated by up', async () => {
  const ci = (await desk.project('ci').createNamespace()).configure({ name: 'docs' });
  const one = async (kind: string): Promise<Manifest> =>
    (await desk.cluster.list(kind)).find(({ metadata }) => metadata.deletionTimestamp === undefined);
  const listenerStatus = async () =>
    (JSON.parse((await ci.onCluster('status', '-o', 'json')).stdout) as { sets: { listener: string }[] }).sets[0]
      ?.listener;
  const findings = async () =>
    (JSON.parse((await ci.onCluster('doctor', '-o', 'json')).stdout) as { id: string; set: string }[]).map(
      ({ id, set }) => `${id} ${set}`,
    );

  expect(await ci.apply('up')).toMatchObject({ code: 0 });
  expect(await findings()).not.toContain('listener-stale ci/docs');

  const { metadata: deleted } = await one('ephemeralrunnersets');
  const { metadata: listener } = await one('autoscalinglisteners');
  await desk.cluster.succeed(['delete', 'ephemeralrunnerset', deleted.name as string, '--namespace=ci']);
  await desk.waitFor('the controller creates another EphemeralRunnerSet', async () => {
    const another = await one('ephemeralrunnersets');
    return another && another.metadata.name !== deleted.name ? true : undefined;
  });
  expect((await one('autoscalinglisteners')).spec.ephemeralRunnerSetName).toBe(deleted.name);
  expect(await findings()).toContain('listener-stale ci/docs');
  expect(await listenerStatus()).toBe('failing');

  expect(await ci.apply('up')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ci\/docs +\w+ +done$/m) });
  const recreated = await one('autoscalinglisteners');
  expect(recreated.metadata.uid).not.toBe(listener.uid);
  expect(recreated.spec.ephemeralRunnerSetName).toBe((await one('ephemeralrunnersets')).metadata.name);
  expect(await findings()).not.toContain('listener-stale ci/docs');
  await desk.waitFor('the listener runs', async () => ((await listenerStatus()) === 'ok' ? true : undefined));
});
