import { check, Cluster, type Case } from './cluster';

const withAuthority = (cluster: Cluster): void => {
  cluster.set.spec.githubServerTLS = { certificateFrom: { configMapKeyRef: { name: 'ca', key: 'ca.crt' } } };
  cluster.rules('-manager').push({ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] });
};

test.each<Case>([
  [
    'no private authority',
    withAuthority,
    {
      'ca-missing': [
        /^the certificate of docs's private authority is not there/,
        /names ConfigMap ca, key ca\.crt; namespace arc-runners has no ConfigMap ca$/,
      ],
    },
  ],
  [
    'a private authority under another key',
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
      'ca-missing': [/private authority is not there/, /ConfigMap arc-runners\/ca has no key ca\.crt, only root\.pem$/],
    },
  ],
  [
    'no hook extension',
    cluster => cluster.remove('ConfigMap'),
    {
      'volume-source-missing': [
        'the hook extension of docs is not there: its runners wait for it, or fail every job',
        /has it as volume hook-extension; namespace arc-runners has no ConfigMap docs-gha-rs-hook-extension/,
      ],
    },
  ],
  [
    'a hook extension under another key',
    cluster => {
      cluster.one('ConfigMap').data = { other: '' };
    },
    { 'volume-source-missing': [/^the hook extension of docs is not there/, /has no key content, only other/] },
  ],
  [
    "no ConfigMap of one's own",
    cluster => cluster.pod.volumes.push({ name: 'settings', configMap: { name: 'settings' } }),
    { 'volume-source-missing': [/^a ConfigMap that docs mounts is not there/, /volume settings/] },
  ],
  [
    'a hook extension that is not YAML',
    cluster => {
      cluster.one('ConfigMap').data.content = 'spec: [}';
    },
    { 'extension-unreadable': [/^the hook cannot read the extension of docs/, /is no YAML map$/] },
  ],
  [
    'an empty hook extension',
    cluster => {
      cluster.one('ConfigMap').data.content = '\n';
    },
    { 'extension-unreadable': [/^the hook cannot read/, /is empty$/] },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  [
    'a ConfigMap that may be missing',
    cluster => cluster.pod.volumes.push({ name: 'settings', configMap: { name: 'settings', optional: true } }),
  ],
  [
    'a ConfigMap that one may not look at',
    cluster => {
      cluster.remove('ConfigMap');
      cluster.looked = kind => kind !== 'ConfigMap';
    },
  ],
])('%s is fine', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});
