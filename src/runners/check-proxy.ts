import { formatPath, type Finding } from '../errors';
import { ADD_API_SERVER, proxiedApiServer } from '../network/api-server-proxy';
import { RUNNER_CONTAINER } from '../modes/mode';
import { variablePath, type PlannedPod } from './check-runner-container';
import { LISTENER_CONTAINER } from './listener';
import type { ResolvedSetProps } from './resolve-props';

/** Checks that the listener, which calls the API server, does not call it through a proxy. */
export function listenerProxyFindings({ listenerTemplate, proxy }: ResolvedSetProps): Finding[] {
  const containers = listenerTemplate?.spec?.containers ?? [];
  const index = containers.findIndex(({ name }) => name === LISTENER_CONTAINER);
  const env = containers[index]?.env ?? [];
  const variable = proxiedApiServer(env, 'addresses and networks', proxy?.https !== undefined);
  return variable === undefined
    ? []
    : [
        {
          path: ['listenerTemplate', 'spec', 'containers', index, 'env', variable],
          message: `would send the listener's calls to the Kubernetes API server to the proxy; ${ADD_API_SERVER}`,
        },
      ];
}

/** A notice about a proxy in `env`, to which container hooks send their calls. Hook 0.8.1 uses no proxy. */
export function hookProxyNotices(pod: PlannedPod): string[] {
  const { proxy, containerMode } = pod.props;
  if (proxy !== undefined || containerMode.capabilities.hook !== '0.7.0') return [];
  const env = pod.template.spec?.containers.find(({ name }) => name === RUNNER_CONTAINER)?.env ?? [];
  const index = proxiedApiServer(env, 'addresses', false);
  const variable = index === undefined ? undefined : env[index];
  return variable === undefined
    ? []
    : [
        `${formatPath(variablePath(pod, variable.name))}: the container hook of containerMode ${containerMode.type} ` +
          `sends its calls to the Kubernetes API server to the proxy; ${ADD_API_SERVER}, or set proxy instead of env`,
      ];
}
