import type { Option } from '../command';

/** For every command that looks at a cluster. */
export const CONNECTION: { readonly kubeconfig: Option; readonly context: Option } = {
  kubeconfig: { type: 'string', value: '<file>', summary: 'the kubeconfig that says which clusters there are', default: 'as kubectl finds it' },
  context: { type: 'string', value: '<name>', summary: 'the context of it to use', default: 'its current one' },
};
