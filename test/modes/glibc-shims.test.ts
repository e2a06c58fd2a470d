import { ContainerMode } from '../../src';
import { changes } from '../support/changes';
import { containerOf, synthSet, type Manifest } from '../support/sets';

const runnerImage = 'example.com/runner:1';
const privileged = (glibcShims: boolean) =>
  synthSet({ runnerImage, containerMode: ContainerMode.cachedPrivileged({ glibcShims }) });

const libraries = [
  'libc.so.6',
  'libm.so.6',
  'libpthread.so.0',
  'libdl.so.2',
  'librt.so.1',
  'libstdc++.so.6',
  'libgcc_s.so.1',
];
const files = ['/lib64/ld-linux-x86-64.so.2', ...libraries.map(library => `/lib/x86_64-linux-gnu/${library}`)];

function shimMounts(): Manifest[] {
  return privileged(true).job.volumeMounts.filter(({ name }) => name === 'glibc-shims');
}

test('the loader and each library are mounted file by file, read-only', () => {
  expect(shimMounts()).toEqual(
    files.map(mountPath => ({ name: 'glibc-shims', mountPath, subPath: mountPath.split('/').at(-1), readOnly: true })),
  );
});

test('the init container copies every file that is mounted', () => {
  const [script] = containerOf(privileged(true).jobPod.spec, 'glibc-shims').args;
  for (const { subPath } of shimMounts()) expect(script).toContain(` ${subPath} `);
});

test('the init container copies files, not symbolic links into the runner image', () => {
  expect(containerOf(privileged(true).jobPod.spec, 'glibc-shims').args[0]).toContain('cp -L ');
});

test("the extension repeats the hook's init container first", () => {
  const { initContainers = [] } = privileged(true).jobPod.spec;
  expect(initContainers.map(({ name, image }) => [name, image])).toEqual([
    ['fs-init', runnerImage],
    ['glibc-shims', runnerImage],
  ]);
});

test('the repeated init container fills every volume of the job', () => {
  const { spec } = privileged(true).jobPod;
  const mounted = containerOf(spec, 'fs-init').volumeMounts.map(({ name }) => name);
  expect(mounted.sort()).toEqual(['externals', 'github', 'work']);
});

test('glibcShims changes only the mounts, their volume and the init containers of the job pod', () => {
  const expected = Object.fromEntries([
    ...shimMounts().flatMap(({ mountPath, subPath }) =>
      [
        ['name', 'glibc-shims'],
        ['subPath', subPath],
        ['readOnly', true],
      ].map(([field, value]) => [`containers[job].volumeMounts[${mountPath}].${field}`, [undefined, value]] as const),
    ),
    ['volumes[glibc-shims].emptyDir', [undefined, {}]],
    // As the working directory of the job, that of the repository would be created for root.
    ['containers[job].workingDir', ['/__w/<repository>/<repository>', '/__w']],
  ]);
  const [{ initContainers: _without, ...without }, { initContainers: _with, ...withShims }] = [
    privileged(false).jobPod.spec,
    privileged(true).jobPod.spec,
  ];
  expect(changes(without, withShims)).toEqual(expected);
});

test('glibcShims does not change the runner pod', () => {
  expect(privileged(true).pod).toEqual(privileged(false).pod);
});

test('without glibcShims, the extension has no init container', () => {
  expect(privileged(false).extension.spec).not.toHaveProperty('initContainers');
});
