import * as fc from 'fast-check';
import { podFindings } from '../../src/pod/check';
import { anyPod } from '../support/arbitrary-pods';
import { startControlPlane, type ControlPlane } from '../support/control-plane';
import { checkCoreKind, kubernetesVersions } from '../support/core-kinds';
import type { Manifest } from '../support/sets';

const PODS = 3000;
const AT_ONCE = 8;

/** What only a server can know: which objects it has. */
const KNOWN_TO_THE_SERVER_ONLY = [
  /no PriorityClass with name/,
  /RuntimeClass .* not found/,
  /from the given PriorityClass name/,
  /doesn't match RuntimeClass's defined Overhead/,
  /must not be specified when serviceAccountName is not set/,
];

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await startControlPlane();
});
afterAll(() => controlPlane.stop());

test('the API server accepts every pod that passes the check', async () => {
  const minor = Number(controlPlane.version.split('.')[1]);
  const schema =
    kubernetesVersions.find(version => version.startsWith(`1.${minor}`)) ?? kubernetesVersions.at(-1) ?? '';
  const wellFormed = fc.sample(anyPod(schema), PODS).filter(pod => checkCoreKind(pod, schema).length === 0);
  const accepted = wellFormed.filter(pod => podFindings(pod, minor).length === 0);
  // Neither everything nor nothing is refused.
  expect(accepted.length).toBeGreaterThan(PODS / 5);
  expect(wellFormed.length - accepted.length).toBeGreaterThan(PODS / 10);

  const surprises: string[] = [];
  const queue = [...accepted];
  const work = async () => {
    for (let pod = queue.pop(); pod !== undefined; pod = queue.pop()) {
      const refusal = await refusalOf(pod);
      if (refusal !== undefined && !KNOWN_TO_THE_SERVER_ONLY.some(reason => reason.test(refusal)))
        surprises.push(`${refusal}\n${JSON.stringify(pod)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(surprises).toEqual([]);
}, 300_000);

/** Why the server would not take a pod, asked strictly. */
async function refusalOf(pod: Manifest): Promise<string | undefined> {
  const path = '/api/v1/namespaces/default/pods?dryRun=All&fieldValidation=Strict';
  const reply = await controlPlane.api.send('POST', path, pod);
  if (reply === undefined) throw new Error('the server did not answer');
  return reply.status === 201 ? undefined : (JSON.parse(reply.text) as { message: string }).message;
}
