import { droppedFieldFindings } from '../app/arc-features';
import { arcVersionOf } from '../app/versions';
import type { Finding } from '../errors';
import type { Construct } from 'constructs';
import { scopeOf, urlFindings } from './github-url';
import type { ResolvedSetProps } from './resolve-props';

/** Checks the names that GitHub registers for a set: runner group, labels and scale set name. */
export function gitHubNameFindings(scope: Construct, props: ResolvedSetProps): Finding[] {
  return [
    ...groupFindings(props),
    ...labelFindings(scope, props.runnerScaleSetLabels ?? []),
    ...scaleSetNameFindings(props),
  ];
}

/**
 * Characters that ARC does not escape in `?groupName=`.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/github/actions/client.go
 */
const UNSAFE_IN_GROUP = /[&#+%;\u0000-\u001f\u007f-\u009f]/;

function groupFindings(props: ResolvedSetProps): Finding[] {
  if (props.runnerGroup === undefined) return [];
  if (props.runnerGroup.trim() === '')
    return [{ path: ['runnerGroup'], message: 'must not be empty; leave it out for the default group' }];
  if (UNSAFE_IN_GROUP.test(props.runnerGroup)) {
    return [
      {
        path: ['runnerGroup'],
        message:
          `must not have &, #, +, %, ; or control characters, got ${JSON.stringify(props.runnerGroup)}: ARC does ` +
          'not escape the name in a URL, so it would ask GitHub for another group; rename the group',
      },
    ];
  }
  return urlFindings(props.githubConfigUrl).length === 0 && scopeOf(props.githubConfigUrl) === 'repository'
    ? [
        {
          path: ['runnerGroup'],
          message: 'exists only for organizations and enterprises, and the URL is that of a repository; leave it out',
        },
      ]
    : [];
}

function labelFindings(scope: Construct, labels: readonly string[]): Finding[] {
  const unknown =
    labels.length === 0
      ? []
      : droppedFieldFindings(arcVersionOf(scope), 'runnerScaleSetLabels', ['runnerScaleSetLabels']);
  if (unknown.length > 0) return unknown;
  return labels.flatMap((label, index): Finding[] => {
    const path = ['runnerScaleSetLabels', index];
    if (label === '' || label.length > 255)
      return [{ path, message: `must have 1 to 255 characters, got ${label.length}` }];
    return labels.indexOf(label) < index ? [{ path, message: `${JSON.stringify(label)}: duplicate; remove one` }] : [];
  });
}

function scaleSetNameFindings({ runnerScaleSetName: name, instances = 1 }: ResolvedSetProps): Finding[] {
  if (name === undefined) return [];
  const path = ['runnerScaleSetName'];
  if (instances > 1)
    return [
      { path, message: `cannot be the name of ${instances} scale sets; remove it, so that each has its own name` },
    ];
  return /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,43}[A-Za-z0-9])?$/.test(name)
    ? []
    : [
        {
          path,
          message:
            'must have 1 to 45 letters, digits, -, _ and ., starting and ending with a letter or digit, got ' +
            `${JSON.stringify(name)}`,
        },
      ];
}
