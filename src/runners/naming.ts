import type { Finding } from '../errors';

/** The names of the objects of a scale set. They are the same as in the upstream chart. */
export interface ScaleSetNames {
  readonly runnerScaleSet: string;
  readonly manager: string;
  readonly kubeMode: string;
  readonly noPermission: string;
  readonly hookExtension: string;
  readonly networkPolicy: string;
}

/**
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set/templates/_helpers.tpl
 */
export function scaleSetNames(name: string): ScaleSetNames {
  const full = `${name}-gha-rs`;
  return {
    runnerScaleSet: name,
    manager: `${full}-manager`,
    kubeMode: `${full}-kube-mode`,
    noPermission: `${full}-no-permission`,
    hookExtension: `${full}-hook-extension`,
    networkPolicy: full,
  };
}

/**
 * The names of the scale sets of a runner set: its own name, or with the suffix `-1`, `-2`, ... for several instances.
 */
export function instanceNames(name: string, instances: number): string[] {
  return instances === 1 ? [name] : Array.from({ length: instances }, (_, index) => `${name}-${index + 1}`);
}

/** Checks the name of a runner set. `budget` is the maximum length of a scale set name in its mode. */
export function setNameFindings(name: string, instances: number, budget: number, mode: string): Finding[] {
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    return [
      {
        path: ['name'],
        message:
          'must be lower-case letters, digits and -, starting and ending with a letter or digit, got ' +
          `${JSON.stringify(name)}`,
      },
    ];
  }
  const longest = instanceNames(name, instances).at(-1) as string;
  if (longest.length <= budget) return [];
  const why =
    budget < 45
      ? 'longer names give job pods of two runners the same name'
      : 'longer names give objects of ARC names that Kubernetes refuses';
  const suffix = longest === name ? '' : ` with its instance number (${longest})`;
  return [
    {
      path: ['name'],
      message:
        `must have at most ${budget} characters${suffix} in containerMode ${mode}, got ${longest.length}: ` +
        `${why}; shorten it by ${longest.length - budget}`,
    },
  ];
}

/** Checks the name of a namespace. */
export function namespaceFindings(namespace: string): Finding[] {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)
    ? []
    : [
        {
          path: ['namespace'],
          message: `must be a DNS label of at most 63 characters, got ${JSON.stringify(namespace)}`,
        },
      ];
}
