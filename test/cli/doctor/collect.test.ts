import { collect } from '../../../src/cli/doctor/collect';
import { NOW } from './cluster';

const FORBIDDEN =
  'Error from server (Forbidden): pods is forbidden: User "web" cannot list resource "pods" in API group "" at ' +
  'the cluster scope\n';

test.each([
  [
    'without a forbidden resource',
    'Error from server (Timeout): the server was unable to return a response in the time allotted\n',
  ],
  [
    'with a forbidden resource',
    `${FORBIDDEN}Error from server (Timeout): the server was unable to return a response in the time allotted\n`,
  ],
])('a request that fails %s is an error', async (_, stderr) => {
  const ask = () => Promise.resolve({ code: 1, stdout: '{"apiVersion":"v1","kind":"List","items":[]}', stderr });
  await expect(collect(ask, 'desk', NOW)).rejects.toThrow(
    'the server was unable to return a response in the time allotted',
  );
});

test('a forbidden resource is listed, and everything else is read', async () => {
  const ask = () => Promise.resolve({ code: 1, stdout: '', stderr: FORBIDDEN });
  const { wasRead, refused } = await collect(ask, 'desk', NOW);
  expect([wasRead('Pod', 'web'), wasRead('Node'), refused]).toEqual([false, true, ['pods']]);
});

test('a warning of kubectl is not a failure', async () => {
  const ask = () => Promise.resolve({ code: 0, stdout: '', stderr: 'Warning: v1 Endpoints is deprecated\n' });
  expect((await collect(ask, 'desk', NOW)).refused).toEqual([]);
});
