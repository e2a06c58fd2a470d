import type { Run } from '../command';
import { openProject } from '../configuration/open';
import { contextOf } from '../kind/context';
import { Docker } from '../kind/docker';
import { missingMounts } from '../kind/ensure-cluster';
import { Kind } from '../kind/kind';
import { printData } from '../output';

/** The state of a kind cluster. */
interface ClusterStatus {
  readonly name: string;
  readonly exists: boolean;
  readonly context?: string;
  readonly nodes: readonly string[];
  /** Host directories that runners mount and that the nodes do not have. */
  readonly missingMounts: readonly string[];
}

export const run: Run = async (call, io) => {
  const project = await openProject(call, io);
  const { clusterName: name } = project;
  const kind = new Kind(io);
  if (!(await kind.clusters()).includes(name)) {
    await printData(call, io, { name, exists: false, nodes: [], missingMounts: [] }, rows);
    return 0;
  }
  const missing = await missingMounts(name, await project.hostPaths(), kind, new Docker(io));
  await printData(
    call,
    io,
    { name, exists: true, context: contextOf(name), nodes: await kind.nodes(name), missingMounts: missing },
    rows,
  );
  return missing.length === 0 ? 0 : 1;
};

function rows({ name, exists, context = '', nodes, missingMounts: missing }: ClusterStatus): string[][] {
  return [
    ['CLUSTER', 'STATE', 'CONTEXT', 'NODES'],
    [name, exists ? 'exists' : 'does not exist', context, nodes.join(',')],
    ...missing.map(path => ['', `does not mount ${path} of this machine; recreate the cluster to mount it`, '', '']),
  ];
}
