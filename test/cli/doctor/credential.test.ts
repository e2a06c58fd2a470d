import { check, Cluster, NOW, type Case } from './cluster';
import { factsOf } from '../../../src/cli/doctor/facts';
import { readObjects } from '../../../src/cli/doctor/read-objects';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nbm90IGEga2V5\n-----END RSA PRIVATE KEY-----\n';
const APP = { github_app_id: '12', github_app_installation_id: '345', github_app_private_key: PEM };

/** Replaces the values of the Secret. */
const secret =
  (values: Record<string, string>) =>
  (cluster: Cluster): void => {
    cluster.one('Secret').data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, base64(value)]));
  };

const proxied = (cluster: Cluster): void => {
  cluster.set.spec.proxy = { https: { url: 'http://proxy:3128', credentialSecretRef: 'proxy' } };
};

test.each<Case>([
  [
    'a set that names no Secret',
    cluster => {
      delete cluster.set.spec.githubConfigSecret;
    },
    {
      'secret-unnamed': [
        'docs names no Secret with a credential: the controller cannot register it at GitHub',
        'AutoscalingRunnerSet arc-runners/docs has no githubConfigSecret',
      ],
    },
  ],
  [
    'no Secret',
    cluster => cluster.remove('Secret'),
    {
      'secret-missing': [
        'Secret github of docs does not exist: the controller cannot register the runner set at GitHub',
        'AutoscalingRunnerSet arc-runners/docs has githubConfigSecret: github; namespace arc-runners has no such ' +
          'Secret',
      ],
    },
  ],
  [
    'a Secret in another namespace',
    cluster => {
      cluster.one('Secret').metadata.namespace = 'arc-systems';
    },
    { 'secret-missing': [/^Secret github of docs does not exist/] },
  ],
  [
    'a Secret with another key',
    secret({ token: 'not-a-real-token' }),
    {
      'secret-keys': [
        'the Secret of docs has no credential that ARC can read',
        /^Secret arc-runners\/github has the keys token$/,
      ],
    },
  ],
  [
    'an empty token',
    secret({ github_token: '' }),
    { 'secret-keys': [/has no credential/, /has the keys github_token; github_token is empty/] },
  ],
  [
    'a GitHub App without its private key',
    secret({ github_app_id: '12', github_app_private_key: PEM }),
    { 'secret-keys': [/has no credential/, /has the keys github_app_id, github_app_private_key/] },
  ],
  [
    'a Secret without data',
    cluster => {
      delete cluster.one('Secret').data;
    },
    { 'secret-keys': [/has no credential/, /has the keys none$/] },
  ],
  [
    'a token and an App',
    secret({ github_token: 'not-a-real-token', ...APP }),
    {
      'secret-both': ['the Secret of docs has two credentials, a token and a GitHub App: the controller refuses both'],
    },
  ],
  [
    'a token with a line break',
    secret({ github_token: 'not-a-real-token\n' }),
    {
      'secret-whitespace': [
        'github_token of docs begins or ends with whitespace: GitHub refuses it',
        /^Secret arc-runners\/github: github_token begins or ends with a space or a line break$/,
      ],
    },
  ],
  [
    'an App whose IDs have line breaks',
    secret({ ...APP, github_app_id: '12\n', github_app_installation_id: '345\n' }),
    { 'secret-whitespace': [/^github_app_id and github_app_installation_id of docs/] },
  ],
  [
    'an App with an invalid ID and key',
    secret({ ...APP, github_app_installation_id: 'rubionic', github_app_private_key: 'not-a-key' }),
    {
      'secret-app': [
        'the controller cannot read the GitHub App credential of docs',
        'Secret arc-runners/github: github_app_installation_id is not a number; github_app_private_key does not ' +
          'begin like a PEM private key',
      ],
    },
  ],
  [
    'no Secret of the proxy',
    proxied,
    {
      'secret-missing': [
        /its runners and its listener have no proxy credentials/,
        /proxy\.https\.credentialSecretRef: proxy/,
      ],
    },
  ],
  [
    'a Secret of the proxy with other keys',
    cluster => {
      proxied(cluster);
      cluster.add({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'proxy', namespace: 'arc-runners' },
        data: { user: base64('web'), password: base64('not-real') },
      });
    },
    { 'proxy-keys': ['the proxy Secret of docs has no username and password', /has the keys user, password/] },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  ['an App', secret(APP)],
  ['an App with its client ID', secret({ ...APP, github_app_id: 'Iv1.0123456789abcdef' })],
  [
    'a token beside some keys of an App, which the controller ignores',
    secret({ github_token: 'not-a-real-token', github_app_id: '12' }),
  ],
  [
    'a vault, where the Secret is not in the cluster',
    cluster => {
      cluster.set.spec.vaultConfig = { type: 'azure_key_vault', azureKeyVault: {} };
      cluster.remove('Secret');
    },
  ],
  [
    'a Secret without permission to read it',
    cluster => {
      cluster.remove('Secret');
      cluster.wasRead = kind => kind !== 'Secret';
    },
  ],
])('%s is fine', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});

test('values and annotations of a Secret are not kept', () => {
  const cluster = new Cluster();
  Object.assign(cluster.one('Secret').metadata, {
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"github_token":"bm90LWEtcmVhbC10b2tlbg=="}}',
    },
  });
  const facts = factsOf({ ...readObjects(cluster.objects), now: NOW, wasRead: () => true });
  expect(facts.secrets[0]?.keys).toEqual({
    github_token: { empty: false, padded: false, number: false, privateKey: false },
  });
  expect(JSON.stringify(facts)).not.toMatch(/not-a-real-token|bm90LWEtcmVhbC10b2tlbg/);
});
