import { Duration } from 'cdk8s';
import { ContainerBuild, DeskrunApp, RunnerChart, type ContainerBuildProps } from '../../src';
import { GIT_IMAGE } from '../../src/builds/layout';
import { NODE_ADDRESS, NodeNamespace, onNode } from '../support/node-tier/node';
import { JOB_IMAGE, SERVICE_IMAGE } from '../support/node-tier/setup';
import type { Manifest } from '../support/sets';

const NAMESPACE = 'builds';
const REPOSITORY = `git://${NODE_ADDRESS}/web`;

let namespace: NodeNamespace;
let commit: string;

beforeAll(async () => {
  namespace = await NodeNamespace.create(NAMESPACE);
  const git = 'git -c user.name=Test -c user.email=test@example.com';
  commit = onNode(
    'sh',
    '-ec',
    'mkdir -p /srv/git/web; cd /srv/git/web; git init --quiet; echo content >file; git add .; ' +
      `${git} commit --quiet --message=first; git rev-parse HEAD; ` +
      `git daemon --detach --export-all --base-path=/srv/git --listen=${NODE_ADDRESS} --reuseaddr >&2`,
  ).trim();
});
afterAll(() => namespace.delete());

interface Ended {
  /** How the container of the command ended. */
  readonly exitCode: number | undefined;
  readonly reason: string;
  readonly log: string;
  readonly pod: Manifest;
  readonly job: Manifest;
}

async function applied(name: string, props: Partial<ContainerBuildProps>): Promise<string> {
  const app = new DeskrunApp();
  new ContainerBuild(new RunnerChart(app, 'builds', { namespace: NAMESPACE }), name, {
    repository: REPOSITORY,
    commit,
    image: JOB_IMAGE,
    command: 'true',
    ...props,
  });
  const manifests = app.manifests() as Manifest[];
  await namespace.cluster.apply(manifests);
  return manifests.find(({ kind }) => kind === 'Job')?.metadata.name as string;
}

async function ended(job: string): Promise<Ended> {
  const finished = await namespace.waitFor(`job ${job} has ended`, async () => {
    const object: Manifest = JSON.parse(await namespace.kubectl('get', 'job', job, '--output=json'));
    const conditions = (object.status.conditions ?? []) as Manifest[];
    return conditions.some(({ type }) => type === 'Complete' || type === 'Failed') ? object : undefined;
  });
  const { items } = JSON.parse(await namespace.kubectl('get', 'pods', `--selector=job-name=${job}`, '--output=json'));
  const [pod] = items as Manifest[];
  const [{ state }] = pod?.status.containerStatuses as [Manifest];
  return {
    exitCode: state.terminated?.exitCode,
    reason: pod?.status.reason ?? pod?.status.phase,
    log: state.terminated ? await namespace.kubectl('logs', pod?.metadata.name, '--container=build') : '',
    pod: pod,
    job: finished,
  };
}

const run = async (name: string, props: Partial<ContainerBuildProps>) => ended(await applied(name, props));

test('a command runs in the checkout of the commit', async () => {
  const { log, reason } = await run('checkout', { command: 'pwd; cat file; echo $CINCH_COMMIT' });
  expect({ log, reason }).toEqual({ log: `/workspace\ncontent\n${commit}\n`, reason: 'Succeeded' });
});

test.each([1, 137])('exit code %s is that of the container, and fails the Job', async code => {
  const { exitCode, job } = await run(`exit-${code}`, { command: `exit ${code}` });
  expect(exitCode).toBe(code);
  expect(job.status.failed).toBe(1);
});

test('a commit that the repository does not have is named by the container that clones', async () => {
  const { pod } = await run('moved', { commit: 'f'.repeat(40) });
  const log = await namespace.kubectl('logs', pod.metadata.name, '--container=source');
  expect(log).toContain(`commit ${'f'.repeat(40)} is not in any branch or tag of ${REPOSITORY}`);
});

