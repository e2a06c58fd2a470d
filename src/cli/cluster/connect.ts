import type { Call, Io } from '../command';
import { contextOf } from '../kind/context';
import { Kind } from '../kind/kind';
import { Kubectl } from '../kubectl/kubectl';
import type { Project } from '../project';

/** The cluster that the command line names; `undefined` for the kind cluster of the configuration. */
export function namedCluster({ options: { kubeconfig, context } }: Call, io: Io): Kubectl | undefined {
  if (kubeconfig === undefined && context === undefined) return undefined;
  return new Kubectl(io, {
    ...(kubeconfig !== undefined && { kubeconfig: String(kubeconfig) }),
    ...(context !== undefined && { context: String(context) }),
  });
}

/** The cluster of a command; `undefined` if that is the kind cluster of the configuration and it does not exist. */
export async function existingCluster(call: Call, io: Io, { clusterName }: Project): Promise<Kubectl | undefined> {
  const named = namedCluster(call, io);
  if (named) return named;
  return (await new Kind(io).clusters()).includes(clusterName) ? kindCluster(io, clusterName) : undefined;
}

export function kindCluster(io: Io, name: string): Kubectl {
  return new Kubectl(io, { context: contextOf(name) });
}
