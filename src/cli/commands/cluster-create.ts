import { timeoutSeconds } from '../apply/options';
import type { Run } from '../command';
import { openProject } from '../configuration/open';
import { contextOf } from '../kind/context';
import { ensureCluster } from '../kind/ensure-cluster';

export const run: Run = async (call, io) => {
  const waitSeconds = timeoutSeconds(call);
  const project = await openProject(call, io);
  const outcome = await ensureCluster(project, io, waitSeconds);
  io.stderr.write(
    `kind cluster ${project.clusterName} ` +
      `${outcome === 'created' ? 'is ready' : 'already exists and has all host directories that runners mount'}; ` +
      `kubectl --context ${contextOf(project.clusterName)}\n`,
  );
  return 0;
};
