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
  /** What `Source` and `Target` were called in old files. */
  readonly HostPath?: string;
  readonly MountPath?: string;
}

/** One entry of `installations` in `config.json`. The last three are not upstream's. */
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

/** An installation in the words of `deskrun.yaml`, and where each of its caches stands. */
export interface ReadInstallation {
  readonly entry: ReturnType<typeof runnerEntry>;
  readonly cacheOrigins: readonly ValuePath[];
}

/** The Secret of an installation that names none. */
export function secretOf(name: string, { Secret }: Installation): string {
  return typeof Secret === 'string' ? Secret : `${name}-github`;
}

/** Reads an installation of the form that `CONFIG_JSON` describes. */
export function readInstallation(name: string, installation: Installation): ReadInstallation {
  const { Repository, ContainerMode, MinRunners, MaxRunners, Instances, AuthRevision, Caches } = installation;
  const mounts = (['Mounts', 'CachePaths'] as const).flatMap(list =>
    (installation[list] ?? []).map((mount, index) => ({ origin: [list, index], mount: readMount(mount) })),
  );
  const entry = runnerEntry({
    name,
    repository: Repository,
    mode: ContainerMode as ContainerModeType | undefined,
    // Files from before there were instances have 0.
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

/** What is wrong with the mounts of an installation of the form that `CONFIG_JSON` describes: paths into the installation. */
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
    // In the old form every cache without a directory of its own got one that outlives the runner.
    source: Source ?? (HostPath || undefined),
    target: Target ?? (MountPath as string),
    type: (Type || undefined) as MountType | undefined,
  });
}

/** What a request changes in an installation, or says of a new one. */
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
    // The old list would be mounted beside the new one.
    CachePaths: mounts && [],
    Caches: caches,
    AuthType: authType,
    AuthValue: undefined,
    Secret: secret,
    AuthRevision: revision,
  });
}
