import { hostPathsOfPod, hostPathVolumes, mergeHostPaths } from '../../src/pod/host-paths';

const spec = {
  volumes: [
    { name: 'docker', hostPath: { path: '/nvme/docker', type: 'DirectoryOrCreate' } },
    { name: 'nix', hostPath: { path: '/nix/store' } },
    { name: 'work', emptyDir: {} },
  ],
  initContainers: [{ volumeMounts: [{ name: 'docker', mountPath: '/var/lib/docker', subPathExpr: '$(POD)' }] }],
  containers: [
    {
      volumeMounts: [
        { name: 'nix', mountPath: '/nix/store-host', readOnly: true },
        { name: 'docker', mountPath: '/docker', subPath: 'images', readOnly: true },
      ],
    },
    {},
  ],
};

test('lists hostPath volumes with the mounts of containers and init containers', () => {
  expect(hostPathVolumes(spec)).toEqual([
    {
      path: '/nvme/docker',
      type: 'DirectoryOrCreate',
      mounts: [
        { mountPath: '/var/lib/docker', readOnly: false, subPathExpr: '$(POD)' },
        { mountPath: '/docker', readOnly: true, subPath: 'images' },
      ],
    },
    { path: '/nix/store', mounts: [{ mountPath: '/nix/store-host', readOnly: true }] },
  ]);
});

test('a path is read-only when every mount of its volume is', () => {
  expect(hostPathsOfPod(spec)).toEqual([
    { path: '/nvme/docker', type: 'DirectoryOrCreate', readOnly: false },
    { path: '/nix/store', readOnly: true },
  ]);
});

test('a pod without volumes has no paths', () => {
  expect(hostPathsOfPod({ containers: [{}] })).toEqual([]);
});

test('merged paths are sorted, and writable when one of them is', () => {
  expect(
    mergeHostPaths([
      { path: '/b', readOnly: true },
      { path: '/a', readOnly: true },
      { path: '/b', readOnly: false, type: 'Directory' },
    ]),
  ).toEqual([
    { path: '/a', readOnly: true },
    { path: '/b', readOnly: false, type: 'Directory' },
  ]);
});
