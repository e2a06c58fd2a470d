import { ConfigFileError } from '../errors';
import { quantityValue, resourceTexts, type Resources } from '../kubernetes';
import { withoutUndefined } from '../plain-object';
import type { ContainerBuildProps, CustomCache } from './container-build-props';
import type { DevContainer } from './devcontainer/dev-container';

const DEV_CONTAINERS = new WeakMap<ContainerBuildProps, DevContainer>();

/** Returns the devcontainer in which a build runs, if its props come from {@link asBuild}. */
export function devContainerOf(props: ContainerBuildProps): DevContainer | undefined {
  return DEV_CONTAINERS.get(props);
}

/**
 * Moves what a devcontainer and a build both have to the props of the build: the mount of the workspace, caches, user,
 * resources and network. What the configuration of the build says wins.
 */
export function asBuild(devContainer: DevContainer, props: ContainerBuildProps): ContainerBuildProps {
  const { settings, runAs, ...rest } = devContainer;
  const mounts = new Map(settings.mounts);
  const workspace = [...mounts.values()].find(mount => mount.kind === 'checkout' && mount.path === '.');
  if (workspace) mounts.delete(workspace.target);
  const caches = [...mounts.values()].flatMap((mount): CustomCache[] =>
    mount.kind === 'cache' ? [{ name: mount.name, path: mount.target }] : [],
  );
  for (const { path } of caches) mounts.delete(path);
  const env = new Map(settings.env);
  for (const name of Object.keys(props.env ?? {})) env.delete(name);

  const build = withoutUndefined({
    ...props,
    workspacePath: workspace?.target,
    customCaches: [...(props.customCaches ?? []), ...caches],
    user: props.user ?? (runAs && withoutUndefined({ uid: runAs.runAsUser, gid: runAs.runAsGroup })),
    resources: resourcesOf(devContainer.file, props.resources, settings),
    network: settings.pod.network === 'none' ? 'none' : props.network,
  });
  DEV_CONTAINERS.set(build, { ...rest, settings: { ...settings, mounts, env, requests: {}, limits: {} } });
  return build;
}

/**
 * The limits of the build, and at least the requests of the devcontainer.
 *
 * @throws ConfigFileError if a limit is lower than what the devcontainer requires
 */
function resourcesOf(
  file: string,
  resources: Resources = {},
  settings: DevContainer['settings'],
): Resources | undefined {
  const { limits: own = {} } = resourceTexts(resources);
  const limits = { ...settings.limits, ...own };
  const requests = { ...own, ...settings.requests };
  const lower = Object.entries(requests).find(([name, amount]) => {
    const limit = limits[name];
    return limit !== undefined && quantityValue(limit) < quantityValue(amount);
  });
  if (lower)
    throw new ConfigFileError(
      `${file}: hostRequirements needs ${lower[1]} of ${lower[0]}, and the limit of the build is ` +
        `${limits[lower[0]]}; raise the limit`,
    );
  return Object.keys({ ...requests, ...limits }).length === 0 ? undefined : { requests, limits };
}
