import { arcVersionOf, ARC_VERSIONS } from '../app/versions';
import { hostPathProblem } from '../caches/host-paths';
import { CacheVolume } from '../caches/cache-volume';
import { formatPath, prefixFindings, type Finding } from '../errors';
import { droppedNames, type k8s } from '../kubernetes';
import { envNameFindings, resourceFindings } from '../pod/check';
import type { Construct } from 'constructs';
import { scopeOf, urlFindings } from './github-url';
import { nameFindings } from './naming';
import { nodeChoice } from './placement';
import type { JobPodProps, RunnerSetProps } from './runner-set-props';
import { scalingFindings } from './scaling';

/** Everything about the props of a runner set that cannot work, whatever else is in the app. */
export function propFindings(scope: Construct, props: RunnerSetProps): Finding[] {
  const mode = props.containerMode;
  const instances = props.instances ?? 1;
  return [
    ...nameFindings(props.name, instanceCount(instances), mode.capabilities.nameBudget, mode.type),
    ...urlFindings(props.githubConfigUrl),
    ...(instanceCount(instances) === instances ? [] : [{ path: ['instances'], message: `must be a whole number from 1 to 1000, got ${String(instances)}` }]),
    ...scalingFindings(props.minRunners, props.maxRunners),
    ...groupFindings(props),
    ...labelFindings(scope, props.runnerScaleSetLabels ?? []),
    ...imageFindings(props.runnerImage),
    ...resourceFindings(props.resources, ['resources']),
    ...Object.keys(props.env ?? {}).flatMap(name => envNameFindings(name, ['env', name])),
    ...prefixFindings(['containerMode'], mode._mode.findings),
    ...hostRootFindings(props),
    ...cacheFindings(props),
    ...jobPodFindings(props.jobPod, props),
    ...templateFindings(props.template, ['template']),
    ...accountFindings(props.template),
  ];
}

/** The number of instances to make of what was written, so that everything else can still be checked. */
export function instanceCount(instances: number): number {
  return Number.isInteger(instances) && instances >= 1 && instances <= 1000 ? instances : 1;
}

function groupFindings(props: RunnerSetProps): Finding[] {
  if (props.runnerGroup === undefined) return [];
  if (props.runnerGroup.trim() === '') return [{ path: ['runnerGroup'], message: 'must not be empty; leave it out for the default group' }];
  return urlFindings(props.githubConfigUrl).length === 0 && scopeOf(props.githubConfigUrl) === 'repository'
    ? [{ path: ['runnerGroup'], message: 'exists only for organizations and enterprises, and the URL is that of a repository; leave it out' }]
    : [];
}

function labelFindings(scope: Construct, labels: readonly string[]): Finding[] {
  if (labels.length > 0 && ARC_VERSIONS.indexOf(arcVersionOf(scope)) < ARC_VERSIONS.indexOf('0.14.0')) {
    return [{ path: ['runnerScaleSetLabels'], message: `needs ARC 0.14.0, and arcVersion is ${arcVersionOf(scope)}; the controller would drop it` }];
  }
  return labels.flatMap((label, index): Finding[] => {
    const path = ['runnerScaleSetLabels', index];
    if (label === '' || label.length > 255) return [{ path, message: `must have 1 to 255 characters, got ${label.length}` }];
    return labels.indexOf(label) < index ? [{ path, message: `${JSON.stringify(label)} is named twice; keep one` }] : [];
  });
}

function imageFindings(image: string | undefined): Finding[] {
  return image === undefined || /^[a-z0-9][^\s@]*(@sha256:[0-9a-f]{64})?$/i.test(image)
    ? []
    : [{ path: ['runnerImage'], message: `must be an image such as ghcr.io/actions/actions-runner:2.337.0, got ${JSON.stringify(image)}` }];
}

function hostRootFindings(props: RunnerSetProps): Finding[] {
  return [
    ...(props.hostRoots ?? []).map((root, index) => ({ path: ['hostRoots', index], message: hostPathProblem(root, [root]) })),
    ...(props.cacheRoot === undefined ? [] : [{ path: ['cacheRoot'], message: hostPathProblem(props.cacheRoot, props.hostRoots ?? []) }]),
  ].flatMap(({ path, message }) => (message === undefined ? [] : [{ path, message }]));
}

function cacheFindings(props: RunnerSetProps): Finding[] {
  const { capabilities, type } = props.containerMode;
  return (props.caches ?? []).flatMap((given, index): Finding[] => {
    const cache = given instanceof CacheVolume ? given : given._bound.cache;
    const path = cache._owner(index);
    const findings: Finding[] = [];
    if (cache.entry?.keptBy === 'docker' && capabilities.docker === 'none') {
      findings.push({ path, message: `${cache.target} is for a Docker daemon, and containerMode ${type} runs none; use dind or cached-privileged-kubernetes, or leave it out` });
    }
    if (given instanceof CacheVolume && cache.source) {
      const problem = hostPathProblem(cache.source, props.hostRoots ?? []);
      if (problem !== undefined) findings.push({ path: [...path, 'source'], message: problem });
    }
    const persists = cache.sharing === 'exclusive' && !cache.isEmptyDir && !cache.perRunner;
    const standsAlone = !(given instanceof CacheVolume);
    const perInstance = Math.max(props.maxRunners ?? 1, props.minRunners ?? 0);
    const runners = standsAlone ? perInstance * (props.instances ?? 1) : perInstance;
    if (persists && runners > 1) {
      const why = standsAlone && (props.instances ?? 1) > 1 ? `${runners} runners would use it` : `${props.maxRunners === undefined ? 'minRunners' : 'maxRunners'} is ${runners}`;
      findings.push({ path, message: concurrency(cache, why, runners) });
    }
    return findings;
  });
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
    return [{ path: ['jobPod'], message: `does not exist in containerMode ${props.containerMode.type}, where steps run in the ${steps}; say it of the set itself` }];
  }
  return [
    ...(hook === '0.7.0' ? nodeChoice(jobPod) : []).map(field => ({
      path: ['jobPod', field], message: 'cannot move the job pod, which shares a volume with its runner and so its node; place the set itself',
    })),
    ...resourceFindings(jobPod.resources, ['jobPod', 'resources']),
    ...templateFindings(jobPod.template, ['jobPod', 'template']),
  ];
}

function accountFindings(template: k8s.PodTemplateSpec | undefined): Finding[] {
  return template?.spec?.serviceAccountName === undefined
    ? []
    : [{ path: ['template', 'spec', 'serviceAccountName'], message: 'is decided by the set, which makes the account and its rights; leave it out' }];
}

function templateFindings(template: k8s.PodTemplateSpec | undefined, path: string[]): Finding[] {
  if (template === undefined) return [];
  const findings: Finding[] = droppedNames(template).map(dropped => ({
    path: [...path, ...dropped],
    at: 'key',
    message: `is not a field of ${formatPath(dropped.slice(0, -1)) || 'a pod template'} in the typed API (Kubernetes 1.28), or not of the type it wants, and would be lost; correct it, or patch the set's resource`,
  }));
  const restartPolicy = template.spec?.restartPolicy;
  if (restartPolicy !== undefined && restartPolicy !== 'Never') {
    findings.push({ path: [...path, 'spec', 'restartPolicy'], message: `must be Never, got ${restartPolicy}: a runner works for one job; leave it out` });
  }
  return findings;
}
