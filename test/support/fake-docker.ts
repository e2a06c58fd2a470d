import type { Answer, ToolCall } from './fake-tools';

/** The daemon that docker talks to. */
interface DockerState {
  /** Fields of `docker info` that differ from the defaults. */
  readonly info?: object;
  /** The mounts of each container. */
  readonly containers?: Readonly<Record<string, readonly object[]>>;
  /** True if the daemon does not answer. */
  readonly down?: boolean;
}

const DEFAULT_INFO = { ServerVersion: '28.2.2', Name: 'desk', CgroupVersion: '2', DockerRootDir: '/var/lib/docker' };

/** Answers the docker calls of the library, and fails for all others. */
export function docker({ argv }: ToolCall, { info = {}, containers = {}, down = false }: DockerState): Answer {
  const line = argv.join(' ');
  if (line === 'info --format {{json .}}') {
    // Without a daemon, docker prints information about the client, and an error on standard error.
    return down
      ? {
          stdout: '{"ServerVersion":"","Name":""}\n',
          stderr: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
          code: 1,
        }
      : { stdout: `${JSON.stringify({ ...DEFAULT_INFO, ...info })}\n` };
  }
  const container = /^inspect --type container --format {{json .Mounts}} (\S+)$/.exec(line)?.[1];
  if (container === undefined) return { stderr: `docker: unknown command: docker ${line}\n`, code: 125 };
  const mounts = containers[container];
  return mounts
    ? { stdout: `${JSON.stringify(mounts)}\n` }
    : { stdout: '\n', stderr: `Error response from daemon: No such container: ${container}\n`, code: 1 };
}
