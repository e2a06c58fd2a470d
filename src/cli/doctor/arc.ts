/** Names that ARC gives and reads. @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/constants.go */
export const SET_NAME_LABEL = 'actions.github.com/scale-set-name';
export const SET_NAMESPACE_LABEL = 'actions.github.com/scale-set-namespace';
export const VERSION_LABEL = 'app.kubernetes.io/version';
export const COMPONENT_LABEL = 'app.kubernetes.io/component';
export const LISTENER_COMPONENT = 'runner-scale-set-listener';
export const CLEANUP_FINALIZER = 'actions.github.com/cleanup-protection';
export const CLEANUP_ANNOTATION_PREFIX = 'actions.github.com/cleanup-';
export const REGISTRATION_ANNOTATION = 'runner-scale-set-id';

/** By what the hook marks the pods that it makes for a runner's job. */
export const RUNNER_POD_LABEL = 'runner-pod';

/** What tells the controller's process to look after runner sets, and after one namespace only. */
export const MANAGER_ARGUMENT = '--auto-scaling-runner-set-only';
export const WATCH_ARGUMENT = '--watch-single-namespace=';

/** The variable by which the controller is told which image its listeners run. */
export const LISTENER_IMAGE_VARIABLE = 'CONTROLLER_MANAGER_CONTAINER_IMAGE';

/** A thread of ARC's tracker. */
export const arcIssue = (number: number): string =>
  `https://github.com/actions/actions-runner-controller/issues/${number}`;
