import { readFileSync } from 'node:fs';
import { ContainerMode, NvmeCacheVolume } from '../src';
import { NodeArc } from '../test/support/node-tier/arc';
import { JOB_IMAGE } from '../test/support/node-tier/setup';
import type { JobOutcome, WorkflowJob } from '../test/support/node-tier/workflows';

// Prints how long jobs take on the test node, beside the goals. It asserts only that the jobs succeed.

const RUNS = 5;
const NAMESPACE = 'bench';

let arc: NodeArc;
beforeAll(async () => {
  arc = await NodeArc.start(NAMESPACE);
});
afterAll(() => arc.stop());

interface Row {
  readonly what: string;
  readonly seconds: number;
  readonly goal: string;
}

const rows: Row[] = [];
afterAll(() => {
  const lines = rows.map(({ what, seconds, goal }) => `| ${what} | ${seconds.toFixed(1)} | ${goal} |`);
  process.stdout.write(['', '| what | seconds | goal |', '| :-- | --: | --: |', ...lines, ''].join('\n'));
});

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const seconds = (since: number): number => (Date.now() - since) / 1000;

async function succeed(set: string, job: WorkflowJob): Promise<JobOutcome> {
  const outcome = await arc.workflows.run(set, job);
  expect(outcome).toMatchObject({ result: 'succeeded', log: '' });
  return outcome;
}

/** The seconds since the kernel started: the same inside every container. */
const uptime = (text: string): number => Number(text.split(' ')[0]);

/** The time from a job's arrival at GitHub to its first step. */
async function firstStep(set: string, container?: WorkflowJob['container']): Promise<number> {
  const queued = uptime(readFileSync('/proc/uptime', 'utf8'));
  const { steps } = await succeed(set, { container, steps: ['cat /proc/uptime'] });
  return uptime(steps[0]?.log ?? '') - queued;
}

async function repeat(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let run = 0; run < RUNS; run++) values.push(await measure());
  return median(values);
}

test('a runner starts with its caches mounted', async () => {
  const caches = [
    NvmeCacheVolume.docker({ source: '/srv/bench-docker' }),
    NvmeCacheVolume.named('npm', { source: '/srv/bench-npm' }),
  ];
  const containerMode = ContainerMode.cachedPrivileged({ glibcShims: false });
  const set = await arc.apply(arc.set('start', { containerMode, caches, maxRunners: 1 }));
  rows.push({
    what: 'queued until the first step in a runner with two caches of the node mounted',
    seconds: await repeat(() => firstStep(set)),
    goal: '10',
  });
  rows.push({
    what: 'queued until the first step in its job pod',
    seconds: await repeat(() => firstStep(set, { image: JOB_IMAGE })),
    goal: '10',
  });
});

test('a Docker build is cold once, then warm', async () => {
  const caches = [NvmeCacheVolume.docker({ source: '/srv/bench-build' })];
  const containerMode = ContainerMode.cachedPrivileged({ glibcShims: false });
  const set = await arc.apply(arc.set('build', { containerMode, caches, maxRunners: 1 }));
  const steps = [
    'dockerd >/tmp/dockerd.log 2>&1 & until docker info >/dev/null 2>&1; do sleep 0.1; done',
    'docker image inspect base >/dev/null 2>&1 || docker import /home/runner/stand-in/busybox.tar base',
    'printf "FROM base\\nRUN dd if=/dev/zero of=/data bs=1M count=500; sha256sum /data\\n" >Dockerfile; docker build .',
  ];
  const build = async () => {
    const queued = Date.now();
    await succeed(set, { steps });
    return seconds(queued);
  };
  rows.push({
    what: 'job that starts Docker and builds a layer of 500 MB, with an empty cache',
    seconds: await build(),
    goal: '120',
  });
  rows.push({ what: 'the same job in a new pod, with a full cache', seconds: await repeat(build), goal: '30' });
});
