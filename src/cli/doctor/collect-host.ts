import type { Docker } from '../kind/docker';
import type { Host } from '../kind/host';
import { isHere } from '../kind/preflight';
import { ToolError } from '../tool';
import type { Facts } from './facts';
import type { HostFacts } from './host';

/**
 * Reads the mounts of a kind cluster's nodes from Docker and, when Docker runs on this machine, its limits and disks.
 * `undefined` for a cluster of another tool, or when Docker has no containers with the names of its nodes.
 */
export async function hostFacts(
  docker: Docker,
  host: Host,
  { objects }: Pick<Facts, 'objects'>,
): Promise<HostFacts | undefined> {
  const names = objects.Node.filter(({ spec }) => spec?.providerID?.startsWith('kind://docker/')).map(
    ({ metadata }) => metadata.name,
  );
  if (names.length === 0) return undefined;
  try {
    const nodes = await Promise.all(names.map(async name => ({ name, mounts: await docker.mountsOf(name) })));
    const info = await docker.info();
    const cgroupVersion = info.cgroupVersion === '1' ? 1 : 2;
    if (!isHere(info, host)) return { nodes, cgroupVersion };
    const caches = [
      ...new Set(
        nodes.flatMap(({ mounts }) => mounts.filter(({ readOnly }) => !readOnly).map(({ hostPath }) => hostPath)),
      ),
    ];
    return {
      nodes,
      cgroupVersion,
      inotify: inotify(host),
      disks: [info.root, ...caches.filter(path => host.exists(path))].map(path => ({
        path,
        freeBytes: host.freeBytes(path),
      })),
    };
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

function inotify(host: Host): HostFacts['inotify'] {
  const [watches, instances] = [
    host.sysctl('fs.inotify.max_user_watches'),
    host.sysctl('fs.inotify.max_user_instances'),
  ];
  return watches === undefined || instances === undefined
    ? undefined
    : { 'fs.inotify.max_user_watches': watches, 'fs.inotify.max_user_instances': instances };
}
