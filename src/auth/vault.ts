import type { Finding } from '../errors';
import { pathProblem } from '../pod/path';
import { proxyFindings, proxySchema, type Proxy } from '../network/proxy';
import { object, required, text, type TypedSchema } from '../schema/shape';

/** An Azure Key Vault. All of it is needed: ARC's controller ends when a part is missing. */
export interface AzureKeyVault {
  /** `https://NAME.vault.azure.net`. */
  readonly url: string;

  /** Directory (tenant) the vault belongs to. */
  readonly tenantId: string;

  /** Application that may read it. */
  readonly clientId: string;

  /** Where the application's certificate is in the controller's and the listener's pods; mount it in both. */
  readonly certificatePath: string;
}

/** A vault that the credential comes from instead of a Secret: `auth` then names the entry in the vault. */
export interface VaultConfig {
  readonly azureKeyVault: AzureKeyVault;

  /** The way to the vault. @default - direct */
  readonly proxy?: Proxy;
}

/** The names and types of a vault. */
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

/** What is wrong with a vault. */
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
