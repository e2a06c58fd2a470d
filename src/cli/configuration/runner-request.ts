import type { CacheName } from '../../caches/catalogue';
import type { RunnerConfig } from '../../config/config';
import { MODE_CAPABILITIES, type ContainerModeType } from '../../modes/capabilities';
import { withoutUndefined } from '../../plain-object';
import { isCache, mountTemplates, type Mount } from './mount';

/**
 * The settings of a runner set on the command line. Undefined settings keep their value, or get the default of the
 * library.
 */
export interface RunnerRequest {
  readonly name: string;
  readonly repository?: string;
  readonly mode?: ContainerModeType;
  readonly instances?: number;
  readonly minRunners?: number;
  readonly maxRunners?: number;
  readonly mounts?: readonly Mount[];
  readonly caches?: readonly CacheName[];
  readonly authType?: 'pat' | 'github-app';
  readonly secret?: string;
  /** Changes when the credential changes, to restart the listeners. */
  readonly revision?: string;
}

/** The request as an entry of `runners` in `deskrun.yaml`, with its keys in the usual order. */
export function runnerEntry(request: RunnerRequest): Partial<RunnerConfig> {
  const { name, repository, mode, instances, minRunners, maxRunners, mounts, caches, secret, revision } = request;
  return withoutUndefined({
    name,
    repository,
    containerMode: mode,
    instances,
    minRunners,
    maxRunners,
    auth: secret === undefined ? undefined : (withoutUndefined({ secret, revision }) as RunnerConfig['auth']),
    caches: caches && caches.length > 0 ? caches : undefined,
    ...(mounts && mountEntries(mounts, mode)),
  });
}

function mountEntries(mounts: readonly Mount[], mode: ContainerModeType | undefined): Partial<RunnerConfig> {
  const cachePaths = mounts
    .filter(isCache)
    .map(({ source, target }) => withoutUndefined({ source, target }) as { target: string });
  const volumes = mounts.filter(mount => !isCache(mount));
  if (volumes.length === 0) return cachePaths.length > 0 ? { cachePaths } : {};
  const { runner, job } = mountTemplates(volumes);
  const hasJobPods = mode !== undefined && MODE_CAPABILITIES[mode].hook !== undefined;
  return {
    ...(cachePaths.length > 0 && { cachePaths }),
    template: runner,
    ...(hasJobPods && { jobPod: { template: job } }),
  };
}
