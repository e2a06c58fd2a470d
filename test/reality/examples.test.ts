import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ScaleSet } from '../../src';
import { expectToApply } from '../support/applied';
import { Cluster } from '../support/cluster';
import { exampleApp, exampleFile, examples, handWritten, needsCrd } from '../support/examples';
import type { Manifest } from '../support/sets';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.applyCrds();
  // The server refuses pods that name another.
  await cluster.apply([
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' },
  ]);
});
afterAll(() => cluster.stop());

test.each(examples)('the API server accepts %s, and applying it again changes nothing', async example => {
  await expectToApply(
    cluster,
    (exampleApp(example).manifests() as Manifest[]).filter(manifest => !needsCrd(manifest)),
  );
});

test.each(examples.filter(example => !handWritten(example).every(needsCrd)))(
  'the server takes the manifests beside %s',
  async example => {
    const manifests = handWritten(example);
    const takes = JSON.stringify(manifests).includes('appArmorProfile') ? (await minorVersion()) >= 30 : true;
    if (takes) await expectToApply(cluster, manifests);
    else expect(await cluster.refusal(manifests)).toContain('appArmorProfile');
  },
);

async function minorVersion(): Promise<number> {
  const { serverVersion } = JSON.parse(await cluster.succeed(['version', '--output=json']));
  return Number.parseInt(serverVersion.minor as string, 10);
}

test.each(
  examples.flatMap(example =>
    jobPodsOf(example).map((pod): [string, string, Manifest] => [example, pod.metadata.name as string, pod]),
  ),
)('the server takes the job pod of %s, %s', async (_example, _name, pod) => {
  const { nodeName: _, ...spec } = pod.spec;
  expect(await cluster.refusal([{ apiVersion: 'v1', kind: 'Pod', ...pod, spec }])).toBe('');
});

function jobPodsOf(example: string): Manifest[] {
  return exampleApp(example)
    .node.findAll()
    .filter((construct): construct is ScaleSet => construct instanceof ScaleSet)
    .flatMap((scaleSet): Manifest[] => [scaleSet.effectiveJobPod() ?? []].flat());
}

test('own-app prints the job pod of a runner set, and lists the runner sets', () => {
  const root = resolve(__dirname, '../..');
  const print = (name: string) => {
    const program = exampleFile('own-app', 'src/job-pod.ts');
    return spawnSync(process.execPath, ['-r', join(root, 'scripts/typescript.cjs'), program, name], {
      encoding: 'utf8',
    });
  };
  expect(parse(print('checks').stdout)).toEqual({ apiVersion: 'v1', kind: 'Pod', ...jobPodsOf('own-app')[0] });
  expect(print('images')).toMatchObject({
    status: 1,
    stderr: 'no runner set "images" with job pods; there are: checks\n',
  });
});
