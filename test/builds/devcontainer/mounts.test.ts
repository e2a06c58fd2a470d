import type { Manifest } from '../../support/sets';
import {
  containerOf,
  mountsOf,
  nodePathsOf,
  notices,
  podSpecOf,
  read,
  refusal,
  withImage,
  type Files,
} from './reading';
import type { DevContainerOptions } from '../../../src/builds/devcontainer/dev-container';

/** The mounts and volumes of a pod, without the mount of the checkout. */
function mounted(keys: object, options: Partial<DevContainerOptions> = {}) {
  const spec = podSpecOf(read(withImage(keys), {}, options));
  return { mounts: mountsOf(spec).slice(1), volumes: (spec.volumes ?? []) as Manifest[] };
}

function refused(keys: object, options: Partial<DevContainerOptions> = {}, files: Files = {}): string[] {
  return refusal(withImage(keys), files, options).map(line => line.replace(/^\S+ {2}/, ''));
}

describe('a volume', () => {
  const cache = { name: 'devcontainer-cache-0', hostPath: { path: '/nvme/cache/modules', type: 'DirectoryOrCreate' } };

  test.each([
    ['source=modules,target=/cache,type=volume'],
    ['type=volume,src=modules,dst=/cache'],
    ['source=modules,destination=/cache/'],
    ['"source=modules","target=/cache"'],
    [{ type: 'volume', source: 'modules', target: '/cache' }],
  ])('with a name is a cache: %j', mount => {
    expect(mounted({ mounts: [mount] })).toEqual({
      mounts: [{ name: 'devcontainer-cache-0', mountPath: '/cache' }],
      volumes: [cache],
    });
  });

  test('without a name is empty', () => {
    expect(mounted({ mounts: ['type=volume,target=/cache'] })).toEqual({
      mounts: [{ name: 'devcontainer-scratch-0', mountPath: '/cache' }],
      volumes: [{ name: 'devcontainer-scratch-0', emptyDir: {} }],
    });
  });

  test('may be named after the repository', () => {
    const mounts = ['source=${localWorkspaceFolderBasename}-modules,target=${containerWorkspaceFolder}/node_modules'];
    expect(mounted({ mounts })).toMatchObject({
      mounts: [{ mountPath: '/workspaces/web/node_modules' }],
      volumes: [{ hostPath: { path: '/nvme/cache/web-modules' } }],
    });
  });

  test('that is mounted twice is one volume', () => {
    const mounts = ['source=modules,target=/a', 'source=modules,target=/b,readonly'];
    expect(mounted({ mounts })).toEqual({
      mounts: [
        { name: 'devcontainer-cache-0', mountPath: '/a' },
        { name: 'devcontainer-cache-0', mountPath: '/b', readOnly: true },
      ],
      volumes: [cache],
    });
  });

  test('with a name that is a path is refused', () => {
    expect(refused({ mounts: ['source=../modules,target=/cache'] })).toEqual([
      'mounts[0]: the name of a volume has letters, digits, "_", "." and "-", got "../modules"',
    ]);
  });
});

describe('a bind mount', () => {
  test.each([
    ['source=${localWorkspaceFolder},target=/src,type=bind,consistency=cached', { name: 'workspace' }],
    ['source=${localWorkspaceFolder}/db/,target=/src,type=bind', { name: 'workspace', subPath: 'db' }],
  ])('of the checkout is a part of its volume: %s', (mount, volume) => {
    expect(mounted({ mounts: [mount] })).toEqual({ mounts: [{ ...volume, mountPath: '/src' }], volumes: [] });
  });

  test('of the folder that holds the checkout mounts the checkout in it', () => {
    const mounts = ['source=${localWorkspaceFolder}/..,target=/repos,type=bind'];
    expect(mounted({ mounts }).mounts).toEqual([{ name: 'workspace', mountPath: '/repos/web' }]);
  });

  test('of a path of the node is possible where it is allowed', () => {
    const mounts = ['source=/nvme/models/small,target=/models,type=bind,readonly'];
    expect(mounted({ mounts }, { allowHostPaths: ['/nvme/models'] })).toEqual({
      mounts: [{ name: 'devcontainer-node-0', mountPath: '/models', readOnly: true }],
      volumes: [{ name: 'devcontainer-node-0', hostPath: { path: '/nvme/models/small' } }],
    });
  });

  test.each([
    [
      'source=/nvme/models,target=/models,type=bind',
      '/nvme/models is a path of the machine that runs the container; allow it with allowHostPaths, or remove it',
    ],
    [
      'source=/var/run/docker.sock,target=/var/run/docker.sock,type=bind',
      '/var/run/docker.sock is the socket of a Docker daemon, and nodes of Kubernetes have none; ' +
        'give the build a Docker daemon of its own, or build images with BuildKit',
    ],
    [
      'source=${localEnv:HOME}${localEnv:USERPROFILE}/.ssh,target=/root/.ssh,type=bind',
      '~/.ssh is in the home directory of a developer, which no node has; ' +
        'remove the mount, and pass credentials as a Secret',
    ],
    [
      'source=~/.ssh,target=/root/.ssh,type=bind',
      '~/.ssh is in the home directory of a developer, which no node has; ' +
        'remove the mount, and pass credentials as a Secret',
    ],
    [
      'source=${localWorkspaceFolder}/../other,target=/other,type=bind',
      './../other is outside of the checkout, and the pod has only the checkout',
    ],
    [
      'source=db,target=/db,type=bind',
      'source must be an absolute path, got "db"; start it with ${localWorkspaceFolder}/',
    ],
    ['target=/db,type=bind', 'has no source; add source='],
  ])('is refused: %s', (mount, message) => {
    expect(refused({ mounts: [mount] })).toEqual([`mounts[0]: ${message}`]);
  });

  test('is not allowed by a path that only starts alike, or leads out of it', () => {
    const allowHostPaths = ['/nvme/models'];
    for (const source of ['/nvme/models-of-others', '/nvme/models/../etc'])
      expect(refused({ mounts: [`source=${source},target=/models,type=bind`] }, { allowHostPaths })).toHaveLength(1);
  });
});

