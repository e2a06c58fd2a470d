import { RUNNER_IMAGE } from '../../../runners/runner-image';
import { releasesBehind } from '../../../runners/runner-image';
import { arcIssue } from '../arc';
import { perSet, type Diagnosis } from '../diagnosis';

/** By what the API server says that pod security refused a pod. */
const REFUSED_BY_POD_SECURITY = /violates PodSecurity/;

export const failedRunners: Diagnosis = {
  id: 'failed-runners',
  title: 'failed runners, which count against maxRunners until they are deleted',
  upstream: arcIssue(4258),
  find: perSet(({ name, namespace, runners, spec: { maxRunners } }) => {
    const failed = runners.filter(
      ({ status }) => status?.phase === 'Failed' && !REFUSED_BY_POD_SECURITY.test(status.message ?? ''),
    );
    if (failed.length === 0) return [];
    const full = maxRunners !== undefined && failed.length >= maxRunners;
    return [
      {
        severity: full ? 'error' : 'warning',
        cause: `${failed.length} failed runner${failed.length === 1 ? '' : 's'} of ${name} count${failed.length === 1 ? 's' : ''} against ${maxRunners === undefined ? 'its maxRunners' : `the ${maxRunners} it may have`}${full ? ': no other can start' : ''}`,
        evidence: failed
          .slice(0, 3)
          .map(
            ({ metadata, status }) =>
              `EphemeralRunner ${namespace}/${metadata.name} failed${status?.reason ? ` (${status.reason})` : ''}${status?.message ? `: ${status.message}` : ''}`,
          ),
        remedy: [
          'mend what failed them, then:',
          `kubectl delete ephemeralrunner --namespace ${namespace} ${failed.map(({ metadata }) => metadata.name).join(' ')}`,
        ],
      },
    ];
  }),
};

export const refusedByPodSecurity: Diagnosis = {
  id: 'refused-by-pod-security',
  title: 'runners that pod security refused',
  find: perSet(({ name, namespace, runners, pods }, { objects }) => {
    const runnersRefused = runners
      .filter(({ status }) => REFUSED_BY_POD_SECURITY.test(status?.message ?? ''))
      .map(({ metadata, status }) => ({ name: metadata.name, message: status?.message as string }));
    const own = new Set([...runners, ...pods].map(({ metadata }) => metadata.name));
    const events = objects.Event.filter(
      ({ involvedObject, message = '' }) =>
        REFUSED_BY_POD_SECURITY.test(message) &&
        involvedObject?.namespace === namespace &&
        own.has(involvedObject.name ?? ''),
    ).map(({ involvedObject, message }) => ({ name: involvedObject?.name as string, message: message as string }));
    const refused = [...runnersRefused, ...events];
    return refused.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause: `pod security of namespace ${namespace} refuses the pods of ${name}`,
            evidence: refused.slice(0, 3).map(one => `${namespace}/${one.name}: ${one.message}`),
            remedy: [
              `kubectl label namespace ${namespace} pod-security.kubernetes.io/enforce=privileged --overwrite, or choose a mode that needs less`,
              ...(runnersRefused.length === 0
                ? []
                : [
                    `kubectl delete ephemeralrunner --namespace ${namespace} ${runnersRefused.map(one => one.name).join(' ')}: refused ones are not tried again`,
                  ]),
            ],
          },
        ];
  }),
};

export const outdated: Diagnosis = {
  id: 'outdated',
  title: "a runner set that ARC switched off because GitHub refuses its runner's version",
  upstream: arcIssue(4601),
  find: perSet(({ id, name, object, runner }) =>
    object.status?.phase !== 'Outdated'
      ? []
      : [
          {
            severity: 'error',
            cause: `GitHub refuses the runner version of ${name}: ARC took the runner set away at GitHub`,
            evidence: [
              `AutoscalingRunnerSet ${id} is in phase Outdated; its runner is ${runner?.image ?? 'of no image'}`,
            ],
            remedy: [`set runnerImage to a newer release, such as ${RUNNER_IMAGE}, and apply again`],
          },
        ],
  ),
};

export const runnerImageOld: Diagnosis = {
  id: 'runner-image-old',
  title: 'a runner image more than one release behind, which GitHub refuses some weeks after the next release',
  upstream: arcIssue(4601),
  find: perSet(({ id, name, object, runner }) => {
    const behind = releasesBehind(runner?.image ?? '');
    return behind <= 1 || object.status?.phase === 'Outdated'
      ? []
      : [
          {
            severity: 'warning',
            cause: `the runner of ${name} is ${behind} releases old: GitHub refuses one about 30 days after the release that follows it`,
            evidence: [
              `AutoscalingRunnerSet ${id} runs ${runner?.image as string}; ${RUNNER_IMAGE.split(':')[1] as string} is out`,
            ],
            remedy: [`set runnerImage to ${RUNNER_IMAGE} or newer, and apply again`],
          },
        ];
  }),
};

export const runnerDiagnoses = [failedRunners, refusedByPodSecurity, outdated, runnerImageOld];
