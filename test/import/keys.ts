import { CONTROLLER_KEYS, RUNNER_SET_KEYS, type Keys } from '../../src/import/chart-keys';

/** What each chart reads of its values. */
export const CHART_KEYS = {
  'gha-runner-scale-set': RUNNER_SET_KEYS,
  'gha-runner-scale-set-controller': CONTROLLER_KEYS,
};

/** The path of every key that has none of its own. */
export function pathsOf(keys: Keys): string[] {
  if (keys === true) return [''];
  return Object.entries(keys).flatMap(([key, inner]) =>
    pathsOf(inner).map(rest => (rest === '' ? key : `${key}.${rest}`)),
  );
}
