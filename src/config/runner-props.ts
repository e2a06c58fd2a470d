import { GitHubAuth } from '../auth/github-auth';
import { CacheVolume } from '../caches/cache-volume';
import { prefixFindings, PropsError, type Finding, type ValuePath } from '../errors';
import { podTemplateFromJson, type k8s } from '../kubernetes';
import { ContainerMode } from '../modes/container-mode';
import type { JobPodProps, RunnerSetProps } from '../runners/runner-set-props';
import type { JobPodConfig, KubernetesParts, RunnerConfig } from './config';
import { resources } from './resources';

/** The props of one entry of `runners`, as far as they can be made, and what is wrong with the rest: paths into the entry. */
export function runnerProps(runner: RunnerConfig): {
  readonly props: RunnerSetProps;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const made = <T>(path: ValuePath, make: () => T): T[] => {
    try {
      return [make()];
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      findings.push(...prefixFindings(path, error.findings));
      return [];
    }
  };
  const caches = [
    ...(runner.cachePaths ?? []).flatMap((path, index) =>
      made(['cachePaths', index], () => CacheVolume.path(path)._writtenAt(['cachePaths', index])),
    ),
    ...(runner.caches ?? []).flatMap((cache, index) =>
      made(['caches', index], () => namedCache(cache)._writtenAt(['caches', index])),
    ),
  ];
  const [auth = GitHubAuth.fromSecret('unknown')] = made(['auth'], () =>
    GitHubAuth.fromSecret(runner.auth.secret, { revision: runner.auth.revision }),
  );

  // What a mode is told goes into the mode, and the rest has the words of the props.
  const {
    repository,
    containerMode: _mode,
    workVolumeClaim: _claim,
    dind: _daemon,
    privileges: _privileges,
    cachePaths: _paths,
    ...plain
  } = runner;
  const props: RunnerSetProps = {
    ...plain,
    auth,
    caches,
    githubConfigUrl: repository ?? (runner.githubConfigUrl as string),
    containerMode: containerMode(runner),
    resources: resources(runner.resources),
    jobPod: runner.jobPod && jobPod(runner.jobPod),
    listenerTemplate: runner.listenerTemplate === undefined ? undefined : podTemplateFromJson(runner.listenerTemplate),
    ...kubernetesParts(runner),
  };
  return { props, findings };
}

/** Where a prop of a runner set stands in an entry of `runners`. */
export function pathInConfig([prop, ...rest]: ValuePath, runner: RunnerConfig): ValuePath {
  return prop === 'githubConfigUrl' && runner.repository !== undefined
    ? ['repository', ...rest]
    : [prop, ...rest].filter(part => part !== undefined);
}

function containerMode(runner: RunnerConfig): ContainerMode {
  switch (runner.containerMode) {
    case 'runner':
      return ContainerMode.runner();
    case 'kubernetes':
      return ContainerMode.kubernetes({ workVolumeClaim: runner.workVolumeClaim })._optionsAt([]);
    case 'kubernetes-novolume':
      return ContainerMode.kubernetesNoVolume();
    case 'dind':
      return ContainerMode.dind({ ...runner.dind, resources: resources(runner.dind?.resources) })._optionsAt(['dind']);
    case 'cached-privileged-kubernetes':
      return ContainerMode.cachedPrivileged(runner.privileges)._optionsAt(['privileges']);
  }
}

function namedCache(cache: NonNullable<RunnerConfig['caches']>[number]): CacheVolume {
  if (typeof cache === 'string') return CacheVolume.named(cache);
  const { name, ...options } = cache;
  return CacheVolume.named(name, options);
}

function jobPod(config: JobPodConfig): JobPodProps {
  const { labels, annotations, nodeSelector, priorityClassName } = config;
  return {
    labels,
    annotations,
    nodeSelector,
    priorityClassName,
    resources: resources(config.resources),
    ...kubernetesParts(config),
  };
}

type KubernetesPart = keyof KubernetesParts;

function kubernetesParts(config: KubernetesParts): { readonly [Part in KubernetesPart]: RunnerSetProps[Part] } {
  const { affinity, tolerations, topologySpreadConstraints } = config;
  const spec = podTemplateFromJson({ spec: { affinity, tolerations, topologySpreadConstraints } }).spec as k8s.PodSpec;
  return {
    affinity: spec.affinity,
    tolerations: spec.tolerations,
    topologySpreadConstraints: spec.topologySpreadConstraints,
    template: config.template === undefined ? undefined : podTemplateFromJson(config.template),
  };
}
