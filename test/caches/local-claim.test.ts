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
/** By which the claim finds its volumes. */
const selection = { 'deskrun.dev/claim': 'docs.npm', 'deskrun.dev/namespace': 'arc-runners' };

const ofKind = (manifests: readonly Manifest[], kind: string) => manifests.filter(manifest => manifest.kind === kind);

test('a directory of two nodes is a storage class, a volume a node, and a claim', () => {
  expect(kinds(claim())).toEqual([
    'StorageClass arc-runners.docs.npm',
    'PersistentVolume arc-runners.docs.npm.rack-1',
    'PersistentVolume arc-runners.docs.npm.rack-2',
    'PersistentVolumeClaim docs.npm',
  ]);
});

test('Kubernetes, the oldest and the newest, knows every field of them', () => {
  for (const version of kubernetesVersions)
    expect(claim().flatMap(manifest => checkCoreKind(manifest, version))).toEqual([]);
});

test('the claim waits for its pod, so that the volume is one of the node the pod can run on', () => {
  expect(ofKind(claim(), 'StorageClass')).toEqual([
    expect.objectContaining({
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Retain',
    }),
  ]);
});

test('each volume is the directory of one node, and keeps what is in it', () => {
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

test('the claim takes one of these volumes and no other', () => {
  const [{ spec }] = ofKind(claim(), 'PersistentVolumeClaim') as [Manifest];
  expect(spec).toEqual({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'arc-runners.docs.npm',
    resources: { requests: { storage: '100Gi' } },
    selector: { matchLabels: selection },
  });
  expect(ofKind(claim(), 'PersistentVolume').map(({ metadata }) => metadata.labels)).toEqual(Array(2).fill(selection));
});

test('only the claim is in a namespace', () => {
  expect(
    claim()
      .filter(({ metadata }) => metadata.namespace !== undefined)
      .map(({ kind }) => kind),
  ).toEqual(['PersistentVolumeClaim']);
});

test('claims of one name in two namespaces have volumes of different names', () => {
  const names = [...claim(), ...claim({}, { namespace: 'other' })]
    .filter(({ kind }) => kind !== 'PersistentVolumeClaim')
    .map(({ metadata }) => metadata.name);
  expect(new Set(names).size).toBe(names.length);
});

test('claims whose names run together with their namespaces have volumes of different names', () => {
  const clusterWide = (namespace: string, instance: string) =>
    claim({}, { namespace }, instance)
      .filter(({ metadata }) => metadata.namespace === undefined)
      .map(({ metadata }) => metadata.name);
  const taken = clusterWide('arc', 'runners-docs');
  expect(clusterWide('arc-runners', 'docs').filter(name => taken.includes(name))).toEqual([]);
});

test('without a namespace the names are those of the claim', () => {
  expect(kinds(claim({}, { namespace: undefined }))).toEqual([
    'StorageClass docs.npm',
    'PersistentVolume docs.npm.rack-1',
    'PersistentVolume docs.npm.rack-2',
    'PersistentVolumeClaim docs.npm',
  ]);
});

test('a storage class that exists is used and not made', () => {
  const manifests = claim({ storageClassName: 'local-nvme' });
  expect(ofKind(manifests, 'StorageClass')).toEqual([]);
  expect(manifests.map(({ spec }) => (spec as { storageClassName: string }).storageClassName)).toEqual(
    Array(3).fill('local-nvme'),
  );
});

test('labels are on every object, beside the one that the claim looks for', () => {
  const labels = { app: 'docs' };
  expect(claim({}, { labels }).map(({ metadata }) => metadata.labels)).toEqual([
    labels,
    ...Array<unknown>(2).fill({ ...labels, ...selection }),
    labels,
  ]);
});

test('a label stays within the 63 characters it may have, however long the names are', () => {
  const manifests = claim({}, { namespace: 'runners-of-the-platform-team' }, 'a'.repeat(35));
  const values = ofKind(manifests, 'PersistentVolume').flatMap(({ metadata }) => Object.values(metadata.labels ?? {}));
  expect(values.length).toBeGreaterThan(0);
  expect(values.filter(value => value.length > 63)).toEqual([]);
});

test('a cache that is not local needs no objects', () => {
  const bound = bindCache(CacheVolume.named('npm'), {
    slot: { installation: 'docs', instance: 'docs' },
    instances: 1,
    cacheRoot: '/var/lib/deskrun/cache',
    name: 'npm',
  });
  expect(claim({}, { cache: bound })).toEqual([]);
});
