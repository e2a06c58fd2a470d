import type { Option } from '../command';

/** Which cluster, for every command that works on one. */
export const KUBECONFIG: Option = {
  type: 'string',
  value: '<file>',
  summary: 'an existing cluster, by its kubeconfig; neither kind nor docker is needed',
  default: 'the kind cluster of the configuration',
};
export const CONTEXT: Option = {
  type: 'string',
  value: '<name>',
  summary: 'an existing cluster, by its context in the kubeconfig',
  default: 'the kind cluster of the configuration',
};

/** By which name the cluster knows the configuration. */
export const PROJECT: Option = {
  type: 'string',
  value: '<name>',
  summary: 'by which name the cluster knows this configuration',
  default: 'the folder the configuration lies in',
};

/** How long to wait for runners that are busy, and for the controller. */
export const TIMEOUT: Option = {
  type: 'string',
  value: '<duration>',
  summary: 'how long to wait for jobs to end and pods to start: 90s, 15m, 1h',
  default: '15m',
};
