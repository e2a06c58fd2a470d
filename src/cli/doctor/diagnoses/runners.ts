import { RUNNER_IMAGE } from '../../../runners/runner-image';
import { releasesBehind } from '../../../runners/runner-image';
import { arcIssue } from '../arc';
import { perSet, type Diagnosis } from '../diagnosis';

/** The message of the API server for a pod that Pod Security rejects. */
const REJECTED_BY_POD_SECURITY = /violates PodSecurity/;

export const failedRunners: Diagnosis = {
  id: 'failed-runners',
  title: 'failed runners count against maxRunners until they are deleted',
  upstream: arcIssue(4258),
  find: perSet(({ name, namespace, runners, spec: { maxRunners } }) => {
    const failed = runners.filter(
      ({ status }) => status?.phase === 'Failed' && !REJECTED_BY_POD_SECURITY.test(status.message ?? ''),
    );
    if (failed.length === 0) return [];
    const full = maxRunners !== undefined && failed.length >= maxRunners;
    return [
      {
        severity: full ? 'error' : 'warning',
        cause:
          `${failed.length} failed runner${failed.length === 1 ? '' : 's'} of ${name} ` +
          `count${failed.length === 1 ? 's' : ''} against ` +
          `maxRunners${maxRunners === undefined ? '' : ` (${maxRunners})`}${full ? ': no other runner can start' : ''}`,
        evidence: failed
          .slice(0, 3)
          .map(
            ({ metadata, status }) =>
              `EphemeralRunner ${namespace}/${metadata.name} failed${status?.reason ? ` (${status.reason})` : ''}` +
              (status?.message ? `: ${status.message}` : ''),
          ),
        remedy: [
          'fix the reason, then delete them:',
          `kubectl delete ephemeralrunner --namespace ${namespace} ` +
            `${failed.map(({ metadata }) => metadata.name).join(' ')}`,
        ],
      },
    ];
  }),
};

export const refusedByPodSecurity: Diagnosis = {
  id: 'refused-by-pod-security',
  title: 'Pod Security rejected runner pods',
  find: perSet(({ name, namespace, runners, pods }, { objects }) => {
    const runnersRejected = runners
      .filter(({ status }) => REJECTED_BY_POD_SECURITY.test(status?.message ?? ''))
      .map(({ metadata, status }) => ({ name: metadata.name, message: status?.message as string }));
    const own = new Set([...runners, ...pods].map(({ metadata }) => metadata.name));
    const events = objects.Event.filter(
      ({ involvedObject, message = '' }) =>
        REJECTED_BY_POD_SECURITY.test(message) &&
        involvedObject?.namespace === namespace &&
        own.has(involvedObject.name ?? ''),
    ).map(({ involvedObject, message }) => ({ name: involvedObject?.name as string, message: message as string }));
    const rejected = [...runnersRejected, ...events];
    return rejected.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause: `Pod Security of namespace ${namespace} rejects the pods of ${name}`,
            evidence: rejected.slice(0, 3).map(one => `${namespace}/${one.name}: ${one.message}`),
            remedy: [
              `kubectl label namespace ${namespace} pod-security.kubernetes.io/enforce=privileged --overwrite, ` +
                'or use a containerMode that the level allows',
              ...(runnersRejected.length === 0
                ? []
                : [
                    `kubectl delete ephemeralrunner --namespace ${namespace} ` +
                      `${runnersRejected.map(one => one.name).join(' ')}: ARC does not retry rejected runners`,
                  ]),
            ],
          },
        ];
  }),
};

export const outdated: Diagnosis = {
  id: 'outdated',
  title: 'ARC disabled a runner set because GitHub refuses its runner version',
  upstream: arcIssue(4601),
  find: perSet(({ id, name, object, runner }) =>
    object.status?.phase !== 'Outdated'
      ? []
      : [
          {
            severity: 'error',
            cause: `GitHub refuses the runner version of ${name}: ARC removed the runner set from GitHub`,
            evidence: [
              `AutoscalingRunnerSet ${id} is in phase Outdated; its runner image: ${runner?.image ?? '(none)'}`,
            ],
            remedy: [`set runnerImage to a newer release, such as ${RUNNER_IMAGE}, and apply again`],
          },
        ],
  ),
};

export const runnerImageOld: Diagnosis = {
  id: 'runner-image-old',
  title: 'a runner image is more than one release old: GitHub refuses it some weeks after the next release',
  upstream: arcIssue(4601),
  find: perSet(({ id, name, object, runner }) => {
    const behind = releasesBehind(runner?.image ?? '');
    return behind <= 1 || object.status?.phase === 'Outdated'
      ? []
      : [
          {
            severity: 'warning',
            cause:
              `the runner image of ${name} is ${behind} releases behind: GitHub refuses a release about 30 days ` +
              'after the next one',
            evidence: [
              `AutoscalingRunnerSet ${id} runs ${runner?.image ?? ''}; the latest known release is ` +
                (RUNNER_IMAGE.split(':')[1] ?? ''),
            ],
            remedy: [`set runnerImage to ${RUNNER_IMAGE} or newer, and apply again`],
          },
        ];
  }),
};

export const runnerDiagnoses = [failedRunners, refusedByPodSecurity, outdated, runnerImageOld];