describe('a tmpfs', () => {
  test('is memory of the pod', () => {
    expect(mounted({ mounts: ['type=tmpfs,target=/tmp,tmpfs-size=64m', 'type=tmpfs,target=/run'] })).toEqual({
      mounts: [
        { name: 'devcontainer-memory-0', mountPath: '/tmp' },
        { name: 'devcontainer-memory-1', mountPath: '/run' },
      ],
      volumes: [
        { name: 'devcontainer-memory-0', emptyDir: { medium: 'Memory', sizeLimit: '67108864' } },
        { name: 'devcontainer-memory-1', emptyDir: { medium: 'Memory' } },
      ],
    });
  });

  test('with a size that is none is refused', () => {
    expect(refused({ mounts: ['type=tmpfs,target=/tmp,tmpfs-size=lots'] })).toEqual([
      'mounts[0]: tmpfs-size must be a size such as 64m, got "lots"',
    ]);
  });
});

describe('a mount is refused', () => {
  test.each([
    ['type=volume,source=a', 'has no target; add target=/path/in/the/container'],
    ['type=volume,source=a,target=cache', 'target must be an absolute path, got "cache"'],
    ['type=volume,source=a,target=/', 'target must not be /, where the image itself is'],
    ['type=volume,source=a,target=/proc/sys', 'target /proc/sys belongs to the kernel in every container'],
    ['type=volume,source=a,target=/cache,volume-opt=o=bind', 'unknown field volume-opt; remove it'],
    ['type=image,source=a,target=/cache', 'type must be bind, volume or tmpfs, got "image"'],
  ])('%s', (mount, message) => {
    expect(refused({ mounts: [mount] })).toEqual([`mounts[0]: ${message}`]);
  });
});

test('a field may hold a comma in quotes, and an equals sign', () => {
  const mounts = ['type=volume,"target=/a,b",source=x', 'type=volume,target=/c=d,source=y'];
  expect(mounted({ mounts }).mounts.map(({ mountPath }) => mountPath)).toEqual(['/a,b', '/c=d']);
});

test('of two mounts at one path the last is used', () => {
  const mounts = ['source=a,target=/x', 'source=b,target=/y', 'source=c,target=/x'];
  expect(nodePathsOf(mounted({ mounts }))).toEqual(['/nvme/cache/b', '/nvme/cache/c']);
  expect(notices(withImage({ mounts: ['source=a,target=/x'], runArgs: ['-v', 'b:/x'] }))).toEqual([
    expect.stringContaining('runArgs[0]: /x is mounted twice; the last mount is used'),
  ]);
});

describe('the checkout', () => {
  const mountOf = (keys: object) => containerOf(withImage(keys)).volumeMounts;

  test('is mounted below /workspaces, wherever the commands run', () => {
    const checkout = [{ name: 'workspace', mountPath: '/workspaces/web' }];
    expect(mountOf({})).toEqual(checkout);
    expect(mountOf({ workspaceFolder: '/workspaces/web/app' })).toEqual(checkout);
    expect(containerOf(withImage({ workspaceFolder: '/workspaces/web/app' })).workingDir).toBe('/workspaces/web/app');
  });

  test('is mounted where workspaceMount says', () => {
    const keys = {
      workspaceMount: 'source=${localWorkspaceFolder}/app,target=/app,type=bind',
      workspaceFolder: '/app',
    };
    expect(mountOf(keys)).toEqual([{ name: 'workspace', subPath: 'app', mountPath: '/app' }]);
    expect(notices(withImage(keys))).toEqual([]);
  });

  test('is mounted in the place of a volume, which would hold a clone', () => {
    const keys = { workspaceMount: 'source=web,target=/src,type=volume', workspaceFolder: '/src' };
    expect(mountOf(keys)).toEqual([{ name: 'workspace', mountPath: '/src' }]);
    expect(notices(withImage(keys))).toEqual([
      expect.stringContaining('workspaceMount: the checkout is mounted in the place of the volume'),
    ]);
  });

  test('is not mounted where workspaceMount is empty', () => {
    const keys = { workspaceMount: '', workspaceFolder: '/opt' };
    expect(mountOf(keys)).toBeUndefined();
    expect(notices(withImage(keys))).toEqual([
      expect.stringContaining('/opt is outside of every mount: commands run in what the image has there'),
    ]);
  });

  test('in a folder where no command runs is refused', () => {
    expect(refused({ workspaceMount: 'source=${localWorkspaceFolder},target=/app,type=bind' })).toEqual([
      'workspaceMount: mounts the checkout elsewhere than /workspaces/web, where commands run; ' +
        'set workspaceFolder to its target',
    ]);
  });

  test('needs an absolute folder', () => {
    expect(refused({ workspaceFolder: 'app' })).toEqual(['workspaceFolder: must be an absolute path, got "app"']);
  });
});
