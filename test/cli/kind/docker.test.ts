import { Docker } from '../../../src/cli/kind/docker';
import { consoleIn } from '../../support/console';
import { FakeTools } from '../../support/fake-tools';

function dockerIn(state: Readonly<Record<string, unknown>>): Docker {
  const tools = new FakeTools().add('docker', state);
  return new Docker(consoleIn(tools.folder, tools.env).io);
}

describe('docker', () => {
  it('reports its version and machine', async () => {
    expect(await dockerIn({}).info()).toEqual({
      version: '28.2.2',
      machine: 'desk',
      cgroupVersion: '2',
      root: '/var/lib/docker',
    });
  });

  it('is reported if its daemon does not answer', async () => {
    await expect(dockerIn({ down: true }).info()).rejects.toThrow(
      'docker does not answer: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker ' +
        'daemon running?; start it, and check that you have permission to use it (docker info)',
    );
  });

  it('lists bind mounts of a container, and not its volumes', async () => {
    const docker = dockerIn({
      containers: {
        node: [
          { Type: 'bind', Source: '/nvme/a', Destination: '/nvme/a', Mode: '', RW: true, Propagation: 'rprivate' },
          {
            Type: 'bind',
            Source: '/lib/modules',
            Destination: '/lib/modules',
            Mode: 'ro',
            RW: false,
            Propagation: 'rprivate',
          },
          {
            Type: 'volume',
            Name: 'abc',
            Source: '/var/lib/docker/volumes/abc/_data',
            Destination: '/var',
            Driver: 'local',
            Mode: '',
            RW: true,
            Propagation: '',
          },
        ],
      },
    });
    expect(await docker.mountsOf('node')).toEqual([
      { hostPath: '/nvme/a', containerPath: '/nvme/a', readOnly: false },
      { hostPath: '/lib/modules', containerPath: '/lib/modules', readOnly: true },
    ]);
  });

  it('reports an unknown container', async () => {
    await expect(dockerIn({}).mountsOf('node')).rejects.toThrow(
      'docker cannot list the mounts of node node: Error response from daemon: No such container: node',
    );
  });
});
