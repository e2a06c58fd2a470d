import { RUNNER_CONTAINER, RUNNER_USER, type Mode } from './mode';

/**
 * The mode `runner`: steps run in the runner container. The upstream chart does the same when `containerMode` is not
 * set.
 */
export function runnerMode(): Mode {
  return {
    type: 'runner',
    user: RUNNER_USER,
    stepsInRunner: true,
    findings: [],
    runnerPod: () => [{ template: { spec: { containers: [{ name: RUNNER_CONTAINER }] } } }],
  };
}
