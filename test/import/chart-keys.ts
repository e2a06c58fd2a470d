import { CONTROLLER_KEYS, RUNNER_SET_KEYS, type Keys } from '../../src/import/chart-keys';

/** The values that each chart reads. */
export const CHART_KEYS = {
  'gha-runner-scale-set': RUNNER_SET_KEYS,
  'gha-runner-scale-set-controller': CONTROLLER_KEYS,
};

/** Returns the path of every key without nested keys. */
export function pathsOf(keys: Keys): string[] {
  if (keys === true) return [''];
  return Object.entries(keys).flatMap(([key, inner]) =>
    pathsOf(inner).map(rest => (rest === '' ? key : `${key}.${rest}`)),
  );
}
