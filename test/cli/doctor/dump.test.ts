import { stringify } from 'yaml';
import { DUMP_COMMAND, DumpError, readDump } from '../../../src/cli/doctor/dump';
import { examine } from '../../../src/cli/doctor/examine';
import { Cluster, NOW } from './cluster';

const read = (text: string) => readDump(text, 'dump', NOW);
const list = (items: unknown[], kind = 'List'): object => ({ apiVersion: 'v1', kind, items });

test.each<[string, (objects: unknown[]) => string]>([
  ['a JSON list', objects => JSON.stringify(list(objects))],
  ['a YAML list', objects => stringify(list(objects))],
  ['a list of one kind', objects => stringify(list(objects, 'PodList'))],
  ['several documents', objects => objects.map(object => stringify(object)).join('---\n')],
  [
    'several lists, with an empty document',
    objects => `${stringify(list(objects.slice(0, 3)))}---\n---\n${stringify(list(objects.slice(3)))}`,
  ],
])('the objects of %s are read', (_, write) => {
  const { objects } = new Cluster();
  expect(examine(read(write(objects)))).toEqual([]);
  expect(read(write(objects)).scaleSets.map(({ id }) => id)).toEqual(['arc-runners/docs']);
});

test('a kind with objects in the dump counts as read, in the namespaces of the dump', () => {
  const { wasRead } = read(stringify(list(new Cluster().objects)));
  expect([
    wasRead('ServiceAccount', 'arc-runners'),
    wasRead('ServiceAccount', 'web'),
    wasRead('Node'),
    wasRead('RuntimeClass'),
  ]).toEqual([true, false, true, false]);
});

test("a namespace with only ARC's own objects in the dump does not count as read", () => {
  const cluster = new Cluster();
  const { wasRead } = read(
    stringify(
      list(
        cluster.objects.filter(
          ({ apiVersion, metadata }) =>
            metadata.namespace !== 'arc-runners' || String(apiVersion).startsWith('actions'),
        ),
      ),
    ),
  );
  expect(wasRead('ServiceAccount', 'arc-runners')).toBe(false);
});

test.each([
  ['nothing', '', 'dump: holds no Kubernetes objects; create it with: '],
  ['an empty list', stringify(list([])), 'dump: holds no Kubernetes objects; create it with: '],
  ['a word', 'pods', 'dump: holds "pods", which is not a Kubernetes object; create it with: '],
  [
    'an object without a name',
    'apiVersion: v1\nkind: Pod\nmetadata: {}\n',
    'dump: holds {"apiVersion":"v1","kind":"Pod","metadata":{}}, which is not a Kubernetes object; create it with: ',
  ],
  [
    'a list of something else',
    stringify(list(['pod'])),
    'dump: holds "pod", which is not a Kubernetes object; create it with: ',
  ],
  ['a text that is not YAML', '{', 'dump:1:2: is neither JSON nor YAML; create it with: '],
])('%s is refused', (_, text, message) => {
  expect(() => read(text)).toThrow(DumpError);
  expect(() => read(text)).toThrow(message);
});

test('null counts as missing', () => {
  const cluster = new Cluster();
  cluster.runnerPod.spec = null;
  cluster.set.metadata.annotations = null;
  cluster.pod.containers.push(null);
  expect(() => examine(read(stringify(list(cluster.objects))))).not.toThrow();
});

test('the command for a dump does not read Secrets', () => {
  expect(DUMP_COMMAND).toMatch(
    /^kubectl get autoscalingrunnersets\.actions\.github\.com,.*,pods,.* --all-namespaces -o json$/,
  );
  expect(DUMP_COMMAND).not.toMatch(/secrets/);
});