test('a build that takes too long is killed, and what it left is copied', async () => {
  const { reason, pod } = await run('slow', {
    command: 'echo partial >report; sleep 600',
    timeout: Duration.seconds(15),
    artifacts: [{ name: 'report', path: 'report' }],
    artifactStore: { hostPath: '/srv/artifacts' },
  });
  expect(reason).toBe('DeadlineExceeded');
  expect(onNode('sh', '-c', `cat /srv/artifacts/*/${commit}/${pod.metadata.name}/report`)).toBe('partial\n');
});

test('artifacts of a failed command are copied, and a missing one is named', async () => {
  const { pod } = await run('failing', {
    command: 'mkdir dist; echo app >dist/app; exit 3',
    artifacts: [
      { name: 'app', path: 'dist' },
      { name: 'gone', path: 'nothing' },
    ],
    artifactStore: { hostPath: '/srv/artifacts' },
  });
  expect(onNode('sh', '-c', `cat /srv/artifacts/*/${commit}/${pod.metadata.name}/app/app`)).toBe('app\n');
  const log = await namespace.kubectl('logs', pod.metadata.name, '--container=artifacts');
  expect(log).toContain('artifact gone: nothing was not found');
});

test.each([undefined, { uid: 1000 }])(
  'user %j writes workspace and caches, and the next build finds them',
  async user => {
    const name = user ? 'user' : 'root';
    const command =
      'cat $npm_config_cache/mark .cache/mark 2>/dev/null; for f in $npm_config_cache .cache .; do echo ' +
      'warm >$f/mark; done';
    const props = { user, command, caches: ['npm'] as const, customCaches: [{ name, path: '.cache' }] };
    const cold = await run(`cold-${name}`, props);
    const warm = await run(`warm-${name}`, props);
    expect([cold, warm].map(({ exitCode, log }) => ({ exitCode, log }))).toEqual([
      { exitCode: 0, log: '' },
      { exitCode: 0, log: 'warm\nwarm\n' },
    ]);
  },
);

test('builds with one exclusive cache run after each other', async () => {
  const props = { command: 'sleep 2', customCaches: [{ name: 'lock', path: 'lock' }] };
  const jobs = await Promise.all(['one', 'two', 'three'].map(name => applied(name, props)));
  const times = (await Promise.all(jobs.map(ended)))
    .map(({ pod }) => {
      const { startedAt, finishedAt } = pod.status.containerStatuses[0].state.terminated;
      return { startedAt: Date.parse(startedAt as string), finishedAt: Date.parse(finishedAt as string) };
    })
    .sort((a, b) => a.startedAt - b.startedAt);
  expect(times.slice(1).filter(({ startedAt }, index) => startedAt < (times[index]?.finishedAt as number))).toEqual([]);
});

// Busybox does not resolve names in a static program.
const image = GIT_IMAGE;
const reach = (address: string) => `curl --silent --show-error --max-time 3 ${address} 2>&1 || true`;
const web = {
  name: 'web',
  image: SERVICE_IMAGE,
  healthCheck: { command: 'wget -q -O - 127.0.0.1:8080/hello' },
};

test('a service is ready before the command, under its name', async () => {
  const { log } = await run('service', { image, services: [web], command: reach('http://web:8080/hello') });
  expect(log).toBe('hello from the service\n');
});

test('network none reaches services of the build, and nothing else', async () => {
  const { log } = await run('closed', {
    image,
    network: 'none',
    services: [web],
    command: [reach('http://web:8080/hello'), reach(`http://${NODE_ADDRESS}:9418`), 'ip link set eth0 up 2>&1'].join(
      '; ',
    ),
  });
  expect(log).toMatch(/^hello from the service\n.*Could(n't| not) connect to server\n.*Operation not permitted\n$/);
});

test('network internal reaches its networks, and no other', async () => {
  const { log } = await run('internal', {
    image,
    network: 'internal',
    internalNetworks: ['10.99.0.0/16'],
    command: ['git ls-remote --heads $CINCH_REPO >/dev/null && echo reached', reach('http://1.1.1.1')].join('; '),
  });
  expect(log).toMatch(/^reached\n.*(Could(n't| not) connect to server|No route to host)/);
});
