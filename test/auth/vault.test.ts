import type { AzureKeyVault, RunnerSetProps, VaultConfig } from '../../src';
import type { k8s } from '../../src/kubernetes';
import { manifestProblems } from '../support/manifests';
import { findingsOf, synthSet } from '../support/sets';

const azureKeyVault: AzureKeyVault = {
  url: 'https://a.vault.azure.net',
  tenantId: 'tenant',
  clientId: 'client',
  certificatePath: '/vault/cert.pem',
};

function listenerWith(mountPath: string, name = 'listener'): Partial<RunnerSetProps> {
  const container = { name, image: 'listener:1', volumeMounts: [{ name: 'vault', mountPath }] };
  return {
    listenerTemplate: {
      spec: { containers: [container], volumes: [{ name: 'vault', secret: { secretName: 'vault' } }] },
    },
  };
}

const withVault = (vault: Partial<AzureKeyVault> = {}, more: Partial<VaultConfig> = {}) => ({
  ...listenerWith('/vault'),
  vaultConfig: { azureKeyVault: { ...azureKeyVault, ...vault }, ...more },
});

test('a vault is written with its proxy, and auth names the entry in it', () => {
  const proxy = { https: { url: 'http://proxy:3128' } };
  const set = synthSet(withVault({}, { proxy }));
  expect(set.runnerSet.spec).toMatchObject({
    githubConfigSecret: 'github',
    vaultConfig: { type: 'azure_key_vault', azureKeyVault, proxy },
  });
  expect(manifestProblems(set.manifests)).toEqual([]);
});

test.each<[string, Partial<RunnerSetProps>, string]>([
  [
    'an insecure URL',
    withVault({ url: 'http://a.vault.azure.net' }),
    'azureKeyVault.url: must be a URL such as https://NAME.vault.azure.net, got "http://a.vault.azure.net"',
  ],
  ['no tenant', withVault({ tenantId: '' }), 'azureKeyVault.tenantId: must not be empty'],
  ['no client', withVault({ clientId: ' ' }), 'azureKeyVault.clientId: must not be empty'],
  [
    'a proxy without a server',
    withVault({}, { proxy: {} }),
    'proxy: must have http or https; without a proxy leave it out',
  ],
])('%s is refused', (_, props, finding) => {
  expect(findingsOf(() => synthSet(props))).toEqual([`vaultConfig.${finding}`]);
});

test('a relative path of the certificate is refused', () => {
  expect(findingsOf(() => synthSet(withVault({ certificatePath: 'cert.pem' })))).toContain(
    'vaultConfig.azureKeyVault.certificatePath: must be an absolute path, got "cert.pem"',
  );
});

const absent =
  "vaultConfig.azureKeyVault.certificatePath: is not in the listener's pod: mount it in container " +
  'listener of listenerTemplate (and in the controller)';

test.each<[string, Partial<RunnerSetProps>]>([
  ['no listenerTemplate', {}],
  ['a mount at another path', listenerWith('/vaults')],
  ['a mount in another container', listenerWith('/vault', 'sidecar')],
  [
    'a template without containers',
    { listenerTemplate: { spec: { nodeSelector: { disk: 'nvme' } } as unknown as k8s.PodSpec } },
  ],
])('a certificate that the listener does not mount is refused: %s', (_, listener) => {
  expect(findingsOf(() => synthSet({ vaultConfig: { azureKeyVault }, ...listener }))).toEqual([absent]);
});

test.each(['/vault/cert.pem', '/vault', '/vault/'])('a mount at %s has the certificate', mountPath => {
  expect(() => synthSet({ vaultConfig: { azureKeyVault }, ...listenerWith(mountPath) })).not.toThrow();
});
