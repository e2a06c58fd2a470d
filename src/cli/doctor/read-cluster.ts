import type { Call, Io } from '../command';
import { openProject } from '../configuration/open';
import { contextOf } from '../kind/context';
import { Docker } from '../kind/docker';
import { Host } from '../kind/host';
import type { Project } from '../project';
import { runTool, ToolError } from '../tool';
import { collect } from './collect';
import { hostFacts } from './collect-host';
import type { Facts } from './facts';

/** What was read of a cluster. */
export interface ClusterReading {
  readonly facts: Facts;
  /** The name of the cluster in messages. */
  readonly where: string;
  /** The configuration of the cluster. @default - the command line names a cluster */
  readonly project?: Project;
}

/** Reads the cluster that the command line names, or the kind cluster of the configuration. */
export async function readCluster({ options, ...call }: Call, io: Io): Promise<ClusterReading> {
  const { kubeconfig, context } = options;
  const project =
    kubeconfig === undefined && context === undefined ? await openProject({ options, ...call }, io) : undefined;
  const connection = Object.entries({
    kubeconfig,
    context: project ? contextOf(project.clusterName) : context,
  }).flatMap(([name, value]) => (typeof value === 'string' ? [`--${name}=${value}`] : []));
  const where = connection
    .map(option => option.replace(/^--\w+=/, ''))
    .reverse()
    .join(' of ');
  const ask = async (args: readonly string[]) => {
    const answer = await runTool(io, 'kubectl', [...args, ...connection]);
    if (project && /context was not found|context ".*" does not exist/.test(answer.stderr)) {
      throw new ToolError(
        `kind cluster ${project.clusterName} does not exist; create it with deskrun up, or name another cluster ` +
          'with --context',
      );
    }
    return answer;
  };
  const facts = await collect(ask, where, new Date());
  return { facts: { ...facts, host: await hostFacts(new Docker(io), new Host(), facts) }, project, where };
}
