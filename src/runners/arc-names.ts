/**
 * Labels, annotations and finalizers of runner sets that ARC reads.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/constants.go
 */
export const SET_NAME_LABEL = 'actions.github.com/scale-set-name';
export const SET_NAMESPACE_LABEL = 'actions.github.com/scale-set-namespace';
export const VERSION_LABEL = 'app.kubernetes.io/version';
export const COMPONENT_LABEL = 'app.kubernetes.io/component';

/** The finalizer that the controller removes when it deletes the runner set. */
export const CLEANUP_FINALIZER = 'actions.github.com/cleanup-protection';

/** Prefix of the annotations by which a runner set names the objects that have the finalizer. */
export const CLEANUP_ANNOTATION_PREFIX = 'actions.github.com/cleanup-';
