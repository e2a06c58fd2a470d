import { Arc } from '../support/arc';
import { arcBuild } from '../support/arc-build';
import { everyMode } from '../support/modes';

let arc: Arc;
beforeAll(async () => {
  arc = await Arc.start();
});
afterAll(() => arc.stop());

const containerMode = everyMode['kubernetes-novolume'];

/** Queues jobs for a set, and waits until its listener has acquired all of them. */
async function acquiredJobs(set: string, count: number): Promise<number[]> {
  const ids = arc.github.queueJobs(set, count).map(({ id }) => id);
  await arc.waitFor(`${set} has acquired its jobs`, () =>
    Promise.resolve(arc.github.jobsOf(set).every(({ state }) => state === 'assigned') ? true : undefined),
  );
  return ids;
}

/**
 * How many runners a set of 1 to 3 has for so many jobs: minRunners idle beside them. The older code counts them as
 * well.
 */
const desired = (jobs: number): number => Math.min(3, arcBuild().isOlder ? Math.max(1, jobs) : jobs + 1);

test('jobs get runners up to maxRunners, one each, and the set scales back to minRunners', async () => {
  await arc.run(arc.set('busy', { containerMode, minRunners: 1, maxRunners: 3 }));
  const waiting = await acquiredJobs('busy', 5);
  const used: string[] = [];
  while (waiting.length > 0) {
    const runners = await arc.runners('busy', desired(waiting.length));
    const started = waiting.splice(0, 3).map((job, index) => arc.github.startJob(job, runners[index] as string));
    used.push(...started.map(({ runner }) => runner?.name as string));
    for (const { id } of started) await arc.completeJob(id);
  }
  await arc.runners('busy', 1);
  expect(new Set(used).size).toBe(5);
  expect(arc.github.unknown).toEqual([]);
});

test('a runner with a job is kept when its set scales down, and is removed after the job', async () => {
  await arc.cluster.apply(arc.set('kept', { containerMode, minRunners: 0, maxRunners: 3 }));
  await arc.waitForListener('kept');
  const [job = 0, ...others] = await acquiredJobs('kept', 3);
  const [runner = ''] = await arc.runners('kept', 3);
  arc.github.startJob(job, runner);
  await Promise.all(others.map(id => arc.completeJob(id, 'canceled')));
  await arc.waitFor('the set has scaled down', async () =>
    (await arc.objectsOf('kept')).EphemeralRunnerSet?.find(({ spec }) => spec.replicas === 1),
  );
  expect((await arc.objectsOf('kept')).EphemeralRunner?.map(({ metadata }) => metadata.name as string)).toContain(
    runner,
  );
  await arc.completeJob(job);
  await arc.runners('kept', 0);
});
