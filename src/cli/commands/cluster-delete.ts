import { kindCluster } from '../cluster/connect';
import type { Io, Run } from '../command';
import { openProject } from '../configuration/open';
import { RESOURCES } from '../doctor/kinds';
import { Kind } from '../kind/kind';
import { Progress } from '../progress';
import { ToolError } from '../tool';

export const run: Run = async (call, io) => {
  const { clusterName } = await openProject(call, io);
  const kind = new Kind(io);
  if (!(await kind.clusters()).includes(clusterName)) {
    io.stderr.write(`kind cluster ${clusterName} does not exist\n`);
    return 0;
  }
  const sets = call.options.yes === true ? [] : await runnerSetsOf(clusterName, io);
  if (sets.length > 0) {
    throw new ToolError(
      `kind cluster ${clusterName} has runner sets: ${sets.join(', ')}; ` +
        'only a running controller removes them from GitHub: run deskrun down first, or add --yes',
    );
  }
  const line = new Progress(io.stderr).begin(`delete kind cluster ${clusterName}`);
  await kind.delete(clusterName);
  line.done();
  return 0;
};

/** The runner sets of a kind cluster. None when its API server does not answer. */
async function runnerSetsOf(cluster: string, io: Io): Promise<string[]> {
  const kubectl = kindCluster(io, cluster);
  try {
    const served = (await kubectl.apiResources())
      .filter(({ resource }) => resource === RESOURCES.AutoscalingRunnerSet)
      .map(({ resource }) => resource);
    return (await kubectl.list(served)).map(({ metadata }) => metadata.name);
  } catch (error) {
    if (!(error instanceof ToolError) || io.signal.aborted) throw error;
    io.stderr.write(`${error.message}\n`);
    return [];
  }
}
