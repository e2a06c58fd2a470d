import { FakeGitHub } from '../support/fake-github';
import { ScaleSetClient } from '../support/scaleset-client';

const TOKEN = 'not-a-token';

// The real client library takes the fake for GitHub: what it answers has the form, and its refusals are understood.
let github: FakeGitHub;
let client: ScaleSetClient;
beforeAll(async () => {
  github = await FakeGitHub.start({ token: TOKEN });
  client = ScaleSetClient.start(`${github.url}/rubionic`, TOKEN);
}, 300_000);
afterAll(async () => {
  client.stop();
  await github.stop();
});
afterEach(() => expect(github.unknown).toEqual([]));

/** A scale set of the default group. */
async function scaleSet(name: string): Promise<number> {
  return (await client.call('create', name, 1)).value.id as number;
}

test('an unknown token is refused', async () => {
  const stranger = ScaleSetClient.start(`${github.url}/rubionic`, 'another');
  expect((await stranger.call('find', 1, 'docs')).error).toContain('401');
  stranger.stop();
});

test('a scale set is created, found by its name and group, moved, and deleted', async () => {
  const { value: group } = await client.call('group', 'big');
  const { value: created } = await client.call('create', 'docs', group.id);
  expect(created).toMatchObject({
    name: 'docs',
    runnerGroupId: group.id,
    runnerGroupName: 'big',
    labels: [{ name: 'docs', type: 'System' }],
    RunnerSetting: { disableUpdate: true },
  });
  expect((await client.call('find', group.id, 'docs')).value).toEqual(created);
  expect((await client.call('find', 1, 'docs')).value).toBeNull();

  const { value: other } = await client.call('group', 'small');
  expect(other.id).not.toBe(group.id);
  expect((await client.call('move', created.id, other.id)).value).toMatchObject({
    name: 'docs',
    labels: [{ name: 'docs' }],
    runnerGroupName: 'small',
  });
  expect((await client.call('get', created.id)).value.runnerGroupName).toBe('small');
  expect((await client.call('delete', created.id)).error).toBeUndefined();
  expect((await client.call('get', created.id)).error).toContain('RunnerScaleSetNotFoundException');
});

test('a runner gets a configuration once, is found, and is removed', async () => {
  const id = await scaleSet('runners');
  const { value } = await client.call('jit', id, 'runners-1');
  expect(value).toEqual({
    runner: { id: expect.any(Number), name: 'runners-1', runnerScaleSetId: id },
    encodedJITConfig: expect.stringMatching(/./),
  });
  expect((await client.call('jit', id, 'runners-1')).kind).toBe('runner exists');
  expect((await client.call('runner', value.runner.id)).value).toEqual(value.runner);
  expect((await client.call('runner-named', 'runners-1')).value).toEqual(value.runner);
  expect((await client.call('runner-named', 'runners-2')).value).toBeNull();
  expect((await client.call('remove', value.runner.id)).error).toBeUndefined();
  expect((await client.call('runner', value.runner.id)).kind).toBe('runner not found');
});

test('a job goes from available to completed through the messages of a session', async () => {
  const id = await scaleSet('jobs');
  const { value: session } = await client.call('open', id);
  expect(session).toMatchObject({ ownerName: 'test', runnerScaleSet: { id }, statistics: { totalAssignedJobs: 0 } });
  expect([...github.sessions]).toEqual([[session.sessionId, id]]);

  let last = 0;
  const next = async () => {
    const { value } = await client.call('message', last, 5);
    last = value.MessageID as number;
    expect((await client.call('acknowledge', last)).error).toBeUndefined();
    return value;
  };
  expect((await client.call('message', 0, 5)).value).toBeNull();
  const [job, other] = github.queueJobs('jobs', 2).map(queued => queued.id) as [number, number];
  expect(await next()).toMatchObject({
    JobAvailableMessages: [{ runnerRequestId: job }, { runnerRequestId: other }],
    Statistics: { totalAvailableJobs: 2, totalAssignedJobs: 0 },
  });
  expect((await client.call('acquire', job, other)).value).toEqual([job, other]);
  expect(await next()).toMatchObject({
    JobAssignedMessages: [{ runnerRequestId: job }, { runnerRequestId: other }],
    Statistics: { totalAvailableJobs: 0, totalAssignedJobs: 2 },
  });

  const { runner } = (await client.call('jit', id, 'jobs-1')).value;
  github.startJob(job, 'jobs-1');
  expect(await next()).toMatchObject({
    JobStartedMessages: [{ runnerRequestId: job, runnerId: runner.id, runnerName: 'jobs-1', jobId: `job-${job}` }],
    Statistics: { totalAssignedJobs: 2, totalRunningJobs: 1, totalRegisteredRunners: 1, totalBusyRunners: 1 },
  });
  expect((await client.call('remove', runner.id)).kind).toBe('job still running');

  github.completeJob(job);
  expect(await next()).toMatchObject({
    JobCompletedMessages: [{ runnerRequestId: job, result: 'succeeded', runnerName: 'jobs-1' }],
    Statistics: { totalAssignedJobs: 1, totalRunningJobs: 0, totalRegisteredRunners: 0 },
  });
  expect((await client.call('runner', runner.id)).kind).toBe('runner not found');
  expect((await client.call('close')).error).toBeUndefined();
  expect([...github.sessions]).toEqual([]);
});
