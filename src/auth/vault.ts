import type { Finding } from '../errors';
import { pathProblem } from '../pod/path';
import { proxyFindings, proxySchema, type Proxy } from '../network/proxy';
import { object, required, text, type TypedSchema } from '../schema/shape';

/**
 * An Azure Key Vault. All fields are required: the controller exits if one is missing.
 *
 * @example
 * {
 *   url: 'https://ci-runners.vault.azure.net',
 *   tenantId: '00000000-0000-0000-0000-000000000000',
 *   clientId: '00000000-0000-0000-0000-000000000001',
 *   certificatePath: '/vault/certificate.pfx',
 * }
 */
export interface AzureKeyVault {
  /** URL of the vault: `https://NAME.vault.azure.net`. */
  readonly url: string;

  /** ID of the directory (tenant) that the vault belongs to. */
  readonly tenantId: string;

  /** Client ID of the application that may read the vault. */
  readonly clientId: string;

  /** Absolute path of the application's certificate. Mount it there in the pods of both controller and listener. */
  readonly certificatePath: string;
}

/**
 * A vault that holds the credential instead of a Secret. The name in `auth` is then the name of the entry in the vault.
 *
 * @example
 * {
 *   azureKeyVault: {
 *     url: 'https://ci-runners.vault.azure.net',
 *     tenantId: '00000000-0000-0000-0000-000000000000',
 *     clientId: '00000000-0000-0000-0000-000000000001',
 *     certificatePath: '/vault/certificate.pfx',
 *   },
 * }
 */
export interface VaultConfig {
  /** The Azure Key Vault to read. */
  readonly azureKeyVault: AzureKeyVault;

  /** Proxy for calls to the vault. @default - none */
  readonly proxy?: Proxy;
}

/** Schema of {@link VaultConfig}. */
export const vaultSchema: TypedSchema<VaultConfig> = object<VaultConfig>({
  azureKeyVault: required(
    object<AzureKeyVault>({
      url: required(text),
      tenantId: required(text),
      clientId: required(text),
      certificatePath: required(text),
    }),
  ),
  proxy: proxySchema,
});

/** Findings about a vault: malformed URL, path and proxy, and empty IDs. */
export function vaultFindings(vault: VaultConfig | undefined): Finding[] {
  if (vault === undefined) return [];
  const { url, tenantId, clientId, certificatePath } = vault.azureKeyVault;
  const at = (name: string) => ['vaultConfig', 'azureKeyVault', name];
  const problem = pathProblem(certificatePath);
  return [
    ...(URL.canParse(url) && url.startsWith('https://')
      ? []
      : [
          {
            path: at('url'),
            message: `must be a URL such as https://NAME.vault.azure.net, got ${JSON.stringify(url)}`,
          },
        ]),
    ...Object.entries({ tenantId, clientId }).flatMap(([name, value]) =>
      value.trim() === '' ? [{ path: at(name), message: 'must not be empty' }] : [],
    ),
    ...(problem === undefined ? [] : [{ path: at('certificatePath'), message: problem }]),
    ...proxyFindings(vault.proxy, ['vaultConfig', 'proxy']),
  ];
}
