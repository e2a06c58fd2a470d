import type { ChartValues } from './chart-values';
import type { Draft } from './draft';

const VAULT_FIELDS = ['url', 'tenantId', 'clientId', 'certificatePath'];

/** A vault that the credential comes from. */
export function carryVault(draft: Draft, values: ChartValues): void {
  const type = values.given('keyVault', 'type');
  const place = values.file.place('keyVault');
  if (type === undefined) {
    if (values.given('keyVault') !== undefined) draft.leave(place, 'the chart ignores a vault without type');
    return;
  }
  if (type !== 'azure_key_vault') {
    draft.leave(
      values.file.place('keyVault', 'type'),
      'must be azure_key_vault, the only vault that ARC knows, and the chart stops at it; the runner set is left out',
    );
    // By itself, the name would be that of a Secret.
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
    draft.leave(
      values.file.place('keyVault', 'azureKeyVault', 'secretKey'),
      'is no field of an AutoscalingRunnerSet: the API server drops it',
    );
  }
}
