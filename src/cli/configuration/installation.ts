import type { Finding, ValuePath } from '../../errors';
import type { CacheName } from '../../caches/catalogue';
import type { ContainerModeType } from '../../modes/capabilities';
import { isCache, mountProblem, type Mount, type MountType } from './mount';
import { withoutUndefined } from '../../plain-object';
import { runnerEntry, type RunnerRequest } from './runner-request';

/** A mount as `config.json` writes it. */
export interface InstallationMount {
  readonly Source?: string;
  readonly Target?: string;
  readonly Type?: string;
  /** Names of `Source` and `Target` in older files. */
  readonly HostPath?: string;
  readonly MountPath?: string;
}

/** An entry of `installations` in `config.json`. Upstream deskrun does not have the last three fields. */
export interface Installation {
  readonly Name?: string;
  readonly Repository?: string;
  readonly ContainerMode?: string;
  readonly MinRunners?: number;
  readonly MaxRunners?: number;
  readonly Instances?: number;
  readonly Mounts?: readonly InstallationMount[] | null;
  readonly CachePaths?: readonly InstallationMount[] | null;
  readonly AuthType?: string;
  readonly AuthValue?: string;
  readonly Secret?: string;
  readonly AuthRevision?: string;
  readonly Caches?: readonly string[];
}

/** An installation as an entry of `runners` in `deskrun.yaml`, and the path of each of its caches. */
export interface ReadInstallation {
  readonly entry: ReturnType<typeof runnerEntry>;
  readonly cacheOrigins: readonly ValuePath[];
}

/** The name of an installation's Secret. */
export function secretOf(name: string, { Secret }: Installation): string {
  return typeof Secret === 'string' ? Secret : `${name}-github`;
}

/** Reads an installation that matches `CONFIG_JSON`. */
export function readInstallation(name: string, installation: Installation): ReadInstallation {
  const { Repository, ContainerMode, MinRunners, MaxRunners, Instances, AuthRevision, Caches } = installation;
  const mounts = (['Mounts', 'CachePaths'] as const).flatMap(list =>
    (installation[list] ?? []).map((mount, index) => ({ origin: [list, index], mount: readMount(mount) })),
  );
  const entry = runnerEntry({
    name,
    repository: Repository,
    mode: ContainerMode as ContainerModeType | undefined,
    // Older files have 0 instances.
    instances: Instances || undefined,
    minRunners: MinRunners,
    maxRunners: MaxRunners,
    mounts: mounts.map(({ mount }) => mount),
    caches: Caches as readonly CacheName[] | undefined,
    secret: secretOf(name, installation),
    revision: AuthRevision,
  });
  return { entry, cacheOrigins: mounts.filter(({ mount }) => isCache(mount)).map(({ origin }) => origin) };
}

/** Findings of the mounts of an installation that matches `CONFIG_JSON`, with paths inside the installation. */
export function mountFindings(installation: Installation): Finding[] {
  return (['Mounts', 'CachePaths'] as const).flatMap(list =>
    (installation[list] ?? []).flatMap((mount, index) => {
      const message = mountProblem(readMount(mount));
      return message === undefined ? [] : [{ path: [list, index], message }];
    }),
  );
}

function readMount({ Source, Target, HostPath, MountPath, Type }: InstallationMount): Mount {
  return withoutUndefined({
    // In older files, a cache without a directory is a persistent one below the cache root, not an emptyDir.
    source: Source ?? (HostPath || undefined),
    target: Target ?? (MountPath as string),
    type: (Type || undefined) as MountType | undefined,
  });
}

/** The fields that a request sets in an installation. */
export function installationChanges({
  name,
  repository,
  mode,
  instances,
  minRunners,
  maxRunners,
  mounts,
  caches,
  authType,
  secret,
  revision,
}: RunnerRequest): Installation {
  return withoutUndefined({
    Name: name,
    Repository: repository,
    ContainerMode: mode,
    MinRunners: minRunners,
    MaxRunners: maxRunners,
    Instances: instances,
    Mounts: mounts?.map(({ source, target, type }) => withoutUndefined({ Source: source, Target: target, Type: type })),
    // Otherwise the old list would be mounted too.
    CachePaths: mounts && [],
    Caches: caches,
    AuthType: authType,
    AuthValue: undefined,
    Secret: secret,
    AuthRevision: revision,
  });
}
