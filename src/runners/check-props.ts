import {
  ARC_VERSION_CONTEXT,
  arcVersionOf,
  arcVersionProblem,
  KUBERNETES_VERSION_CONTEXT,
  kubernetesVersionProblem,
} from '../app/versions';
import { otherCredentials } from '../written-credentials';
import type { Finding } from '../errors';
import { RUNNER_CONTAINER } from '../modes/mode';
import { imageFindings } from '../pod/image';
import type { Construct } from 'constructs';
import { cacheFindings } from './check-caches';
import { jobPodFindings } from './check-job-pod';
import { gitHubNameFindings } from './check-names';
import { placementFindings } from './check-placement';
import { surfaceFindings } from './check-surface';
import { podTemplateFindings } from './check-template';
import { urlFindings } from './github-url';
import { setNameFindings } from './naming';
import { nodeOsFindings } from './node-os';
import type { ResolvedSetProps } from './resolve-props';
import { scalingFindings } from './scaling';

/** Checks the props of a runner set, independently of the rest of the app. */
export function propFindings(scope: Construct, props: ResolvedSetProps): Finding[] {
  const mode = props.containerMode;
  const instances = props.instances ?? 1;
  const findings = [
    ...setNameFindings(props.name, instanceCount(instances), mode.capabilities.nameBudget, mode.type),
    ...urlFindings(props.githubConfigUrl),
    ...(instanceCount(instances) === instances
      ? []
      : [{ path: ['instances'], message: `must be a whole number from 1 to 1000, got ${String(instances)}` }]),
    ...scalingFindings(props.minRunners, props.maxRunners),
    ...gitHubNameFindings(scope, props),
    ...imageFindings(props.runnerImage, ['runnerImage']),
    ...mode._mode.findings.map(finding => ({ ...finding, path: mode._option(finding.path) })),
    ...versionFindings(scope),
    ...placementFindings(props, []),
    ...nodeOsFindings(props),
    ...cacheFindings(props),
    ...jobPodFindings(props),
    ...podTemplateFindings(props.template, ['template']),
    ...overrideFindings(props),
    ...surfaceFindings(props, arcVersionOf(scope)),
  ];
  return [...findings, ...otherCredentials({ ...props }, findings)];
}

/** The number of instances, or 1 if it is invalid, so that everything else can still be checked. */
export function instanceCount(instances: number): number {
  return Number.isInteger(instances) && instances >= 1 && instances <= 1000 ? instances : 1;
}

/** An app that is not a DeskrunApp sets its versions as context, which is not checked elsewhere. */
function versionFindings(scope: Construct): Finding[] {
  return (
    [
      [ARC_VERSION_CONTEXT, arcVersionProblem],
      [KUBERNETES_VERSION_CONTEXT, kubernetesVersionProblem],
    ] as const
  ).flatMap(([key, problem]) => {
    const value: unknown = scope.node.tryGetContext(key);
    const message =
      value === undefined ? undefined : problem(typeof value === 'string' ? value : JSON.stringify(value));
    return message === undefined ? [] : [{ path: ['context', key], message }];
  });
}

/** Refuses fields of a template for which there is a prop. */
function overrideFindings({ template }: ResolvedSetProps): Finding[] {
  const findings: Finding[] = [];
  for (const field of ['serviceAccountName', 'serviceAccount'] as const) {
    if (template?.spec?.[field] === undefined) continue;
    findings.push({
      path: ['template', 'spec', field],
      message: 'is set by the runner set; use serviceAccountName instead',
    });
  }
  // Callers without types may leave out containers.
  (template?.spec?.containers ?? []).forEach((container, index) => {
    if (container.name === RUNNER_CONTAINER && container.image !== undefined) {
      findings.push({
        path: ['template', 'spec', 'containers', index, 'image'],
        message: 'is also used by other containers; set runnerImage instead',
      });
    }
  });
  return findings;
}
