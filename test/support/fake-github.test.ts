import { FakeGitHub, type RegisteredScaleSet } from './fake-github';

const TOKEN = 'not-a-token';

let github: FakeGitHub;
let adminToken: string;
beforeEach(async () => {
  github = await FakeGitHub.start({ token: TOKEN });
  adminToken = await signIn();
});
afterEach(() => github.stop());

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of many forms
  readonly body: any;
}

async function ask(method: string, url: string, authorization: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url, { method, headers: { authorization }, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function signIn(token = TOKEN): Promise<string> {
  const api = `${github.url}/api/v3`;
  const registration = await ask('POST', `${api}/orgs/rubionic/actions/runners/registration-token`, `Bearer ${token}`);
  const { body } = await ask('POST', `${api}/actions/runner-registration`, `RemoteAuth ${registration.body.token}`);
  return body.token as string;
}

/** Calls the Actions service, as the controller does. */
const actions = (method: string, path: string, body?: unknown): Promise<Answer> =>
  ask(method, `${github.url}/tenant/_apis/${path}`, `Bearer ${adminToken}`, body);

async function createScaleSet(name: string, more: object = {}): Promise<RegisteredScaleSet> {
  const { body } = await actions('POST', 'runtime/runnerscalesets', { name, labels: [{ name }], ...more });
  return body as RegisteredScaleSet;
}

/** Registers runners of a scale set and returns their ids. */
async function registerRunners({ id }: RegisteredScaleSet, ...names: string[]): Promise<number[]> {
  const answers = await Promise.all(
    names.map(name => actions('POST', `runtime/runnerscalesets/${id}/generatejitconfig`, { name })),
  );
  return answers.map(({ body }) => body.runner.id as number);
}

/** Opens the session of a listener: it gets messages, acknowledges them and acquires jobs. */
async function openSession(scaleSet: RegisteredScaleSet) {
  const { body: session } = await actions('POST', `runtime/runnerscalesets/${scaleSet.id}/sessions`, {
    ownerName: 'listener',
  });
  const url = new URL(session.messageQueueUrl as string);
  const token = `Bearer ${session.messageQueueAccessToken}`;
  return {
    statistics: session.statistics,
    next: (lastMessageId = 0) => ask('GET', `${url.href}&lastMessageId=${lastMessageId}`, token),
    acknowledge: (id: number) => ask('DELETE', `${url.origin}${url.pathname}/${id}${url.search}`, token),
    acquire: (...ids: number[]) =>
      ask('POST', `${github.url}/tenant/_apis/runtime/runnerscalesets/${scaleSet.id}/acquirejobs`, token, ids),
    close: () => actions('DELETE', `runtime/runnerscalesets/${scaleSet.id}/sessions/${session.sessionId}`),
  };
}

const eventsOf = ({ body }: Answer): { messageType: string; runnerRequestId: number }[] => JSON.parse(body.body);

describe('credentials', () => {
  test('that are not accepted are refused', async () => {
    const url = `${github.url}/api/v3/orgs/rubionic/actions/runners/registration-token`;
    expect(await ask('POST', url, 'Bearer another')).toMatchObject({ status: 401 });
    expect(github.signedIn).toEqual(['token']);
  });

  test('of another request do not open the Actions service', async () => {
    const url = `${github.url}/tenant/_apis/runtime/runnerscalesets?name=docs&runnerGroupId=1`;
    expect(await ask('GET', url, `Bearer ${TOKEN}`)).toEqual({
      status: 401,
      body: { typeName: 'VssUnauthorizedException', message: 'the token is not valid here' },
    });
  });

  test('of a repository that is forbidden do not register runners', async () => {
    github.forbidden.add('rubionic/hidden');
    const url = `${github.url}/api/v3/repos/rubionic/hidden/actions/runners/registration-token`;
    expect(await ask('POST', url, `Bearer ${TOKEN}`)).toMatchObject({ status: 404 });
  });
});

describe('runner groups', () => {
  const group = async (name: string) =>
    (await actions('GET', `runtime/runnergroups/?groupName=${encodeURIComponent(name)}`)).body.value[0];

  test('of different names have different ids, and the same one each time', async () => {
    const [big, small, again] = [await group('big ones'), await group('small'), await group('big ones')];
    expect(big.name).toBe('big ones');
    expect(small.id).not.toBe(big.id);
    expect(again).toEqual(big);
  });

  test('include the default one, whatever the case of its name', async () => {
    expect(await group('default')).toEqual({ id: 1, name: 'Default', size: 0, isDefaultGroup: true });
    expect((await group('other')).isDefaultGroup).toBe(false);
  });

  test('are named by the scale sets in them, also after a change', async () => {
    const [first, second] = [await group('first'), await group('second')];
    const scaleSet = await createScaleSet('docs', { runnerGroupId: first.id });
    expect(scaleSet.runnerGroupName).toBe('first');
    const path = `runtime/runnerscalesets/${scaleSet.id}`;
    expect((await actions('PATCH', path, { runnerGroupId: second.id })).body).toMatchObject({
      name: 'docs',
      labels: [{ name: 'docs' }],
      runnerGroupName: 'second',
    });
    expect((await actions('GET', path)).body.runnerGroupName).toBe('second');
    const found = async (id: number) =>
      (await actions('GET', `runtime/runnerscalesets?name=docs&runnerGroupId=${id}`)).body.count;
    expect([await found(first.id), await found(second.id)]).toEqual([0, 1]);
  });

  test('are the default one unless a scale set says otherwise', async () => {
    expect(await createScaleSet('docs')).toMatchObject({ runnerGroupId: 1, runnerGroupName: 'Default' });
  });
});

test('what is not there is refused by the name of its type', async () => {
  const scaleSet = await createScaleSet('docs');
  await registerRunners(scaleSet, 'docs-1');
  const again = await actions('POST', `runtime/runnerscalesets/${scaleSet.id}/generatejitconfig`, { name: 'docs-1' });
  expect([again.status, again.body.typeName]).toEqual([409, 'AgentExistsException']);
  const runner = await actions('GET', 'distributedtask/pools/0/agents/404');
  expect([runner.status, runner.body.typeName]).toEqual([404, 'AgentNotFoundException']);
  const other = await actions('GET', 'runtime/runnerscalesets/404');
  expect([other.status, other.body.typeName]).toEqual([404, 'RunnerScaleSetNotFoundException']);
  expect(github.unknown).toEqual([]);
});

test('what it does not have is noted', async () => {
  expect(await actions('GET', 'runtime/nothing')).toMatchObject({ status: 404 });
  expect(github.unknown).toEqual(['GET /tenant/_apis/runtime/nothing']);
});

describe('jobs', () => {
  test('go from available to completed, and the listener is told each step with the statistics', async () => {
    const scaleSet = await createScaleSet('docs');
    const listener = await openSession(scaleSet);
    expect(listener.statistics).toMatchObject({ totalAssignedJobs: 0, totalRegisteredRunners: 0 });
    const [job] = github.queueJobs('docs');
    const id = job?.id as number;

    const offered = await listener.next();
    expect(eventsOf(offered)).toMatchObject([{ messageType: 'JobAvailable', runnerRequestId: id }]);
    expect(offered.body.statistics).toMatchObject({ totalAvailableJobs: 1, totalAssignedJobs: 0 });
    expect((await listener.acquire(id)).body).toEqual({ count: 1, value: [id] });

    const assigned = await listener.next(offered.body.messageId);
    expect(eventsOf(assigned)).toMatchObject([{ messageType: 'JobAssigned', runnerRequestId: id }]);
    expect(assigned.body.statistics).toMatchObject({ totalAvailableJobs: 0, totalAssignedJobs: 1 });

    const [runnerId] = await registerRunners(scaleSet, 'docs-1');
    github.startJob(id, 'docs-1');
    const started = await listener.next(assigned.body.messageId);
    expect(eventsOf(started)).toMatchObject([{ messageType: 'JobStarted', runnerName: 'docs-1', runnerId }]);
    expect(started.body.statistics).toMatchObject({
      totalAssignedJobs: 1,
      totalRunningJobs: 1,
      totalBusyRunners: 1,
      totalIdleRunners: 0,
    });

    github.completeJob(id);
    const completed = await listener.next(started.body.messageId);
    expect(eventsOf(completed)).toMatchObject([{ messageType: 'JobCompleted', result: 'succeeded', runnerId }]);
    expect(completed.body.statistics).toMatchObject({ totalAssignedJobs: 0, totalRegisteredRunners: 0 });
    expect(github.jobsOf('docs')).toMatchObject([{ id, state: 'completed', runner: { name: 'docs-1' } }]);
    expect([...github.runners.values()]).toEqual([]);
  });

  test('are told in one message that comes again until it is acknowledged, to another session too', async () => {
    const scaleSet = await createScaleSet('docs');
    const first = await openSession(scaleSet);
    github.queueJobs('docs', 3);
    const message = await first.next();
    expect(eventsOf(message)).toHaveLength(3);
    await first.close();
    const second = await openSession(scaleSet);
    expect((await second.next()).body).toEqual(message.body);
    expect(await second.acknowledge(message.body.messageId)).toMatchObject({ status: 204 });
    expect(await second.next()).toEqual({ status: 202, body: undefined });
  });

  test('reach a listener that waits for them', async () => {
    const listener = await openSession(await createScaleSet('docs'));
    const waiting = listener.next();
    github.queueJobs('docs');
    expect(await waiting).toMatchObject({ status: 200 });
  });

  test('of one scale set are not told to the listener of another', async () => {
    const [docs] = [await createScaleSet('docs'), await createScaleSet('web')];
    const listener = await openSession(docs);
    github.queueJobs('web');
    expect(await listener.next()).toMatchObject({ status: 202 });
  });

  test('are acquired once', async () => {
    const listener = await openSession(await createScaleSet('docs'));
    const ids = github.queueJobs('docs', 2).map(({ id }) => id);
    expect((await listener.acquire(...ids)).body.value).toEqual(ids);
    expect((await listener.acquire(...ids)).body.value).toEqual([]);
  });

  test('that are available can be asked for', async () => {
    const { id } = await createScaleSet('docs');
    const [job] = github.queueJobs('docs');
    const { body } = await actions('GET', `runtime/runnerscalesets/${id}/acquirablejobs`);
    expect(body).toMatchObject({ count: 1, value: [{ runnerRequestId: job?.id }] });
  });

  test('keep their runner from being removed until they are completed', async () => {
    const scaleSet = await createScaleSet('docs');
    const [busy, idle] = await registerRunners(scaleSet, 'docs-1', 'docs-2');
    const [job] = github.queueJobs('docs');
    const id = job?.id as number;
    await (await openSession(scaleSet)).acquire(id);
    github.startJob(id, 'docs-1');
    const remove = async (runner = 0) => {
      const { status, body } = await actions('DELETE', `distributedtask/pools/0/agents/${runner}`);
      return [status, body?.typeName];
    };
    expect(await remove(busy)).toEqual([400, 'JobStillRunningException']);
    expect(await remove(idle)).toEqual([204, undefined]);
    github.completeJob(id);
    expect(await remove(busy)).toEqual([204, undefined]);
  });

  test('that cannot start say why', async () => {
    const scaleSet = await createScaleSet('docs');
    await registerRunners(scaleSet, 'docs-1');
    const [first = 0, second = 0] = github.queueJobs('docs', 2).map(({ id }) => id);
    expect(() => github.startJob(first, 'docs-1')).toThrow(`job ${first} is available: only an assigned job can start`);
    await (await openSession(scaleSet)).acquire(first, second);
    expect(() => github.startJob(first, 'nobody')).toThrow('no runner nobody');
    github.startJob(first, 'docs-1');
    expect(() => github.startJob(second, 'docs-1')).toThrow('runner docs-1 is busy');
    github.completeJob(first);
    expect(() => github.completeJob(first)).toThrow(`job ${first} is completed`);
    expect(() => github.completeJob(0)).toThrow('no job 0');
    expect(() => github.queueJobs('web')).toThrow('no scale set web');
  });
});

test('messages are for whoever has the token of the queue', async () => {
  const { id } = await createScaleSet('docs');
  const { body } = await actions('POST', `runtime/runnerscalesets/${id}/sessions`, {});
  expect(await ask('GET', body.messageQueueUrl, `Bearer ${adminToken}`)).toMatchObject({ status: 401 });
});
