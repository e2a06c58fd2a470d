import { quantityValue } from '../../kubernetes';
import type { Quantities } from './maps';
import type { PodSpec } from './pod';

/** What a pod asks for at least, by resource: the sum of its containers, each of whose limits counts where it has no request. */
export function requestsOf({ containers = [] }: PodSpec): { [resource: string]: number } {
  return sum(containers.map(({ resources = {} }) => ({ ...resources.limits, ...resources.requests })));
}

/** What a pod may use at most, by resource, as far as its containers say. */
export function limitsOf({ containers = [] }: PodSpec): { [resource: string]: number } {
  return sum(containers.map(({ resources = {} }) => resources.limits ?? {}));
}

function sum(amounts: readonly Quantities[]): { [resource: string]: number } {
  const total: { [resource: string]: number } = {};
  for (const [resource, amount = '0'] of amounts.flatMap(one => Object.entries(one)))
    total[resource] = (total[resource] ?? 0) + quantityValue(String(amount));
  return total;
}

/** An amount as one writes it: `2`, `0.5`, `16Gi`. */
export function formatAmount(amount: number): string {
  const unit = (['Gi', 'Mi', 'Ki'] as const).find((_, index) => amount >= 2 ** (30 - 10 * index));
  return unit === undefined || amount % 1 !== 0
    ? String(amount)
    : `${Number((amount / quantityValue(`1${unit}`)).toFixed(2))}${unit}`;
}
