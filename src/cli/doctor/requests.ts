import { quantityValue } from '../../kubernetes';
import type { Quantities } from './maps';
import type { PodSpec } from './pod';

/**
 * The requests of a pod by resource: the sum over its containers, where a limit counts as the request if there is none.
 */
export function requestsOf({ containers = [] }: PodSpec): { [resource: string]: number } {
  return sum(containers.map(({ resources = {} }) => ({ ...resources.limits, ...resources.requests })));
}

/** The limits of a pod by resource: the sum over the containers that have one. */
export function limitsOf({ containers = [] }: PodSpec): { [resource: string]: number } {
  return sum(containers.map(({ resources = {} }) => resources.limits ?? {}));
}

function sum(amounts: readonly Quantities[]): { [resource: string]: number } {
  const total: { [resource: string]: number } = {};
  for (const [resource, amount = '0'] of amounts.flatMap(one => Object.entries(one)))
    total[resource] = (total[resource] ?? 0) + quantityValue(String(amount));
  return total;
}

/** An amount as Kubernetes writes it: `2`, `0.5`, `16Gi`. */
export function formatAmount(amount: number): string {
  const unit = (['Gi', 'Mi', 'Ki'] as const).find((_, index) => amount >= 2 ** (30 - 10 * index));
  return unit === undefined || amount % 1 !== 0
    ? String(amount)
    : `${Number((amount / quantityValue(`1${unit}`)).toFixed(2))}${unit}`;
}
