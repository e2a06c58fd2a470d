import { DeskrunError } from '../../errors';
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
  const project = kubeconfig === undefined && context === undefined ? await openProject({ options, ...call }, io) : undefined;
  const connection = Object.entries({ kubeconfig, context: project ? contextOf(project.clusterName) : context })
    .flatMap(([name, value]) => (typeof value === 'string' ? [`--${name}=${value}`] : []));
  const seen = await collect(args => runTool(io, 'kubectl', [...args, ...connection]), new Date()).catch((error: unknown) => {
    throw project && error instanceof DeskrunError && /context .*(not found|does not exist)/.test(error.message)
      ? new ToolError(`kind cluster ${project.clusterName} does not exist; deskrun up makes it, --context names another`)
      : error;
  });
  const facts = { ...seen, host: await hostFacts(new Docker(io), new Host(), seen) };
  return { facts, project, where: connection.map(option => option.replace(/^--\w+=/, '')).reverse().join(' of ') };
}
