import { droppedFieldFindings } from '../app/arc-features';
import {
  ARC_VERSION_CONTEXT,
  arcVersionOf,
  arcVersionProblem,
  KUBERNETES_VERSION_CONTEXT,
  kubernetesVersionProblem,
} from '../app/versions';
import { writtenCredentials } from '../auth/written-credentials';
import { hostPathProblem, hostRootFindings } from '../caches/host-paths';
import { CacheVolume } from '../caches/cache-volume';
import type { NvmeCacheVolume } from '../caches/nvme-cache-volume';
import { formatPath, type Finding } from '../errors';
import { type k8s } from '../kubernetes';
import { resourceFindings } from '../pod/check';
import { RUNNER_CONTAINER } from '../modes/mode';
import { imageFindings } from '../pod/image';
import type { Construct } from 'constructs';
import { surfaceFindings } from './check-surface';
import { droppedFindings, podTemplateFindings } from './check-template';
import { scopeOf, urlFindings } from './github-url';
import { keyFindings, labelValueFindings } from './metadata';
import { nameFindings } from './naming';
import { nodeChoice, spreadFindings, type PlacementProps } from './placement';
import type { JobPodProps, RunnerSetProps } from './runner-set-props';
import { scalingFindings } from './scaling';

/** Everything about the props of a runner set that cannot work, whatever else is in the app. */
export function propFindings(scope: Construct, props: RunnerSetProps): Finding[] {
  const mode = props.containerMode;
  const instances = props.instances ?? 1;
  return [
    ...nameFindings(props.name, instanceCount(instances), mode.capabilities.nameBudget, mode.type),
    ...urlFindings(props.githubConfigUrl),
    ...(instanceCount(instances) === instances
      ? []
      : [{ path: ['instances'], message: `must be a whole number from 1 to 1000, got ${String(instances)}` }]),
    ...scalingFindings(props.minRunners, props.maxRunners),
    ...groupFindings(props),
    ...labelFindings(scope, props.runnerScaleSetLabels ?? []),
    ...imageFindings(props.runnerImage, ['runnerImage']),
    ...resourceFindings(props.resources, ['resources']),
    ...mode._mode.findings.map(finding => ({ ...finding, path: mode._option(finding.path) })),
    ...hostRootFindings(props.hostRoots ?? []),
    ...cacheRootFindings(props),
    ...versionFindings(scope),
    ...placementFindings(props, []),
    ...cacheFindings(props),
    ...jobPodFindings(props.jobPod, props),
    ...podTemplateFindings(props.template, ['template']),
    ...overrideFindings(props),
    ...surfaceFindings(props, arcVersionOf(scope)),
    ...writtenCredentials({ ...props }),
  ];
}

/** The number of instances to make of what was written, so that everything else can still be checked. */
export function instanceCount(instances: number): number {
  return Number.isInteger(instances) && instances >= 1 && instances <= 1000 ? instances : 1;
}

function groupFindings(props: RunnerSetProps): Finding[] {
  if (props.runnerGroup === undefined) return [];
  if (props.runnerGroup.trim() === '')
    return [{ path: ['runnerGroup'], message: 'must not be empty; leave it out for the default group' }];
  return urlFindings(props.githubConfigUrl).length === 0 && scopeOf(props.githubConfigUrl) === 'repository'
    ? [
        {
          path: ['runnerGroup'],
          message: 'exists only for organizations and enterprises, and the URL is that of a repository; leave it out',
        },
      ]
    : [];
}

function labelFindings(scope: Construct, labels: readonly string[]): Finding[] {
  const unknown =
    labels.length === 0
      ? []
      : droppedFieldFindings(arcVersionOf(scope), 'runnerScaleSetLabels', ['runnerScaleSetLabels']);
  if (unknown.length > 0) return unknown;
  return labels.flatMap((label, index): Finding[] => {
    const path = ['runnerScaleSetLabels', index];
    if (label === '' || label.length > 255)
      return [{ path, message: `must have 1 to 255 characters, got ${label.length}` }];
    return labels.indexOf(label) < index
      ? [{ path, message: `${JSON.stringify(label)} is named twice; keep one` }]
      : [];
  });
}

function cacheRootFindings({ cacheRoot, hostRoots }: RunnerSetProps): Finding[] {
  const message = cacheRoot === undefined ? undefined : hostPathProblem(cacheRoot, hostRoots ?? []);
  return message === undefined ? [] : [{ path: ['cacheRoot'], message }];
}

