/**
 * Names that ARC uses, besides those of `runners/arc-names.ts`.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/constants.go
 */
export const LISTENER_COMPONENT = 'runner-scale-set-listener';
export const REGISTRATION_ANNOTATION = 'runner-scale-set-id';

/** The label of job pods that the container hook creates. Its value is the name of the runner pod. */
export const RUNNER_POD_LABEL = 'runner-pod';

/** Arguments of the controller: to manage runner scale sets, and to watch one namespace only. */
export const MANAGER_ARGUMENT = '--auto-scaling-runner-set-only';
export const WATCH_ARGUMENT = '--watch-single-namespace=';

/** The environment variable with the image that the controller gives to listeners. */
export const LISTENER_IMAGE_VARIABLE = 'CONTROLLER_MANAGER_CONTAINER_IMAGE';

/** The URL of an issue of ARC. */
export const arcIssue = (number: number): string =>
  `https://github.com/actions/actions-runner-controller/issues/${number}`;
