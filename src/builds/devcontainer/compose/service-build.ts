import { buildFromDockerfile } from '../image/dockerfile-build';
import { imageReference, type ImageSource } from '../image/image-source';
import { pathFromCheckout } from '../mounts/mounts';
import type { SettingsReader } from '../settings';
import type { Tree } from './tree';

/** Options of `docker build`, by the key of `build`. */
const BUILD_OPTIONS: Readonly<Record<string, string>> = {
  network: '--network',
  labels: '--label',
  extra_hosts: '--add-host',
  additional_contexts: '--build-context',
};

const BUILD_KEYS = [
  ...Object.keys(BUILD_OPTIONS),
  ...['context', 'dockerfile', 'args', 'target', 'cache_from', 'cache_to', 'tags', 'no_cache', 'pull', 'shm_size'],
];

/** Returns where the image of a service comes from. What is built is not pulled, so `build` wins over `image`. */
export function serviceImage(service: Tree, reader: SettingsReader): ImageSource | undefined {
  const { report, checkout, folder = '.' } = reader;
  const build = service.get('build');
  const image = service.get('image');
  if (!build) {
    if (image) return imageReference(image.text, image.place, report);
    report.error(service.place, 'has neither an image nor a build; add one');
    return undefined;
  }
  for (const [key, { place }] of build.entries)
    if (!BUILD_KEYS.includes(key)) report.error(place, `a build in the cluster has nothing for ${key}; remove it`);
  const contextTree = build.isScalar ? build : build.get('context');
  const dockerfileTree = build.get('dockerfile');
  const context = fromRoot(contextTree?.text ?? '.', folder);
  return buildFromDockerfile(
    { checkout, folder: '.', report },
    {
      context,
      // The Dockerfile is relative to the context.
      dockerfile: `${context}/${dockerfileTree?.text ?? 'Dockerfile'}`,
      target: build.get('target')?.text,
      args: argumentsOf(build, reader),
      cacheFrom: build.get('cache_from')?.items.map(({ text }) => text),
      options: optionsOf(build, folder),
    },
    { dockerfile: (dockerfileTree ?? build).place, context: (contextTree ?? build).place, build: build.place },
  );
}

/** The path relative to the root of the checkout. What is no path of the checkout stays, and is reported as that. */
function fromRoot(path: string, folder: string): string {
  return pathFromCheckout(path, folder) ?? path;
}

function argumentsOf(build: Tree, { localEnv }: SettingsReader): Record<string, string> {
  const args: Record<string, string> = {};
  for (const [name, value] of build.get('args')?.pairs ?? []) {
    const text = value.content === null ? localEnv[name] : value.text;
    if (text !== undefined) args[name] = text;
  }
  return args;
}

function optionsOf(build: Tree, folder: string): string[] {
  const options = Object.entries(BUILD_OPTIONS).flatMap(([key, option]) => {
    const tree = build.get(key);
    if (!tree) return [];
    if (tree.isScalar) return [option, tree.text];
    const textOf = ({ text }: Tree) =>
      key === 'additional_contexts' && !text.includes(':') ? fromRoot(text, folder) : text;
    return [...tree.pairs].flatMap(([name, value]) => [option, `${name}=${textOf(value)}`]);
  });
  return [
    ...options,
    ...(build.get('no_cache')?.isTrue ? ['--no-cache'] : []),
    ...(build.get('pull')?.isTrue ? ['--pull'] : []),
  ];
}
