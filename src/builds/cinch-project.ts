import { Construct } from 'constructs';
import { addNotice } from '../app/notices';
import { ConfigFileError, formatPath, refuse, type Finding } from '../errors';
import { isSystemError, reasonOf } from '../file-error';
import { withoutUndefined } from '../plain-object';
import { checkProps } from '../schema/props';
import { findCinchFile } from './cinch-file/find';
import { readCinchFile, type CinchFile } from './cinch-file/read';
import { cinchProjectSchema, type CinchProjectProps } from './cinch-project-props';
import { ContainerBuild } from './container-build';
import type { ContainerBuildProps } from './container-build-props';
import { asBuild } from './dev-container-build';
import type { Checkout } from './devcontainer/checkout';
import { folderCheckout } from './devcontainer/folder-checkout';
import type { DevContainer } from './devcontainer/dev-container';
import { readDevContainer } from './devcontainer/read';
import { formatFinding } from './devcontainer/report';
import { discover, type Environment } from './discovery';
import { propsOf, type ConfiguredProps } from './project-build';
import { standardCaches } from './standard-caches';

const FALLBACK_IMAGE = 'docker.io/library/buildpack-deps:trixie-scm';

/**
 * The builds of a project as its `.cinch.yaml` describes them: one for each entry of `workers`, or one. The command
 * runs in the devcontainer of the project or in an image, with the caches of the tools whose files the checkout has.
 *
 * @throws ConfigFileError with everything that is wrong in `.cinch.yaml` or devcontainer.json, with line and column
 * @throws PropsError with every invalid prop
 * @example
 * new CinchProject(chart, 'web', {
 *   checkout: '../web',
 *   repository: 'https://github.com/owner/web',
 *   commit: '0123456789abcdef0123456789abcdef01234567',
 * });
 */
export class CinchProject extends Construct {
  /** The builds, one for each entry of `workers`. */
  readonly builds: readonly ContainerBuild[];

  /** What the builds run in, and why: `image node:22: .cinch.yaml names it`. */
  readonly environment: string;

  constructor(scope: Construct, id: string, given: CinchProjectProps) {
    super(scope, id);
    const { props, findings } = checkProps(cinchProjectSchema, given, this);
    refuse(findings, this);
    const checkout = checkoutOf(props.checkout, this);
    const { file, name } = cinchFileOf(checkout, props);
    for (const { path, message } of file.notices) addNotice(this, `${name}: ${formatPath(path)}: ${message}`);
    const found = discover(file.config.container, checkout, name);
    this.environment = describe(found, props.fallbackImage ?? FALLBACK_IMAGE);
    refuseWhatNoBuildCan(file, found, props);
    const devContainer = found.kind === 'devcontainer' ? devContainerOf(found.path, checkout, props) : undefined;
    if (devContainer) refuseBuiltServices(devContainer);
    for (const notice of devContainer?.notices ?? []) addNotice(this, formatFinding(notice));

    const configured = propsOf(file.config, props.event ?? 'build');
    const own = {
      ...configured,
      ...imageOf(found, devContainer, props),
      caches: props.caches ?? standardCaches(checkout),
    };
    const workers = workersOf(file, props);
    this.builds = workers.map(({ suffix, nodeSelector }) => {
      const build: ContainerBuildProps = {
        runs: file.config.schedule,
        ...base(props),
        ...own,
        name: (props.name ?? id) + suffix,
        nodeSelector,
      };
      const adapted = devContainer ? asBuild(devContainer, build) : withoutUndefined(build);
      return new ContainerBuild(this, `Build${suffix}`, adapted);
    });
  }
}

function checkoutOf(folder: string, scope: Construct): Checkout {
  try {
    return folderCheckout(folder);
  } catch (error) {
    if (isSystemError(error))
      refuse(
        [{ path: ['checkout'], message: `must be a folder, got ${JSON.stringify(folder)}: ${reasonOf(error)}` }],
        scope,
      );
    throw error;
  }
}

function cinchFileOf(
  checkout: Checkout,
  { allowPlainSecrets }: CinchProjectProps,
): { readonly file: CinchFile; readonly name: string } {
  const found = findCinchFile(checkout.list('.'));
  const text = found && checkout.read(found.name);
  if (!found || text === undefined)
    throw new ConfigFileError('.cinch.yaml: was not found in the checkout; write one line: command: make ci');
  return { file: readCinchFile(text, found.name, { allowPlainSecrets }), name: found.name };
}

function describe(found: Environment, fallback: string): string {
  switch (found.kind) {
    case 'image':
      return `image ${found.image}: ${found.reason}`;
    case 'fallback':
      return `image ${fallback}: ${found.reason}`;
    case 'none':
      return `the node itself: ${found.reason}`;
    default:
      return `${found.path}: ${found.reason}`;
  }
}

