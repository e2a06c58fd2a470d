import type { k8s } from '../kubernetes';

/** The libraries that the runner's Node.js links to, and the directory in which an amd64 loader looks for them. */
const LOADER = 'ld-linux-x86-64.so.2';
const LIBRARIES = [
  'libc.so.6',
  'libm.so.6',
  'libpthread.so.0',
  'libdl.so.2',
  'librt.so.1',
  'libstdc++.so.6',
  'libgcc_s.so.1',
];
const LIBRARY_DIRECTORY = '/lib/x86_64-linux-gnu';

/**
 * Copies the C library of the runner image into a volume and mounts it into the job container. Each file has its own
 * mount, so that the other files in the directories of the job image stay visible.
 */
export function glibcShims(runnerImage: string): {
  initContainer: k8s.Container;
  volumes: k8s.Volume[];
  volumeMounts: k8s.VolumeMount[];
} {
  const name = 'glibc-shims';
  const file = (directory: string, library: string): k8s.VolumeMount => ({
    name,
    mountPath: `${directory}/${library}`,
    subPath: library,
    readOnly: true,
  });
  return {
    initContainer: {
      name,
      image: runnerImage,
      command: ['sh', '-c'],
      args: [
        `set -e; cd ${LIBRARY_DIRECTORY}; cp -L ${[LOADER, ...LIBRARIES].join(' ')} /${name}/; chmod 0755 /${name}/*`,
      ],
      securityContext: { runAsUser: 0, runAsGroup: 0 },
      volumeMounts: [{ name, mountPath: `/${name}` }],
    },
    volumes: [{ name, emptyDir: {} }],
    volumeMounts: [file('/lib64', LOADER), ...LIBRARIES.map(library => file(LIBRARY_DIRECTORY, library))],
  };
}
