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

/** A look at a cluster. */
export interface Look {
  readonly facts: Facts;
  /** Which cluster it was, for people. */
  readonly where: string;
  /** The configuration that it runs. @default - the command line named another cluster */
  readonly project?: Project;
}

/** Looks at the cluster that a command line names: the configuration's kind cluster, where it names none. */
export async function look({ options, ...call }: Call, io: Io): Promise<Look> {
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
        `kind cluster ${project.clusterName} does not exist; deskrun up makes it, --context names another`,
      );
    }
    return answer;
  };
  const facts = await collect(ask, where, new Date());
  return { facts: { ...facts, host: await hostFacts(new Docker(io), new Host(), facts) }, project, where };
}
