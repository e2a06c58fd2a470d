import { pathProblem } from '../../pod/path';
import type { BuildMount } from '../build-config';
import { segmentsProblem } from '../checkout-path';
import { targetProblem } from './paths';

/** Sockets of container runtimes. */
const RUNTIME_SOCKET = /(^|\/)(docker|podman|containerd|crio|buildkitd)\.sock$/;

/** Returns why a text is not a mount such as `/nvme/data:/data:ro`, or undefined. */
export function mountProblem(mount: string): string | undefined {
  const got = `got ${JSON.stringify(mount)}`;
  const [source, target, access, ...more] = mount.split(':');
  if (source === undefined || target === undefined || more.length > 0)
    return `must be source:target or source:target:ro, ${got}`;
  if (RUNTIME_SOCKET.test(source) || RUNTIME_SOCKET.test(target))
    return (
      `mounts the socket of a container runtime, ${got}: nodes of Kubernetes have no Docker, and such a socket gives ` +
      'root on the node; build images with BuildKit, or run the job in a runner set with containerMode dind'
    );
  if (!source.startsWith('/'))
    return (
      `must start with an absolute path on the node, ${got}; ` +
      'a directory that is kept between builds is an entry of cache'
    );
  const problem = pathProblem(source) ?? targetProblem(target) ?? segmentsProblem(source) ?? segmentsProblem(target);
  if (problem !== undefined) return problem;
  if (access !== undefined && access !== 'ro' && access !== 'rw')
    return `must end with ro or rw, ${got}; other options of docker have no meaning in a pod`;
  return undefined;
}

/** Reads a mount such as `/nvme/data:/data:ro`. */
export function readMount(mount: string): BuildMount {
  const [source, target, access] = mount.split(':') as [string, string, string?];
  return { source, target, readOnly: access === 'ro' };
}
