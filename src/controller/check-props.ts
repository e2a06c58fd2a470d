import { ARC_FEATURES } from '../app/arc-features';
import type { ArcVersion } from '../app/versions';
import { otherCredentials } from '../written-credentials';
import type { Finding, ValuePath } from '../errors';
import { privateCaFindings } from '../network/private-ca';
import { proxyFindings } from '../network/proxy';
import { addressFindings } from './addresses';
import type { ArcControllerProps } from './arc-controller-props';
import { podPartFindings } from './check-pod';
import { imageFindings, releaseOf } from './image';
import { propagationFindings } from './label-propagation';
import { labelFindings } from './labels';
import { controllerNames, dnsLabelFindings, controllerNameFindings, serviceAccountFindings } from './names';

/** Checks the props of a controller, independently of the rest of the app. */
export function propFindings(props: ArcControllerProps, version: ArcVersion): Finding[] {
  const findings = [
    ...controllerNameFindings(props),
    ...choiceFindings(props),
    ...countFindings(props),
    ...imageFindings(props.image, version),
    ...flagFindings(props, version),
    ...serviceAccountFindings(props),
    ...dnsLabelFindings(props.watchSingleNamespace, 'watchSingleNamespace'),
    ...addressFindings(props),
    ...propagationFindings(props.excludeLabelPropagationPrefixes ?? []),
    ...labelFindings(props, controllerNames(props)),
    ...proxyFindings(props.proxy, ['proxy']),
    ...privateCaFindings(props.githubServerTls, ['githubServerTls']),
    ...podPartFindings(props),
  ];
  return [...findings, ...otherCredentials({ ...props }, findings)];
}

function choiceFindings(props: ArcControllerProps): Finding[] {
  const level = props.logLevel ?? 'debug';
  const number = /^-?\d{1,3}$/.test(level) ? Number(level) : undefined;
  const isLevel =
    number === undefined ? ['debug', 'info', 'warn', 'error'].includes(level) : number >= -128 && number <= 127;
  return [
    ...(isLevel
      ? []
      : [
          {
            path: ['logLevel'],
            message:
              'must be debug, info, warn, error, or a number from -128 to 127 in quotes, got ' +
              `${JSON.stringify(level)}; the controller would exit`,
          },
        ]),
  ];
}

function countFindings({
  replicas,
  runnerMaxConcurrentReconciles,
  k8sClientRateLimiter,
}: ArcControllerProps): Finding[] {
  const counts: [ValuePath, number | undefined][] = [
    [['replicas'], replicas],
    [['runnerMaxConcurrentReconciles'], runnerMaxConcurrentReconciles],
    [['k8sClientRateLimiter', 'qps'], k8sClientRateLimiter?.qps],
    [['k8sClientRateLimiter', 'burst'], k8sClientRateLimiter?.burst],
  ];
  return counts.flatMap(([path, count]) =>
    count === undefined || (Number.isInteger(count) && count >= 1 && count <= 2147483647)
      ? []
      : [{ path, message: `must be a whole number from 1 to 2147483647, got ${String(count)}` }],
  );
}

/** Props for flags that older controllers do not have. A controller exits if it does not know a flag. */
const NEWER_FLAGS = ['pprofAddr', 'workqueueRateLimiter', 'healthProbeBindAddress'] as const;

function flagFindings(props: ArcControllerProps, version: ArcVersion): Finding[] {
  const release = releaseOf(props.image, version);
  const older = [version, release].map(patchOf).sort((a, b) => a - b)[0] as number;
  const said = patchOf(release) < patchOf(version) ? `the image is of ${release}` : `arcVersion is ${version}`;
  return NEWER_FLAGS.flatMap((prop): Finding[] =>
    props[prop] === undefined || older >= patchOf(ARC_FEATURES[prop])
      ? []
      : [
          {
            path: [prop],
            message:
              `needs ARC ${ARC_FEATURES[prop]}, and ${said}: older controllers do not know the flag and exit; ` +
              'remove it, or use a newer version',
          },
        ],
  );
}

/** A number for comparing releases. */
function patchOf(version: string): number {
  return version.split('.').reduce((number, part) => number * 1000 + Number(part), 0);
}
