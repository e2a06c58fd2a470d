import { GitHubAuth } from '../auth/github-auth';
import { CacheVolume } from '../caches/cache-volume';
import type { NvmeCacheVolume } from '../caches/nvme-cache-volume';
import { prefixFindings, PropsError, type Finding, type ValuePath } from '../errors';
import type { ContainerModeType } from '../modes/capabilities';
import { ContainerMode } from '../modes/container-mode';
import { modeOptionFindings } from './check-combinations';
import type { RunnerSetProps } from './runner-set-props';

type Aliased =
  | 'repository'
  | 'githubConfigUrl'
  | 'auth'
  | 'containerMode'
  | 'workVolumeClaim'
  | 'dind'
  | 'privileges'
  | 'caches'
  | 'cachePaths';

/** The props of a set with aliases resolved: one name and one type for each. */
export interface ResolvedSetProps extends Omit<RunnerSetProps, Aliased> {
  readonly githubConfigUrl: string;
  readonly auth: GitHubAuth;
  readonly containerMode: ContainerMode;
  readonly caches?: readonly (CacheVolume | NvmeCacheVolume)[];
}

/** Resolves the aliases of props. Props that cannot be resolved are replaced by placeholders and have a finding. */
export function resolveProps(given: RunnerSetProps): {
  readonly props: ResolvedSetProps;
  readonly findings: readonly Finding[];
} {
  const { repository, githubConfigUrl, auth, containerMode, workVolumeClaim, dind, privileges, caches, cachePaths } =
    given;
  const findings: Finding[] = [...modeOptionFindings(given)];
  const made = <T>(path: ValuePath, make: () => T): T[] => {
    try {
      return [make()];
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      findings.push(...prefixFindings(path, error.findings));
      return [];
    }
  };
  const volumes = [
    ...(caches ?? []).flatMap((cache, index) => made(['caches', index], () => cacheOf(cache, index))),
    ...(cachePaths ?? []).flatMap((path, index) =>
      made(['cachePaths', index], () => CacheVolume.path(path)._writtenAt(['cachePaths', index])),
    ),
  ];
  // If there is already a finding, a placeholder lets the rest be checked.
  const [credential = GitHubAuth.fromSecret('unknown')] = made(['auth'], () => authOf(auth));
  const [mode = ContainerMode.kubernetesNoVolume()] = made([], () =>
    typeof containerMode === 'string' ? modes[containerMode]({ workVolumeClaim, dind, privileges }) : containerMode,
  );
  const {
    repository: _repository,
    workVolumeClaim: _claim,
    dind: _daemon,
    privileges: _privileges,
    cachePaths: _paths,
    ...rest
  } = given;
  return {
    props: {
      ...rest,
      githubConfigUrl: githubConfigUrl ?? repository ?? 'https://github.com/unknown',
      auth: credential,
      containerMode: mode,
      caches: volumes,
    },
    findings,
  };
}

/** The path of a prop as it was written. */
export function pathAsWritten([prop, ...rest]: ValuePath, { githubConfigUrl }: RunnerSetProps): ValuePath {
  return prop === 'githubConfigUrl' && githubConfigUrl === undefined
    ? ['repository', ...rest]
    : [prop, ...rest].filter(part => part !== undefined);
}

function authOf(auth: RunnerSetProps['auth']): GitHubAuth {
  return auth instanceof GitHubAuth ? auth : GitHubAuth.fromSecret(auth.secret, { revision: auth.revision });
}

function cacheOf(cache: NonNullable<RunnerSetProps['caches']>[number], index: number): CacheVolume | NvmeCacheVolume {
  const path = ['caches', index];
  if (typeof cache === 'string') return CacheVolume.named(cache)._writtenAt(path);
  if (cache instanceof CacheVolume) return cache._writtenAt(cache._owner(index));
  if (!('name' in cache)) return cache;
  const { name, ...options } = cache;
  return CacheVolume.named(name, options)._writtenAt(path);
}

type ModeOptions = Pick<RunnerSetProps, 'workVolumeClaim' | 'dind' | 'privileges'>;

const modes: Record<ContainerModeType, (options: ModeOptions) => ContainerMode> = {
  runner: () => ContainerMode.runner(),
  kubernetes: ({ workVolumeClaim }) => ContainerMode.kubernetes({ workVolumeClaim })._optionsAt([]),
  'kubernetes-novolume': () => ContainerMode.kubernetesNoVolume(),
  dind: ({ dind }) => ContainerMode.dind(dind)._optionsAt(['dind']),
  'cached-privileged-kubernetes': ({ privileges }) =>
    ContainerMode.cachedPrivileged(privileges)._optionsAt(['privileges']),
};
