import { stringify } from 'yaml';
import { readDump } from '../../../src/cli/doctor/dump';
import { examine } from '../../../src/cli/doctor/examine';
import { factsOf } from '../../../src/cli/doctor/facts';
import type { KubeObject } from '../../../src/cli/doctor/kinds';
import { identity } from '../../../src/cli/kubectl/objects';
import { readObjects } from '../../../src/cli/doctor/read-objects';
import { isPlainObject } from '../../../src/plain-object';
import { clusterStatus } from '../../../src/cli/status/cluster-status';
import { Cluster, NOW } from './cluster';
import { pathsIn, REPLACEMENTS, replaced } from './redact';
import { Session } from './session';

jest.setTimeout(60_000);

const list = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/** A value without fields that are null: they count as missing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

const { objects } = new Cluster();

test.each(objects.map((object, index) => [identity(object as KubeObject), index]))(
  'each field of %s may be missing or of another type, and what is ignored is noted',
  (_, index) => {
    const others = readObjects(objects.filter(object => object !== objects[index])).objects;
    const wrong = pathsIn(objects[index]).flatMap(path =>
      REPLACEMENTS.filter(replacement => {
        const redacted = replaced(objects[index], path, replacement);
        const read = readObjects([redacted]);
        const facts = factsOf({ ...read, objects: [...others, ...read.objects], now: NOW, wasRead: () => true });
        clusterStatus('kind-desk', facts, facts.scaleSets);
        const isWhole = JSON.stringify(withoutNulls(read.objects)) === JSON.stringify([withoutNulls(redacted)]);
        return read.notes.length > 0 === isWhole;
      }).map(replacement => ({ path, replacement })),
    );
    expect(wrong).toEqual([]);
  },
);

test('a field of another type is noted with its place, and its value is not', () => {
  const cluster = new Cluster();
  cluster.runnerPod.spec.nodeName = { secret: 'hush' };
  cluster.pod.containers[0].name = 5;
  const { notes } = cluster.facts;
  expect(notes).toEqual([
    'AutoscalingRunnerSet arc-runners/docs: spec.template.spec.containers[0].name must be a string, got a ' +
      'number; ignored',
    'AutoscalingRunnerSet arc-runners/docs: spec.template.spec.containers[0] has no name; ignored',
    'Pod arc-runners/docs-x7x7x-runner-abcde: spec.nodeName must be a string, got an object; ignored',
  ]);
});

test('the same field of many objects is noted once', () => {
  const cluster = new Cluster();
  for (const name of ['a', 'b', 'c'])
    cluster.add({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'web' }, spec: { nodeName: 1 } });
  expect(cluster.facts.notes).toEqual([
    'Pod web/a: spec.nodeName must be a string, got a number; ignored (and 2 more like it)',
  ]);
});

test('an entry of a dump that is not an object is noted, and the others are read', () => {
  const { notes, scaleSets } = readDump(list(['REDACTED', null, ...objects]), 'dump', NOW);
  expect(notes).toEqual([
    'object (number 1): must be an object, got a string; ignored',
    'object (number 2): must be an object, got null; ignored',
  ]);
  expect(scaleSets.map(({ name }) => name)).toEqual(['docs']);
});

test('no object of a kind counts as missing where one of that kind cannot be read', () => {
  const cluster = new Cluster();
  cluster.one('ServiceAccount', 'docs').metadata.name = null;
  expect(examine(readDump(list(cluster.objects), 'dump', NOW)).map(({ id }) => id)).not.toContain(
    'service-account-missing',
  );
});

test.each([
  ['aliases that no anchor has', 'spec: { $job: *nowhere }\n'],
  ['a pod that is a list', 'spec: [1]\n'],
  ['containers that are a map', 'spec: { containers: { name: $job } }\n'],
])('a hook extension with %s', (_, text) => {
  const cluster = new Cluster();
  for (const key of Object.keys(cluster.one('ConfigMap').data)) cluster.one('ConfigMap').data[key] = text;
  expect(() => cluster.findings).not.toThrow();
});

test('a hook extension whose fields are of another type is noted', () => {
  const cluster = new Cluster();
  const { data, metadata } = cluster.one('ConfigMap');
  const [key = ''] = Object.keys(data);
  data[key] = stringify({ spec: { containers: { name: '$job' } } });
  expect(cluster.facts.notes).toEqual([
    `ConfigMap arc-runners/${metadata.name as string}, ${key}: spec.containers must be a list, got an object; ignored`,
  ]);
});

test('doctor --from prints notes about ignored fields on stderr, and continues', async () => {
  const session = new Session(new Cluster());
  const cluster = new Cluster();
  cluster.pod.containers[0].image = ['REDACTED'];
  session.write('dump.json', list(cluster.objects));
  expect(await session.run(['doctor', '--from', 'dump.json', '-o', 'json'])).toMatchObject({
    code: 0,
    stdout: '[]\n',
    stderr: expect.stringContaining(
      '\nnote: AutoscalingRunnerSet arc-runners/docs: spec.template.spec.containers[0].image must be a string, ' +
        'got a list; ignored\n',
    ),
  });
});

test('doctor prints such notes about a cluster, too', async () => {
  const cluster = new Cluster();
  cluster.pod.containers[0].image = 5;
  expect((await new Session(cluster).run(['doctor'])).stderr).toContain('containers[0].image must be a string');
});
