import type { KindMount } from '../../cluster/kind-mounts';
import type { Io } from '../command';
import { runTool, ToolError } from '../tool';

/** The state of the Docker daemon and its machine. */
export interface DockerInfo {
  readonly version: string;
  /** The host name of the machine that it runs on. */
  readonly machine: string;
  readonly cgroupVersion: string;
  /** The directory of images and containers. */
  readonly root: string;
}

/** Runs docker. */
export class Docker {
  constructor(private readonly io: Io) {}

  /** @throws ToolError when docker is not installed, or its daemon does not answer */
  async info(): Promise<DockerInfo> {
    const { code, stdout, stderr } = await runTool(this.io, 'docker', ['info', '--format', '{{json .}}']);
    const { ServerVersion, Name, CgroupVersion, DockerRootDir } = JSON.parse(
      stdout.trim() === '' ? '{}' : stdout,
    ) as Readonly<Record<string, string | undefined>>;
    if (code !== 0 || !ServerVersion) {
      throw new ToolError(
        `docker does not answer: ${stderr.trim() || 'docker info shows no server'}; start it, and check that you ` +
          'have permission to use it (docker info)',
      );
    }
    return {
      version: ServerVersion,
      machine: Name ?? '',
      cgroupVersion: CgroupVersion ?? '',
      root: DockerRootDir ?? '/var/lib/docker',
    };
  }

  /** The bind mounts of a container. */
  async mountsOf(container: string): Promise<KindMount[]> {
    const { code, stdout, stderr } = await runTool(this.io, 'docker', [
      'inspect',
      '--type',
      'container',
      '--format',
      '{{json .Mounts}}',
      container,
    ]);
    if (code !== 0) throw new ToolError(`docker cannot list the mounts of node ${container}: ${stderr.trim()}`);
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
