import { KindCluster } from '../../cluster/kind-cluster';
import { unmounted } from '../../cluster/kind-mounts';
import type { HostPath } from '../../pod/host-paths';
import type { Io } from '../command';
import { Kubectl } from '../kubectl/kubectl';
import { Progress } from '../progress';
import type { Project } from '../project';
import { ToolError } from '../tool';
import { contextOf } from './context';
import { Docker } from './docker';
import { Host } from './host';
import { Kind } from './kind';
import { isHere, preflight } from './preflight';

/**
 * Creates the kind cluster of the configuration, with all directories that its runners mount, unless it exists.
 *
 * @throws ToolError with all problems, before anything is created; also when an existing cluster lacks a mount
 */
export async function ensureCluster(
  project: Project,
  io: Io,
  waitSeconds: number,
  host = new Host(),
): Promise<'created' | 'exists'> {
  const hostPaths = await project.hostPaths();
  const cluster = new KindCluster({
    name: project.clusterName,
    hostPaths,
    ...(project.clusterImage !== undefined && { image: project.clusterImage }),
  });
  const kind = new Kind(io);
  await kind.version();
  const docker = new Docker(io);
  const info = await docker.info();
  const kubectl = new Kubectl(io, { context: contextOf(cluster.name) });
  await kubectl.clientVersion();
  const progress = new Progress(io.stderr);
  if ((await kind.clusters()).includes(cluster.name)) {
    await requireMounts(cluster.name, hostPaths, kind, docker);
    return 'exists';
  }
  const problems = preflight(info, host, hostPaths);
  if (problems.length > 0)
    throw new ToolError(
      `kind cluster ${cluster.name} was not created:\n${problems.map(problem => `  ${problem}`).join('\n')}`,
    );
  if (!isHere(info, host))
    progress.say(
      `docker runs on ${info.machine}, not on this machine: its limits, disks and directories are not checked`,
    );

  const line = progress.begin(`create kind cluster ${cluster.name}`);
  try {
    await kind.create(cluster, waitSeconds);
    await kubectl.waitNodesReady(waitSeconds);
  } catch (error) {
    if (error instanceof ToolError) line.failed(error.message);
    throw error;
  }
  line.done();
  return 'created';
}

/** The host directories that an existing cluster does not mount into its nodes. */
export async function missingMounts(
  cluster: string,
  hostPaths: readonly HostPath[],
  kind: Kind,
  docker: Docker,
): Promise<string[]> {
  const missing = new Set<string>();
  for (const node of await kind.nodes(cluster)) {
    // The load balancer of several control planes runs no pods.
    if (node.endsWith('-external-load-balancer')) continue;
    for (const path of unmounted(hostPaths, await docker.mountsOf(node))) missing.add(path);
  }
  return [...missing];
}

async function requireMounts(
  cluster: string,
  hostPaths: readonly HostPath[],
  kind: Kind,
  docker: Docker,
): Promise<void> {
  const missing = await missingMounts(cluster, hostPaths, kind, docker);
  if (missing.length > 0) {
    throw new ToolError(
      [
        `kind cluster ${cluster} has no mounts for these directories of the host that runners mount:`,
        ...missing.map(path => `  ${path}`),
        'caches there would be inside the node container, and deleted with it; recreate the cluster, since ' +
          'mounts of a kind node cannot change: deskrun down, deskrun cluster delete, deskrun up',
      ].join('\n'),
    );
  }
}
