import type { Option } from '../command';

/** The cluster, for every command that uses one. */
export const KUBECONFIG: Option = {
  type: 'string',
  value: '<file>',
  summary: 'kubeconfig of an existing cluster; kind and docker are not needed',
  default: 'the kind cluster of the configuration',
};
export const CONTEXT: Option = {
  type: 'string',
  value: '<name>',
  summary: 'kubeconfig context of an existing cluster',
  default: 'the kind cluster of the configuration',
};

/** The name of the configuration in the cluster: objects carry it as a label. */
export const PROJECT: Option = {
  type: 'string',
  value: '<name>',
  summary: 'name of this configuration in the cluster; its objects are labelled with it',
  default: 'name of the folder of the configuration',
};

/** How long to wait for busy runners and for the controller. */
export const TIMEOUT: Option = {
  type: 'string',
  value: '<duration>',
  summary: 'how long to wait for jobs to finish and pods to start, such as 90s, 15m or 1h',
  default: '15m',
};
