import { CacheVolume } from '../caches/cache-volume';
import { hostPathProblem, hostRootFindings } from '../caches/host-paths';
import type { NvmeCacheVolume } from '../caches/nvme-cache-volume';
import { formatPath, type Finding } from '../errors';
import type { ResolvedSetProps } from './resolve-props';

/** Checks the caches of a set and the directories that they may use. */
export function cacheFindings(props: ResolvedSetProps): Finding[] {
  return [...hostRootFindings(props.hostRoots ?? []), ...cacheRootFindings(props), ...volumeFindings(props)];
}

function cacheRootFindings({ cacheRoot, hostRoots }: ResolvedSetProps): Finding[] {
  const message = cacheRoot === undefined ? undefined : hostPathProblem(cacheRoot, hostRoots ?? []);
  return message === undefined ? [] : [{ path: ['cacheRoot'], message }];
}

function volumeFindings(props: ResolvedSetProps): Finding[] {
  const { capabilities, type } = props.containerMode;
  return (props.caches ?? []).flatMap((given, index): Finding[] => {
    const cache = volumeOf(given);
    const path = cache._owner(index);
    const findings: Finding[] = [];
    if (cache.entry?.keptBy === 'docker' && capabilities.docker === 'none') {
      findings.push({
        path,
        message:
          `${cache.target} is for a Docker daemon, and containerMode ${type} runs none; use dind or ` +
          'cached-privileged-kubernetes, or leave it out',
      });
    }
    if (given instanceof CacheVolume && cache.source) {
      const problem = hostPathProblem(cache.source, props.hostRoots ?? []);
      if (problem !== undefined) findings.push({ path: [...path, 'source'], message: problem });
    }
    const twin = (props.caches ?? []).findIndex(
      other => cache.tool !== undefined && volumeOf(other).tool === cache.tool,
    );
    if (twin >= 0 && twin < index)
      findings.push({
        path,
        message:
          `duplicate cache ${cache.tool ?? ''}, also at ` +
          `${formatPath(volumeOf((props.caches ?? [])[twin] as CacheVolume)._owner(twin))}; remove one`,
      });
    const persists = cache.sharing === 'exclusive' && !cache.isEmptyDir && !cache.perRunner;
    const standsAlone = !(given instanceof CacheVolume);
    const perInstance = Math.max(props.maxRunners ?? 1, props.minRunners ?? 0);
    const runners = standsAlone ? perInstance * (props.instances ?? 1) : perInstance;
    if (persists && runners > 1) {
      const why =
        standsAlone && (props.instances ?? 1) > 1
          ? `${runners} runners would use it`
          : `${props.maxRunners === undefined ? 'minRunners' : 'maxRunners'} is ${runners}`;
      findings.push({ path, message: concurrency(cache, why, runners) });
    }
    return findings;
  });
}

function volumeOf(cache: CacheVolume | NvmeCacheVolume): CacheVolume {
  return cache instanceof CacheVolume ? cache : cache._bound.cache;
}

function concurrency(cache: CacheVolume, why: string, runners: number): string {
  return [
    `${cache.target} can be used by one runner at a time, but ${why}`,
    ...(cache.entry ? [cache.entry.reason] : []),
    `choose: instances: ${runners}, maxRunners: 1 (${runners} sets of one runner, a directory each)`,
    '    or: perRunner: true on this cache (a fresh directory a pod)',
    '    or: leave it out and share content instead: a registry mirror or one BuildKit daemon a node',
  ].join('\n        ');
}
