import type { Resources } from '../kubernetes';
import type { ResourcesConfig } from './config';

/** Amounts as the API has them: text. */
export function resources(config: ResourcesConfig | undefined): Resources | undefined {
  const amounts = (written?: { readonly [name: string]: string | number }) =>
    written && Object.fromEntries(Object.entries(written).map(([name, amount]) => [name, String(amount)]));
  return config && { requests: amounts(config.requests), limits: amounts(config.limits) };
}
