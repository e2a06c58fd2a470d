import type { KindMount } from '../../cluster/kind-mounts';
import type { Io } from '../command';
import { runTool, ToolError } from '../tool';

/** What the Docker daemon says of itself and its machine. */
export interface DockerInfo {
  readonly version: string;
  /** The name of the machine that it runs on. */
  readonly machine: string;
  readonly cgroupVersion: string;
  /** Where it keeps images and containers. */
  readonly root: string;
}

/** The Docker that kind puts its nodes into. */
export class Docker {
  constructor(private readonly io: Io) {}

  /** @throws ToolError when docker is not there, or its daemon does not answer */
  async info(): Promise<DockerInfo> {
    const { code, stdout, stderr } = await runTool(this.io, 'docker', ['info', '--format', '{{json .}}']);
    const { ServerVersion, Name, CgroupVersion, DockerRootDir } = JSON.parse(
      stdout.trim() === '' ? '{}' : stdout,
    ) as Readonly<Record<string, string | undefined>>;
    if (code !== 0 || !ServerVersion) {
      throw new ToolError(
        `docker does not answer: ${stderr.trim() || 'it says nothing of a server'}; start it, and see that you may use it (docker info)`,
      );
    }
    return {
      version: ServerVersion,
      machine: Name ?? '',
      cgroupVersion: CgroupVersion ?? '',
      root: DockerRootDir ?? '/var/lib/docker',
    };
  }

  /** What a container has of the machine. */
  async mountsOf(container: string): Promise<KindMount[]> {
    const { code, stdout, stderr } = await runTool(this.io, 'docker', [
      'inspect',
      '--type',
      'container',
      '--format',
      '{{json .Mounts}}',
      container,
    ]);
    if (code !== 0) throw new ToolError(`docker cannot tell what node ${container} has mounted: ${stderr.trim()}`);
    const mounts = JSON.parse(stdout) as readonly {
      readonly Type: string;
      readonly Source: string;
      readonly Destination: string;
      readonly RW: boolean;
    }[];
    return mounts
      .filter(({ Type }) => Type === 'bind')
      .map(({ Source, Destination, RW }) => ({ hostPath: Source, containerPath: Destination, readOnly: !RW }));
  }
}
