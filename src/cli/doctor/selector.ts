import type { LabelSelector } from './kinds';
import type { StringMap } from './maps';

/** Reports whether a label selector matches labels. An empty selector matches all. */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: StringMap = {}): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => matches(labels[key], operator, values))
  );
}

function matches(value: string | undefined, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
