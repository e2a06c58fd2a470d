import { createHash } from 'node:crypto';
import type { GitHubAuth } from '../auth/github-auth';
import { bindCache } from '../caches/bind';
import { CacheVolume } from '../caches/cache-volume';
import { DEFAULT_CACHE_ROOT, type CacheSlot } from '../caches/host-paths';
import { jobCaches, runnerCaches, type OwnedCache } from '../caches/pod';
import { prefixFindings, PropsError, refuse, type Finding } from '../errors';
import { checkExtension } from '../hooks/check';
import type { JobRequest } from '../hooks/job-pod';
import type { HookExtension } from '../hooks/merge';
import { EXTENSION_PREFIX, JOB_CONTAINER } from '../hooks/versions';
import { podTemplateToJson, toResourceRequirements, type k8s } from '../kubernetes';
import { RUNNER_CONTAINER, type ModeContext } from '../modes/mode';
import { podFindings } from '../pod/check';
import { composePod } from '../pod/compose';
import type { PodContribution } from '../pod/contribution';
import { scaleSetNames } from './naming';
import { jobPlacement, placementFields } from './placement';
import type { RunnerSetProps } from './runner-set-props';

/** The image of the runner when none is given: the newest release this version of the library was made with. */
export const RUNNER_IMAGE = 'ghcr.io/actions/actions-runner:2.337.0';

/** The pods of one scale set, decided before any object is made. */
export interface ScaleSetPlan {
  /** The runner pod. */
  readonly template: k8s.PodTemplateSpec;

  /** What the hook merges into job pods. @default - the set has no job pods, or nothing to add to them */
  readonly extension?: HookExtension;

  /** Its caches, as they are in its pods. */
  readonly caches: readonly OwnedCache[];
}

/**
 * Decides the pods of one scale set. Pure.
 *
 * @throws PropsError with everything that two props contradict each other in, or that a job pod would fail by
 */
export function planScaleSet(props: RunnerSetProps, slot: CacheSlot, kubernetesMinor: number): ScaleSetPlan {
  const mode = props.containerMode._mode;
  const { hook } = props.containerMode.capabilities;
  const caches = ownedCaches(props, slot);
  const runnerImage = props.runnerImage ?? RUNNER_IMAGE;
  const context: ModeContext = { runnerImage, kubernetesMinor };

  const findings: Finding[] = [];
  const extension = hook && attempt(() => extensionOf(props, caches, context), findings);
  if (hook && extension) findings.push(...prefixFindings(['jobPod', 'template'], checkExtension(hook, sampleJob(slot.instance, runnerImage), extension)));

  const withExtension = extension ? { ...context, hookExtension: scaleSetNames(slot.instance).hookExtension } : context;
  const template = attempt(() => composePod([
    baseRunner(props, runnerImage),
    { owner: ['containerMode'], template: mode.runnerPod(withExtension) },
    ...runnerCaches(caches, mode, withExtension),
    ...(props.template ? [{ owner: ['template'], template: props.template, lastWord: true }] : []),
  ]), findings);
  if (template) findings.push(...prefixFindings(['template'], [...podFindings(template), ...(mode.overrideFindings?.(template) ?? [])]));
  refuse(findings);
  return { template: template as k8s.PodTemplateSpec, extension, caches };
}

/** A job that stands for any that a workflow may ask for. */
export function sampleJob(scaleSet: string, runnerImage: string): JobRequest {
  return { runnerPod: `${scaleSet}-abcde-runner-fghij`, runnerImage, image: '<image of the job>', services: [] };
}

/** What restarts the listener though the spec stays the same: another credential in the same Secret. */
export function valuesHash(auth: GitHubAuth): string {
  return createHash('sha256').update(JSON.stringify([auth.secretName, auth.revision ?? null])).digest('hex').slice(0, 63);
}

function baseRunner(props: RunnerSetProps, image: string): PodContribution {
  return {
    owner: [],
    template: {
      spec: {
        restartPolicy: 'Never',
        ...placementFields(props),
        containers: [{
          name: RUNNER_CONTAINER,
          image,
          command: ['/home/runner/run.sh'],
          env: Object.entries(props.env ?? {}).map(([name, value]) => ({ name, value })),
          resources: props.resources && toResourceRequirements(props.resources),
        }],
      },
    },
  };
}

/** The extension of the job pods, or nothing where there is nothing to say. */
function extensionOf(props: RunnerSetProps, caches: readonly OwnedCache[], context: ModeContext): HookExtension | undefined {
  const mode = props.containerMode._mode;
  const job = props.jobPod ?? {};
  const own: PodContribution = {
    owner: ['jobPod'],
    template: {
      metadata: { labels: job.labels, annotations: job.annotations },
      spec: {
        ...placementFields(jobPlacement(props, job, props.containerMode.capabilities.hook === '0.7.0')),
        containers: job.resources && [{ name: EXTENSION_PREFIX + JOB_CONTAINER, resources: toResourceRequirements(job.resources) }],
      },
    },
  };
  const composed = composePod([
    own,
    ...(mode.jobPod ? [{ owner: ['containerMode'], template: mode.jobPod(context) }] : []),
    ...jobCaches(caches),
    ...(job.template ? [{ owner: ['jobPod', 'template'], template: job.template, lastWord: true }] : []),
  ]);
  const json = podTemplateToJson(composed) as HookExtension;
  return Object.values(json.spec ?? {}).length > 0 || Object.values(json.metadata ?? {}).length > 0 ? json : undefined;
}

/** The set's caches, bound, each with the prop it came from; Docker's with what Docker 29 keeps beside it. */
function ownedCaches(props: RunnerSetProps, slot: CacheSlot): OwnedCache[] {
  const given = props.caches ?? [];
  const hasContainerd = given.some(cache => cache instanceof CacheVolume && cache.tool === 'containerd');
  const instances = props.instances ?? 1;
  const cacheRoot = props.cacheRoot ?? DEFAULT_CACHE_ROOT;
  let paths = 0;
  return given.flatMap((cache, index): OwnedCache[] => {
    // A volume that stands by itself has made its claim.
    if (!(cache instanceof CacheVolume)) return [{ owner: ['caches', index], bound: { ...cache._bound, claimName: undefined } }];
    const owner = cache._owner(index);
    const name = cache.byName && cache.tool ? cache.tool : `cache-${paths++}`;
    const binding = { slot, instances, cacheRoot, name };
    const bound = [{ owner, bound: bindCache(cache, binding) }];
    // A daemon that a workflow installs keeps its images in containerd's own root from version 29 on; the one of dind does not.
    if (cache.tool !== 'docker' || hasContainerd || props.containerMode.capabilities.docker !== 'workflow') return bound;
    const companion = bindCache(cache.containerdCompanion(), { ...binding, name: `${name}-containerd` });
    return [...bound, { owner, bound: companion }];
  });
}

function attempt<T>(compute: () => T, findings: Finding[]): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
}
