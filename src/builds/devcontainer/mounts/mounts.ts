import { pathProblem } from '../../../pod/path';
import { TUNING_FIELDS, type DockerMount } from './mount-text';
import type { Place } from '../report';
import type { ContainerMount, Settings, SettingsReader } from '../settings';
import { volumeBytes } from '../sizes';

/** What `${localWorkspaceFolder}` stands for in paths. No real folder has this path. */
export const LOCAL_WORKSPACE = '/local-workspace-folder.invalid';

/** What `${localEnv:HOME}` stands for in mounts. */
export const LOCAL_HOME = '/local-home-folder.invalid';

const DOCKER_SOCKETS = [
  '/var/run/docker.sock',
  '/run/docker.sock',
  '/var/run/docker-host.sock',
  '/run/docker-host.sock',
];

/** Adds a mount to the settings of a container. Reports a mount that a pod cannot have. */
export function addMount(settings: Settings, mount: DockerMount, place: Place, reader: SettingsReader): void {
  const { report } = reader;
  if (mount.target === undefined) return report.error(place, 'has no target; add target=/path/in/the/container');
  const target = mount.target.replace(/(?<=.)\/+$/, '');
  const problem = pathProblem(target) ?? reservedPath(target);
  if (problem !== undefined) return report.error(place, `target ${problem}`);
  const unknown = mount.others.filter(name => !TUNING_FIELDS.includes(name));
  if (unknown.length > 0) return report.error(place, `unknown field ${unknown.join(', ')}; remove it`);
  if (reader.providesDocker && DOCKER_SOCKETS.includes(mount.source ?? '')) {
    settings.needsDocker = true;
    return report.notice(place, 'is ignored: the pod has a Docker daemon of its own');
  }
  const content = contentAt(target, mount, place, reader);
  if (!content) return;
  if (settings.mounts.has(content.target))
    report.notice(place, `${content.target} is mounted twice; the last mount is used`);
  settings.mounts.set(content.target, { ...content, readOnly: mount.readOnly });
}

function reservedPath(target: string): string | undefined {
  if (target === '/') return 'must not be /, where the image itself is';
  return /^\/(proc|sys)(\/|$)|^\/dev$/.test(target) ? `${target} belongs to the kernel in every container` : undefined;
}

type WithoutAccess<T> = T extends unknown ? Omit<T, 'readOnly'> : never;
type Content = WithoutAccess<ContainerMount>;

function contentAt(target: string, mount: DockerMount, place: Place, reader: SettingsReader): Content | undefined {
  const refuse = (message: string) => {
    reader.report.error(place, message);
    return undefined;
  };
  switch (mount.type) {
    case 'volume':
      if (mount.source === undefined) return { target, kind: 'scratch' };
      return /^[a-zA-Z0-9][\w.-]*$/.test(mount.source)
        ? { target, kind: reader.namedVolumes, name: mount.source }
        : refuse(`the name of a volume has letters, digits, "_", "." and "-", got ${JSON.stringify(mount.source)}`);
    case 'tmpfs': {
      const size = mount.size === undefined ? undefined : volumeBytes(mount.size);
      if (mount.size !== undefined && size === undefined)
        return refuse(`tmpfs-size must be a size such as 64m, got ${JSON.stringify(mount.size)}`);
      return { target, kind: 'memory', size };
    }
    case 'bind':
      return bound(target, mount.source, reader, refuse);
    default:
      return refuse(`type must be bind, volume or tmpfs, got ${JSON.stringify(mount.type)}`);
  }
}

function bound(
  target: string,
  source: string | undefined,
  { permissions, folder, repositoryName }: SettingsReader,
  refuse: (message: string) => undefined,
): Content | undefined {
  if (source === undefined) return refuse('has no source; add source=');
  if (DOCKER_SOCKETS.includes(source))
    return refuse(
      `${source} is the socket of a Docker daemon, and nodes of Kubernetes have none; ` +
        'give the build a Docker daemon of its own, or build images with BuildKit',
    );
  if (source.startsWith('~') || source.startsWith(LOCAL_HOME))
    return refuse(
      `${source.replace(LOCAL_HOME, '~')} is in the home directory of a developer, which no node has; ` +
        'remove the mount, and pass credentials as a Secret',
    );
  const path = pathFromCheckout(source, folder);
  if (path !== undefined) {
    if (path === '..') return { target: joined(target, repositoryName), kind: 'checkout', path: '.' };
    return path.startsWith('../')
      ? refuse(`${source.replace(LOCAL_WORKSPACE, '.')} is outside of the checkout, and the pod has only the checkout`)
      : { target, kind: 'checkout', path };
  }
  if (!source.startsWith('/'))
    return refuse(
      `source must be an absolute path, got ${JSON.stringify(source)}; start it with \${localWorkspaceFolder}/`,
    );
  const allowed = permissions.allowHostPaths ?? [];
  return allowed.some(parent => source === parent || source.startsWith(`${parent}/`)) && !source.includes('/..')
    ? { target, kind: 'node', path: source }
    : refuse(`${source} is a path of the machine that runs the container; allow it with allowHostPaths, or remove it`);
}

/**
 * Returns a path relative to the root of the checkout, which starts with `..` if it is outside. Returns undefined for
 * a path that does not start in the checkout.
 */
export function pathFromCheckout(source: string, folder: string | undefined): string | undefined {
  const inCheckout = source === LOCAL_WORKSPACE || source.startsWith(`${LOCAL_WORKSPACE}/`);
  if (!inCheckout && (folder === undefined || source.startsWith('/'))) return undefined;
  const written = inCheckout ? source.slice(LOCAL_WORKSPACE.length) : `${folder}/${source}`;
  const parts: string[] = [];
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/') || '.';
}

function joined(folder: string, name: string): string {
  return `${folder === '/' ? '' : folder}/${name}`;
}
