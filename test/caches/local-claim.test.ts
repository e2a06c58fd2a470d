import { App, Chart } from 'cdk8s';
import { bindCache } from '../../src/caches/bind';
import { CacheVolume, type CacheOptions } from '../../src/caches/cache-volume';
import { LocalClaim, type LocalClaimProps } from '../../src/caches/local-claim';
import { checkCoreKind, kubernetesVersions } from '../support/core-kinds';

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The objects of a claim for the set `docs` in namespace `arc-runners`. */
function claim(
  local: Partial<NonNullable<CacheOptions['local']>> = {},
  more: Partial<LocalClaimProps> = {},
  instance = 'docs',
): Manifest[] {
  const cache = CacheVolume.named('npm', {
    source: '/nvme/npm',
    local: { nodes: ['rack-1', 'rack-2'], capacity: '100Gi', ...local },
  });
  const props = { namespace: 'arc-runners', ...more };
  const chart = new Chart(new App(), 'caches', { namespace: props.namespace });
  const bound = bindCache(cache, {
    slot: { installation: instance, instance },
    instances: 1,
    cacheRoot: '/var/lib/deskrun/cache',
    name: 'npm',
  });
  new LocalClaim(chart, 'Claim', { cache: bound, ...props });
  return chart.toJson() as Manifest[];
}
const kinds = (manifests: readonly Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
/** The label by which the claim selects its volumes. */
const selection = { 'deskrun.dev/claim': 'docs.npm', 'deskrun.dev/namespace': 'arc-runners' };

const ofKind = (manifests: readonly Manifest[], kind: string) => manifests.filter(manifest => manifest.kind === kind);

test('a directory of two nodes gives a StorageClass, a PersistentVolume for each node, and a claim', () => {
  expect(kinds(claim())).toEqual([
    'StorageClass arc-runners.docs.npm',
    'PersistentVolume arc-runners.docs.npm.rack-1',
    'PersistentVolume arc-runners.docs.npm.rack-2',
    'PersistentVolumeClaim docs.npm',
  ]);
});

test('the oldest and the newest supported Kubernetes know every field', () => {
  for (const version of kubernetesVersions)
    expect(claim().flatMap(manifest => checkCoreKind(manifest, version))).toEqual([]);
});

test('the claim is bound when its pod is scheduled', () => {
  expect(ofKind(claim(), 'StorageClass')).toEqual([
    expect.objectContaining({
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Retain',
    }),
  ]);
});

test('each volume is the directory of one node, with reclaim policy Retain', () => {
  const nodes = ofKind(claim(), 'PersistentVolume').map(({ spec }) => spec);
  expect(nodes).toEqual(
    ['rack-1', 'rack-2'].map(node => ({
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '100Gi' },
      storageClassName: 'arc-runners.docs.npm',
      persistentVolumeReclaimPolicy: 'Retain',
      local: { path: '/nvme/npm' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
          ],
        },
      },
    })),
  );
});

test('the claim selects only these volumes', () => {
  const [{ spec }] = ofKind(claim(), 'PersistentVolumeClaim') as [Manifest];
  expect(spec).toEqual({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'arc-runners.docs.npm',
    resources: { requests: { storage: '100Gi' } },
    selector: { matchLabels: selection },
  });
  expect(ofKind(claim(), 'PersistentVolume').map(({ metadata }) => metadata.labels)).toEqual(Array(2).fill(selection));
});

test('only the claim has a namespace', () => {
  expect(
    claim()
      .filter(({ metadata }) => metadata.namespace !== undefined)
      .map(({ kind }) => kind),
  ).toEqual(['PersistentVolumeClaim']);
});

test('claims with the same name in two namespaces have volumes with different names', () => {
  const names = [...claim(), ...claim({}, { namespace: 'other' })]
    .filter(({ kind }) => kind !== 'PersistentVolumeClaim')
    .map(({ metadata }) => metadata.name);
  expect(new Set(names).size).toBe(names.length);
});

test('claims whose names joined with their namespaces are equal have volumes with different names', () => {
  const clusterWide = (namespace: string, instance: string) =>
    claim({}, { namespace }, instance)
      .filter(({ metadata }) => metadata.namespace === undefined)
      .map(({ metadata }) => metadata.name);
  const taken = clusterWide('arc', 'runners-docs');
  expect(clusterWide('arc-runners', 'docs').filter(name => taken.includes(name))).toEqual([]);
});

test('without a namespace, the objects have the name of the claim', () => {
  expect(kinds(claim({}, { namespace: undefined }))).toEqual([
    'StorageClass docs.npm',
    'PersistentVolume docs.npm.rack-1',
    'PersistentVolume docs.npm.rack-2',
    'PersistentVolumeClaim docs.npm',
  ]);
});

test('an existing StorageClass is used and not created', () => {
  const manifests = claim({ storageClassName: 'local-nvme' });
  expect(ofKind(manifests, 'StorageClass')).toEqual([]);
  expect(manifests.map(({ spec }) => (spec as { storageClassName: string }).storageClassName)).toEqual(
    Array(3).fill('local-nvme'),
  );
});

test('labels are set on every object, with the one that the claim selects', () => {
  const labels = { app: 'docs' };
  expect(claim({}, { labels }).map(({ metadata }) => metadata.labels)).toEqual([
    labels,
    ...Array<unknown>(2).fill({ ...labels, ...selection }),
    labels,
  ]);
});

test('a label has at most 63 characters with the longest names', () => {
  const manifests = claim({}, { namespace: 'runners-of-the-platform-team' }, 'a'.repeat(35));
  const values = ofKind(manifests, 'PersistentVolume').flatMap(({ metadata }) => Object.values(metadata.labels ?? {}));
  expect(values.length).toBeGreaterThan(0);
  expect(values.filter(value => value.length > 63)).toEqual([]);
});

test('a cache that is not local has no objects', () => {
  const bound = bindCache(CacheVolume.named('npm'), {
    slot: { installation: 'docs', instance: 'docs' },
    instances: 1,
    cacheRoot: '/var/lib/deskrun/cache',
    name: 'npm',
  });
  expect(claim({}, { cache: bound })).toEqual([]);
});
