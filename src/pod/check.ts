import type { Finding, ValuePath } from '../errors';
import { isObject } from '../plain-object';
import { checkAffinity } from './rules/affinity';
import { checkCharacters } from './rules/characters';
import { checkContainers } from './rules/containers';
import { checkAnnotations, checkLabels, checkMetadata } from './rules/metadata';
import { checkNetwork } from './rules/network';
import { checkPodFields } from './rules/pod';
import { checkNonRootImages } from './rules/non-root';
import { below, objectsOf, type Plain, type Report } from './rules/report';
import { checkPodSecurity } from './rules/security';
import { checkSpread } from './rules/spread';
import { checkTolerations } from './rules/tolerations';
import { VARIABLE } from './rules/syntax';
import { checkVolumes } from './rules/volumes';
import { checkOperatingSystem } from './rules/windows';

/**
 * Finds what the API server would refuse in a pod that matches the schema, and what no kubelet would start. The paths
 * of findings are paths in the manifest of the pod.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go
 */
export function podFindings(pod: Plain, kubernetesMinor: number): Finding[] {
  return collectFindings(report => checkPod(pod, report, kubernetesMinor));
}

/** Checks the labels of an object. */
export function labelFindings(labels: unknown, path: ValuePath): Finding[] {
  return collectFindings(report => checkLabels(labels, below(report, ...path)));
}

/** Checks the annotations of an object. */
export function annotationFindings(annotations: unknown, path: ValuePath): Finding[] {
  return collectFindings(report => checkAnnotations(annotations, below(report, ...path)));
}

function collectFindings(check: (report: Report) => void): Finding[] {
  const findings: Finding[] = [];
  check((path, message, at) => findings.push(at ? { path, message, at } : { path, message }));
  return findings;
}

function checkPod(pod: Plain, report: Report, kubernetesMinor: number): void {
  checkMetadata(pod, report);
  const { spec } = pod;
  if (!isObject(spec)) return;
  const inSpec = below(report, 'spec');
  checkCharacters(spec, inSpec);
  checkPodFields(spec, inSpec);
  checkNetwork(spec, inSpec, kubernetesMinor);
  if (spec.tolerations !== undefined) checkTolerations(spec, below(inSpec, 'tolerations'));
  if (spec.affinity !== undefined) checkAffinity(spec, below(inSpec, 'affinity'));
  if (spec.topologySpreadConstraints !== undefined) checkSpread(spec, below(inSpec, 'topologySpreadConstraints'));
  checkPodSecurity(spec, inSpec);
  checkNonRootImages(spec, inSpec);
  checkVolumes(spec, below(inSpec, 'volumes'), kubernetesMinor);
  checkContainers(
    {
      spec,
      volumes: new Map(objectsOf(spec.volumes).map(volume => [volume.name, volume])),
      claims: objectsOf(spec.resourceClaims).map(({ name }) => name),
      kubernetesMinor,
    },
    inSpec,
  );
  checkOperatingSystem(spec, containersWithPositions(spec), inSpec);
}

/** Returns all containers, each with the name of its list and its position in it. */
function containersWithPositions(spec: Plain): [string, number, Plain][] {
  return ['containers', 'initContainers'].flatMap(list =>
    objectsOf(spec[list]).map((container, index): [string, number, Plain] => [list, index, container]),
  );
}

/** As {@link podFindings} for a runner pod. Also refuses environment variables that ARC sets. */
export function runnerPodFindings(pod: Plain, kubernetesMinor: number): Finding[] {
  const { spec } = pod;
  const reserved = containersWithPositions(isObject(spec) ? spec : {}).flatMap(([list, index, container]) =>
    objectsOf(container.env).flatMap(({ name }, position): Finding[] =>
      isReserved(name)
        ? [
            {
              path: ['spec', list, index, 'env', position, 'name'],
              message: `${String(name)} is set by ARC on every runner; leave it out`,
            },
          ]
        : [],
    ),
  );
  return [...podFindings(pod, kubernetesMinor), ...reserved];
}

/** Checks the name of an environment variable of a runner. */
export function envNameFindings(name: string, path: ValuePath): Finding[] {
  if (!VARIABLE.fits(name)) return [{ path, message: `must ${VARIABLE.must}, got ${JSON.stringify(name)}` }];
  return isReserved(name) ? [{ path, message: `${name} is set by ARC on every runner; leave it out` }] : [];
}

function isReserved(name: unknown): boolean {
  return RESERVED.includes(name);
}

/**
 * Environment variables that the controller adds to the runner container.
 *
 * @see
 * https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/resourcebuilder.go
 */
const RESERVED: readonly unknown[] = [
  'ACTIONS_RUNNER_INPUT_JITCONFIG',
  'GITHUB_ACTIONS_RUNNER_EXTRA_USER_AGENT',
  'ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE',
];