/** An app that is not a DeskrunApp says its versions as context, which nobody has looked at yet. */
function versionFindings(scope: Construct): Finding[] {
  return (
    [
      [ARC_VERSION_CONTEXT, arcVersionProblem],
      [KUBERNETES_VERSION_CONTEXT, kubernetesVersionProblem],
    ] as const
  ).flatMap(([key, problem]) => {
    const value: unknown = scope.node.tryGetContext(key);
    const message =
      value === undefined ? undefined : problem(typeof value === 'string' ? value : JSON.stringify(value));
    return message === undefined ? [] : [{ path: ['context', key], message }];
  });
}

/** Names that the typed API would leave out of a placement, and rules without effect. */
function placementFindings(placement: PlacementProps, path: string[]): Finding[] {
  const { affinity, tolerations, topologySpreadConstraints } = placement;
  if (!affinity && !tolerations && !topologySpreadConstraints) return [];
  const spec = {
    affinity,
    tolerations: tolerations && [...tolerations],
    topologySpreadConstraints: topologySpreadConstraints && [...topologySpreadConstraints],
  };
  const dropped = droppedFindings({ spec: spec as unknown as k8s.PodSpec }, []).map(finding => ({
    ...finding,
    path: [...path, ...finding.path.slice(1)],
  }));
  return [...dropped, ...spreadFindings(placement, path)];
}

function cacheFindings(props: RunnerSetProps): Finding[] {
  const { capabilities, type } = props.containerMode;
  return (props.caches ?? []).flatMap((given, index): Finding[] => {
    const cache = volumeOf(given);
    const path = cache._owner(index);
    const findings: Finding[] = [];
    if (cache.entry?.keptBy === 'docker' && capabilities.docker === 'none') {
      findings.push({
        path,
        message: `${cache.target} is for a Docker daemon, and containerMode ${type} runs none; use dind or cached-privileged-kubernetes, or leave it out`,
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
        message: `is ${cache.tool ?? ''} again, which ${formatPath(volumeOf((props.caches ?? [])[twin] as CacheVolume)._owner(twin))} is; keep one`,
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

function jobPodFindings(jobPod: JobPodProps | undefined, props: RunnerSetProps): Finding[] {
  if (jobPod === undefined) return [];
  const { hook, steps } = props.containerMode.capabilities;
  if (hook === undefined) {
    return [
      {
        path: ['jobPod'],
        message: `does not exist in containerMode ${props.containerMode.type}, where steps run in the ${steps}; say it of the set itself`,
      },
    ];
  }
  return [
    ...(hook === '0.7.0' ? nodeChoice(jobPod) : []).map(field => ({
      path: ['jobPod', field],
      message: 'cannot move the job pod, which shares a volume with its runner and so its node; place the set itself',
    })),
    ...resourceFindings(jobPod.resources, ['jobPod', 'resources']),
    ...placementFindings(jobPod, ['jobPod']),
    ...(jobPod.template ? droppedFindings(jobPod.template, ['jobPod', 'template']) : []),
    ...metadataNameFindings(jobPod),
  ];
}

function metadataNameFindings({ labels, annotations }: JobPodProps): Finding[] {
  return [
    ...Object.entries(labels ?? {}).flatMap(([key, value]) => [
      ...keyFindings(key, ['jobPod', 'labels', key]),
      ...labelValueFindings(value, ['jobPod', 'labels', key]),
    ]),
    ...Object.keys(annotations ?? {}).flatMap(key => keyFindings(key, ['jobPod', 'annotations', key])),
  ];
}

/** What a template says that a prop of its own has to say. */
function overrideFindings({ template }: RunnerSetProps): Finding[] {
  const findings: Finding[] = [];
  if (template?.spec?.serviceAccountName !== undefined) {
    findings.push({
      path: ['template', 'spec', 'serviceAccountName'],
      message: 'is decided by the set, which makes the account and its rights; leave it out',
    });
  }
  // Absent where an untyped caller leaves it out.
  (template?.spec?.containers ?? []).forEach((container, index) => {
    if (container.name === RUNNER_CONTAINER && container.image !== undefined) {
      findings.push({
        path: ['template', 'spec', 'containers', index, 'image'],
        message: 'is the image of other containers too; name it in runnerImage',
      });
    }
  });
  return findings;
}
