import { RUNNER_CONTAINER, RUNNER_USER, type Mode } from './mode';

/** Steps in the runner's container, with nothing beside it: the mode of a chart whose values name none. */
export function runnerMode(): Mode {
  return {
    type: 'runner',
    user: RUNNER_USER,
    stepsInRunner: true,
    findings: [],
    runnerPod: () => [{ template: { spec: { containers: [{ name: RUNNER_CONTAINER }] } } }],
  };
}
