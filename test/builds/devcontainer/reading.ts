import type { Checkout } from '../../../src/builds/devcontainer/checkout';
import { devContainerPod } from '../../../src/builds/devcontainer/pod';
import type { DevContainer, DevContainerOptions } from '../../../src/builds/devcontainer/dev-container';
import { readDevContainer } from '../../../src/builds/devcontainer/read';
import { formatFinding } from '../../../src/builds/devcontainer/report';
import { ConfigFileError } from '../../../src/errors';
import { podTemplateToJson } from '../../../src/kubernetes';
import { podFindings } from '../../../src/pod/check';
import { composePod } from '../../../src/pod/compose';
import type { PodContribution } from '../../../src/pod/contribution';
import type { Manifest } from '../../support/sets';

/** Where the file under test is. */
export const FILE = '.devcontainer/devcontainer.json';

/** Texts of files by path. */
export type Files = Readonly<Record<string, string>>;

/** A checkout with these files. */
export function checkoutOf(files: Files): Checkout {
  return {
    read: path => files[path],
    list: folder => [
      ...new Set(
        Object.keys(files)
          .filter(path => folder === '.' || path.startsWith(`${folder}/`))
          .map(path => path.slice(folder === '.' ? 0 : folder.length + 1).split('/')[0] as string),
      ),
    ],
  };
}

/** A file as text, or as what it holds. */
export type Written = string | object;

/** Reads a devcontainer.json file of the repository `acme/web`, in a checkout with further files. */
export function read(written: Written, files: Files = {}, options: Partial<DevContainerOptions> = {}): DevContainer {
  const text = typeof written === 'string' ? written : JSON.stringify(written, undefined, 2);
  return readDevContainer(text, {
    file: FILE,
    checkout: checkoutOf({ [FILE]: text, ...files }),
    repository: 'https://git.example.com/acme/web.git',
    ...options,
  });
}

/** The lines of the error that refuses a file, without the last one, which counts them. */
export function refusal(written: Written, files: Files = {}, options: Partial<DevContainerOptions> = {}): string[] {
  try {
    read(written, files, options);
  } catch (error) {
    if (error instanceof ConfigFileError) return error.message.split('\n').slice(0, -1);
    throw error;
  }
  throw new Error('nothing was refused');
}

/** What is said about a file that is not refused, by its lines. */
export function notices(written: Written, files: Files = {}, options: Partial<DevContainerOptions> = {}): string[] {
  return read(written, files, options).notices.map(formatFinding);
}

/** What a container adds to a pod. Paths of the checkout are in the volume `workspace`. */
export function contributionOf(container: DevContainer): PodContribution {
  return devContainerPod(container, {
    owner: ['devcontainer'],
    name: 'build',
    checkout: path => (path === '.' ? { name: 'workspace' } : { name: 'workspace', subPath: path }),
    cache: name => ({ hostPath: { path: `/nvme/cache/${name}`, type: 'DirectoryOrCreate' } }),
    serviceImage: ({ name, image }) => (image.kind === 'image' ? image.image : `example.com/built-${name}:1`),
    gpuResource: 'nvidia.com/gpu',
  });
}

/** The spec of {@link contributionOf} in a manifest. */
export function podSpecOf(container: DevContainer): Manifest {
  return podTemplateToJson(contributionOf(container).template as never).spec as Manifest;
}

/** The container `build` of the pod of a file. */
export function containerOf(written: Written, files: Files = {}, options: Partial<DevContainerOptions> = {}): Manifest {
  return podSpecOf(read(written, files, options)).containers[0];
}

/** A file with an image and further keys. */
export function withImage(keys: object): object {
  return { image: 'debian:12', ...keys };
}

/** The mounts of the container `build`. */
export function mountsOf(spec: Manifest): Manifest[] {
  return spec.containers[0].volumeMounts as Manifest[];
}

/** The paths of the node that the volumes of a pod are. */
export function nodePathsOf({ volumes }: Manifest): string[] {
  return (volumes as Manifest[]).map(({ hostPath }) => hostPath.path as string);
}

/** What the API server would refuse in a pod with the container. */
export function problemsOf(container: DevContainer): unknown[] {
  const rest: PodContribution = {
    owner: [],
    template: {
      spec: {
        containers: [{ name: 'build', image: 'example.com/built:1' }],
        volumes: [{ name: 'workspace', emptyDir: {} }],
        restartPolicy: 'Never',
      },
    },
  };
  return podFindings(podTemplateToJson(composePod([contributionOf(container), rest])), 36);
}
