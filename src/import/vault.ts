import type { ChartValues } from './chart-values';
import type { Draft } from './draft';

const VAULT_FIELDS = ['url', 'tenantId', 'clientId', 'certificatePath'];

/** Imports the vault that holds the credential. */
export function importVault(draft: Draft, values: ChartValues): void {
  const type = values.given('keyVault', 'type');
  const place = values.file.place('keyVault');
  if (type === undefined) {
    if (values.given('keyVault') !== undefined)
      draft.omit(place, 'needs a type; the chart ignores a vault without one');
    return;
  }
  if (type !== 'azure_key_vault') {
    draft.omit(
      values.file.place('keyVault', 'type'),
      'must be azure_key_vault, the only vault that ARC supports; the chart fails; the runner set is skipped',
    );
    // Without the vault, ARC would read the name as that of a Secret.
    draft.remove(['auth']);
    return;
  }
  draft.set(['vaultConfig', 'azureKeyVault'], {}, place);
  for (const field of VAULT_FIELDS) {
    const value = values.get('keyVault', 'azureKeyVault', field);
    if (value !== undefined)
      draft.set(['vaultConfig', 'azureKeyVault', field], value, values.file.place('keyVault', 'azureKeyVault', field));
  }
  const proxy = values.given('keyVault', 'proxy');
  if (proxy !== undefined) draft.set(['vaultConfig', 'proxy'], proxy, values.file.place('keyVault', 'proxy'));
  if (values.get('keyVault', 'azureKeyVault', 'secretKey') !== undefined) {
    draft.omit(
      values.file.place('keyVault', 'azureKeyVault', 'secretKey'),
      'is not a field of AutoscalingRunnerSet; the API server drops it',
    );
  }
}
