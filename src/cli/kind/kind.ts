import type { KindCluster } from '../../cluster/kind-cluster';
import type { Io } from '../command';
import { runTool, ToolError } from '../tool';

/** Runs kind. */
export class Kind {
  constructor(private readonly io: Io) {}

  /** @throws ToolError when kind is not installed */
  async version(): Promise<string> {
    return (await this.call(['version'])).trim();
  }

  /** The names of all kind clusters. */
  async clusters(): Promise<string[]> {
    return lines(await this.call(['get', 'clusters']));
  }

  /** The names of a cluster's node containers. */
  async nodes(cluster: string): Promise<string[]> {
    return lines(await this.call(['get', 'nodes', '--name', cluster]));
  }

  /** Creates a cluster and writes its context into the kubeconfig. An interruption deletes the cluster. */
  async create(cluster: KindCluster, waitSeconds: number): Promise<void> {
    try {
      await this.call(
        ['create', 'cluster', '--name', cluster.name, '--config', '-', '--wait', `${waitSeconds}s`],
        cluster.toYaml(),
      );
    } catch (error) {
      if (this.io.signal.aborted)
        await new Kind({ ...this.io, signal: new AbortController().signal }).delete(cluster.name);
      throw error;
    }
  }

  async delete(cluster: string): Promise<void> {
    await this.call(['delete', 'cluster', '--name', cluster]);
  }

  private async call(args: readonly string[], stdin?: string): Promise<string> {
    const { code, stdout, stderr } = await runTool(this.io, 'kind', args, stdin);
    if (code !== 0) throw new ToolError(`kind ${args.slice(0, 2).join(' ')} failed: ${stderr.trim() || 'no message'}`);
    return stdout;
  }
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}
