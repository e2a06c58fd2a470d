import { ContainerMode } from '../../src';
import { arcBuild } from '../support/arc-build';
import { NodeArc } from '../support/node-tier/arc';
import { rebootNode } from '../support/node-tier/node';
import { JOB_IMAGE } from '../support/node-tier/setup';
import type { JobOutcome, WorkflowJob } from '../support/node-tier/workflows';
import type { Manifest } from '../support/sets';

// What becomes of runners and job pods when a job does not run to its end.

let arc: NodeArc;
beforeAll(async () => {
  arc = await NodeArc.start('interruptions');
});
afterAll(() => arc.stop());

test('a runner whose job was cancelled before its start is deleted', async () => {
  const set = await arc.apply(arc.set('cancelled', { containerMode: ContainerMode.runner() }));
  const [job] = arc.github.queueJobs(set);
  await arc.runners.waitFor('the job has a runner', async () => (await arc.runnersOf(set))[0]);
  arc.github.completeJob(job?.id as number, 'canceled');
  await arc.runners.waitFor('the runner is gone', async () =>
    (await arc.runnersOf(set)).length === 0 ? true : undefined,
  );
});

describe('a job that is cancelled while it runs', () => {
  const steps = ['touch /tmp/started; sleep 600', 'true'];

  /** Cancels the job as soon as its first step runs in a container, and says how it ended. */
  async function cancel(
    set: string,
    job: WorkflowJob,
    container: (runner: string) => [pod: string, name: string],
  ): Promise<JobOutcome> {
    const { id, outcome } = arc.workflows.queue(set, job);
    await arc.runners.waitFor('the step runs', async () => {
      const runner = arc.github.jobsOf(set).find(running => running.id === id)?.runner?.name;
      const started = runner && (await arc.runners.attempt(...container(runner), 'test -e /tmp/started'));
      return started && started.status === 0 ? true : undefined;
    });
    arc.workflows.cancel(id);
    const ended = await outcome;
    await arc.untilGone(ended.runner);
    return ended;
  }

  test('ends in the runner, whose pod ends with it', async () => {
    const set = await arc.apply(arc.set('interrupted', { containerMode: ContainerMode.runner() }));
    const { result } = await cancel(set, { steps }, runner => [runner, 'runner']);
    expect(result).toBe('canceled');
  });

  test('ends with its job pod', async () => {
    const set = await arc.apply(arc.set('interrupted-pod', { containerMode: ContainerMode.kubernetesNoVolume() }));
    const job = { container: { image: JOB_IMAGE }, steps };
    expect(await cancel(set, job, runner => [`${runner}-workflow`, 'job'])).toMatchObject({
      result: 'canceled',
      log: '',
    });
  });
});

test("a job pod goes with its runner, when the runner's pod is lost", async () => {
  const set = await arc.apply(arc.set('lost', { containerMode: ContainerMode.kubernetesNoVolume() }));
  const { id } = arc.workflows.queue(set, { container: { image: JOB_IMAGE }, steps: ['sleep 600'] });
  const runner = await arc.runners.waitFor('the job pod runs', async () => {
    const name = arc.github.jobsOf(set).find(job => job.id === id)?.runner?.name;
    const pods = await arc.runners.kubectl('get', 'pods', '--field-selector=status.phase=Running', '--output=name');
    return name && pods.includes(`${name}-workflow`) ? name : undefined;
  });
  await arc.runners.kubectl('delete', 'pod', runner, '--grace-period=1', '--wait=false');
  arc.workflows.lose(id);
  await arc.runners.kubectl('delete', 'ephemeralrunner', runner, '--ignore-not-found', '--timeout=90s');
  await arc.untilGone(runner);
});

test('after a restart of the node, the runners of each mode start again and run jobs', async () => {
  const container = { image: JOB_IMAGE };
  await arc.runners.makeLocalVolumes('restarted', 5);
  const workVolumeClaim = { storageClassName: 'restarted' };
  const modes: [name: string, containerMode: ContainerMode, job: WorkflowJob][] = [
    ['restarted', ContainerMode.runner(), { steps: ['true'] }],
    ['restarted-dind', ContainerMode.dind(), { steps: ['docker info'] }],
    ['restarted-novolume', ContainerMode.kubernetesNoVolume(), { container, steps: ['true'] }],
    ['restarted-volume', ContainerMode.kubernetes({ workVolumeClaim }), { container, steps: ['true'] }],
    ['restarted-privileged', ContainerMode.cachedPrivileged({ glibcShims: false }), { container, steps: ['true'] }],
  ];
  // An older controller drops the field that makes an init container a sidecar.
  const around = arcBuild().isOlder ? { kubernetesVersion: '1.28' as const } : {};
  for (const [name, containerMode] of modes)
    await arc.apply(arc.set(name, { containerMode, minRunners: 1, maxRunners: 1 }, around));
  const startOf = (pod: Manifest) => pod.status.containerStatuses[0].state.running?.startedAt as string;
  const started = (set: string, after = '') =>
    arc.runners.waitFor(`${set} has a runner`, async () => {
      const [runner] = await arc.runnersOf(set);
      return runner && startOf(runner) > after ? startOf(runner) : undefined;
    });
  const before = await Promise.all(modes.map(([name]) => started(name)));
  rebootNode();
  await Promise.all(modes.map(([name], index) => started(name, before[index])));
  for (const [name, , job] of modes)
    expect(await arc.workflows.run(name, job)).toMatchObject({ result: 'succeeded', log: '' });
});