/** Refuses what the project asks for and no build can do, at its place in the file. */
function refuseWhatNoBuildCan(
  { config, source }: CinchFile,
  found: Environment,
  { workerNodes = {}, image, runs }: CinchProjectProps,
): void {
  const unknown = [...new Set(config.workers.flat())].filter(worker => !Object.hasOwn(workerNodes, worker));
  const findings: Finding[] = [
    ...(found.kind === 'none'
      ? [
          {
            path: ['container'],
            message: 'none runs the command on the node itself, which a build does not do; name an image',
          },
        ]
      : []),
    ...(found.kind === 'dockerfile' && image === undefined
      ? [
          {
            path: ['container'],
            message: `${found.path} must be built first: push its image, and name it in the prop image of the project`,
          },
        ]
      : []),
    ...(config.trigger === undefined
      ? []
      : [{ path: ['trigger'], message: 'is for a CI server, and no server starts a build; leave it out' }]),
    ...(config.schedule !== undefined && runs !== undefined
      ? [{ path: ['trigger', 'schedule'], message: `excludes the prop runs, which is ${runs}; remove one` }]
      : []),
    ...unknown.map(worker => ({
      path: ['workers'],
      message: `no node is known for ${worker}: add its labels to the prop workerNodes of the project`,
    })),
    ...config.caches.flatMap(({ name, path }, index): Finding[] =>
      path.startsWith('~')
        ? [
            {
              path: ['cache', index, 'path'],
              message: `of ${name} is in a home directory, which is known only in the image; write an absolute path`,
            },
          ]
        : [],
    ),
  ];
  if (findings.length > 0) throw source.error(findings);
}

function devContainerOf(path: string, checkout: Checkout, props: CinchProjectProps): DevContainer {
  const { repository, localEnv, secretEnv, userIds, allowPrivileged, allowHostNamespaces, allowHostPaths } = props;
  return readDevContainer(checkout.read(path) as string, {
    file: path,
    checkout,
    repository,
    // Features are part of the image that the prop image names.
    prebuilt: true,
    localEnv,
    secretEnv,
    userIds,
    allowPrivileged,
    allowHostNamespaces,
    allowHostPaths,
  });
}

function imageOf(
  found: Environment,
  devContainer: DevContainer | undefined,
  { image, fallbackImage }: CinchProjectProps,
): { readonly image: string } {
  if (image !== undefined) return { image };
  if (found.kind === 'image') return { image: found.image };
  if (devContainer) return { image: imageOfDevContainer(devContainer) };
  return { image: fallbackImage ?? FALLBACK_IMAGE };
}

/** @throws ConfigFileError if the image must be built first */
function imageOfDevContainer({ image, features, file }: DevContainer): string {
  if (image.kind === 'image' && features.length === 0) return image.image;
  const why = image.kind === 'image' ? `it has features (${features.join(', ')})` : `it is built from ${image.path}`;
  throw new ConfigFileError(
    `${file}: its image must be built first: ${why}; run devcontainer build --push --image-name IMAGE, and name the ` +
      'image in the prop image of the project',
  );
}

/** @throws ConfigFileError if the image of a service of a Compose file must be built first */
function refuseBuiltServices({ services, file }: DevContainer): void {
  for (const { name, image } of services)
    if (image.kind !== 'image')
      throw new ConfigFileError(
        `${file}: service ${name} is built from ${image.path}; push its image, and write it as image of the service`,
      );
}

interface Worker {
  /** Ends the names of the build. Empty for the only one. */
  readonly suffix: string;
  readonly nodeSelector: ContainerBuildProps['nodeSelector'];
}

/** A worker is a node that has all labels of its entry. */
function workersOf({ config }: CinchFile, { workerNodes = {}, nodeSelector }: CinchProjectProps): Worker[] {
  if (config.workers.length === 0) return [{ suffix: '', nodeSelector }];
  return config.workers.map(labels => ({
    suffix: config.workers.length === 1 ? '' : `-${labels.join('-')}`,
    nodeSelector: Object.assign({}, nodeSelector, ...labels.map(label => workerNodes[label])) as Record<string, string>,
  }));
}

/** The props that every build takes from its project. */
function base(props: CinchProjectProps): Omit<ContainerBuildProps, keyof ConfiguredProps | 'image'> {
  const {
    checkout: _checkout,
    event: _event,
    image: _image,
    fallbackImage: _fallback,
    allowPlainSecrets: _plainSecrets,
    workerNodes: _workers,
    localEnv: _localEnv,
    secretEnv: _secretEnv,
    userIds: _users,
    allowPrivileged: _privileged,
    allowHostNamespaces: _namespaces,
    allowHostPaths: _paths,
    caches: _caches,
    ...rest
  } = props;
  return rest;
}
