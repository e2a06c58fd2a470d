import { check, Cluster, type Case } from './cluster';

const withAuthority = (cluster: Cluster): void => {
  cluster.set.spec.githubServerTLS = { certificateFrom: { configMapKeyRef: { name: 'ca', key: 'ca.crt' } } };
  cluster.rules('-manager').push({ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] });
};

test.each<Case>([
  [
    'no ConfigMap with the private CA',
    withAuthority,
    {
      'ca-missing': [
        /^the private CA certificate of docs does not exist/,
        /names ConfigMap ca, key ca\.crt; namespace arc-runners has no ConfigMap ca$/,
      ],
    },
  ],
  [
    'a private CA under another key',
    cluster => {
      withAuthority(cluster);
      cluster.add({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ca', namespace: 'arc-runners' },
        data: { 'root.pem': 'x' },
      });
    },
    {
      'ca-missing': [
        /private CA certificate of docs does not exist/,
        /ConfigMap arc-runners\/ca has no key ca\.crt; its keys: root\.pem$/,
      ],
    },
  ],
  [
    'no hook extension',
    cluster => cluster.remove('ConfigMap'),
    {
      'volume-source-missing': [
        'the hook extension of docs does not exist: its runner pods do not start, or every job fails',
        /mounts it as volume hook-extension; namespace arc-runners has no ConfigMap docs-gha-rs-hook-extension/,
      ],
    },
  ],
  [
    'a hook extension under another key',
    cluster => {
      cluster.one('ConfigMap').data = { other: '' };
    },
    { 'volume-source-missing': [/^the hook extension of docs does not exist/, /has no key content; its keys: other/] },
  ],
  [
    "no ConfigMap of one's own",
    cluster => cluster.pod.volumes.push({ name: 'settings', configMap: { name: 'settings' } }),
    { 'volume-source-missing': [/^a ConfigMap that docs mounts does not exist/, /volume settings/] },
  ],
  [
    'a hook extension that is not YAML',
    cluster => {
      cluster.one('ConfigMap').data.content = 'spec: [}';
    },
    { 'extension-unreadable': [/^the container hook cannot read the hook extension of docs/, /is not a YAML map$/] },
  ],
  [
    'an empty hook extension',
    cluster => {
      cluster.one('ConfigMap').data.content = '\n';
    },
    { 'extension-unreadable': [/^the container hook cannot read/, /is empty$/] },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  [
    'an optional ConfigMap',
    cluster => cluster.pod.volumes.push({ name: 'settings', configMap: { name: 'settings', optional: true } }),
  ],
  [
    'a ConfigMap without permission to read it',
    cluster => {
      cluster.remove('ConfigMap');
      cluster.wasRead = kind => kind !== 'ConfigMap';
    },
  ],
])('%s is fine', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});
