import { bindCache } from '../caches/bind';
import { CacheVolume } from '../caches/cache-volume';
import { DEFAULT_CACHE_ROOT, type CacheSlot } from '../caches/host-paths';
import { jobCaches, runnerCaches, type OwnedCache } from '../caches/pod';
import { formatPath, prefixFindings, PropsError, refuse, type Finding, type ValuePath } from '../errors';
import { checkExtension } from '../hooks/check';
import { fsInit, type JobRequest } from '../hooks/job-pod';
import type { HookExtension } from '../hooks/merge';
import { EXTENSION_PREFIX, JOB_CONTAINER } from '../hooks/versions';
import { podTemplateToJson, toResourceRequirements, type k8s } from '../kubernetes';
import { withDataVolume } from '../modes/docker-daemon';
import { RUNNER_CONTAINER, type ModeContext, type ModePart } from '../modes/mode';
import { checkEndpoints } from '../network/closed-addresses';
import { jobEgress, runnerEgress } from '../network/egress';
import { POLICY_LABEL } from '../network/policy';
import { runnerPodFindings } from '../pod/check';
import { sortedCopy } from '../plain-object';
import { composeOwned } from '../pod/compose';
import type { PodContribution } from '../pod/contribution';
import type { Locate } from '../pod/origin';
import { listenerPodFindings } from './listener-pod';
import { dockerFindings, dockerNotices } from './check-docker';
import { hookProxyNotices } from './check-proxy';
import { runnerContainerFindings, type PlannedPod } from './check-runner-container';
import { endpointsOf } from './endpoints';
import { scaleSetNames } from './naming';
import { isForWindows } from './node-os';
import { jobPlacement, placementFields, type PlacementProps } from './placement';
import { jobPullSecrets, pullSecretNotice } from './pull-secrets';
import type { ResolvedSetProps } from './resolve-props';
import { RUNNER_IMAGE } from './runner-image';

/** The command that starts the runner in the images of GitHub. */
export const RUNNER_COMMAND: readonly string[] = ['/home/runner/run.sh'];

/** The pods of one scale set, computed before any object is created. */
export interface ScaleSetPlan {
  /** The runner pod. */
  readonly template: k8s.PodTemplateSpec;

  /** The extension that the hook merges into job pods. @default - no job pods, or nothing to add to them */
  readonly extension?: HookExtension;

  /** The caches, with their volumes and mounts. */
  readonly caches: readonly OwnedCache[];

  /** Warnings. */
  readonly notices: readonly string[];
}

/**
 * Computes the pods of one scale set, without side effects.
 *
 * @throws PropsError with every conflict between props, and everything that would make a job pod fail
 */
export function planScaleSet(props: ResolvedSetProps, slot: CacheSlot, kubernetesMinor: number): ScaleSetPlan {
  const mode = props.containerMode._mode;
  const { hook } = props.containerMode.capabilities;
  const caches = ownedCaches(props, slot);
  const runnerImage = props.runnerImage ?? RUNNER_IMAGE;
  const context: ModeContext = { runnerImage, kubernetesMinor };

  const findings: Finding[] = [];
  // A name that is too long is reported once, and not again for each label of the job pod that contains it.
  const nameInBudget = slot.instance.slice(0, props.containerMode.capabilities.nameBudget);
  const job = hook && attempt(() => extensionOf(props, slot, caches, context), findings);
  const extension = job?.extension;
  if (hook && extension)
    findings.push(
      ...checkExtension(hook, sampleJob(nameInBudget, runnerImage), extension, kubernetesMinor).map(finding =>
        writtenAt(finding, job.locate, ['jobPod', 'template']),
      ),
    );

  const withExtension = extension ? { ...context, hookExtension: scaleSetNames(slot.instance).hookExtension } : context;
  const daemon = mode.dockerDaemon?.(withExtension);
  const pod = attempt(
    () =>
      composeOwned([
        ...ownParts(props, runnerImage),
        ...modeParts(props, mode.runnerPod(withExtension)),
        ...runnerEgress(props, daemon),
        ...policyLabel(props, slot),
        ...runnerCaches(caches, mode, withExtension),
        ...(props.template ? [{ owner: ['template'], template: props.template, override: true }] : []),
      ]),
    findings,
  );
  const besides = daemon && daemon.name !== RUNNER_CONTAINER ? daemon : undefined;
  const template = pod && besides ? withDataVolume(pod.template, besides) : pod?.template;
  const notices = [...(job?.notices ?? [])];
  if (pod && template) {
    const planned: PlannedPod = { props, template, locate: pod.locate, hasExtension: extension !== undefined };
    if (besides) notices.push(...dockerNotices(planned, besides));
    notices.push(...hookProxyNotices(planned));
    findings.push(
      ...runnerPodFindings(podTemplateToJson(template), kubernetesMinor).map(finding =>
        writtenAt(finding, pod.locate, ['template']),
      ),
      ...prefixFindings(['template'], mode.overrideFindings?.(template) ?? []),
      ...runnerContainerFindings(planned),
      ...(besides ? dockerFindings(planned, besides, caches) : []),
    );
  }
  const reach =
    props.networkPolicy &&
    checkEndpoints(
      props.networkPolicy,
      props.proxy,
      endpointsOf(props, [
        ...(pod ? [{ spec: pod.template.spec, locate: pod.locate, override: ['template'] }] : []),
        ...(job ? [{ spec: extension?.spec, locate: job.locate, override: ['jobPod', 'template'] }] : []),
      ]),
    );
  findings.push(...(reach?.findings ?? []));
  findings.push(...listenerPodFindings(props.listenerTemplate, kubernetesMinor));
  // Invalid options of a mode lead to further findings in its pods.
  refuse(mode.findings.length === 0 ? findings : findings.filter(({ path }) => formatPath(path) !== 'containerMode'));
  return {
    template: template as k8s.PodTemplateSpec,
    extension,
    caches,
    notices: [...notices, ...(reach?.notices ?? [])],
  };
}

/** Moves a finding to the path at which the value was written, or to the override if no prop set it. */
function writtenAt(finding: Finding, locate: Locate, override: ValuePath): Finding {
  return { ...finding, path: locate(finding.path) ?? [...override, ...finding.path] };
}

/** The contributions of a mode, each owned by the option that causes it. */
function modeParts({ containerMode }: ResolvedSetProps, parts: readonly ModePart[]): PodContribution[] {
  return parts.map(({ option, template }) => ({
    owner: option ? containerMode._option(option) : ['containerMode'],
    template,
  }));
}

/** A sample job, for checks of the job pod. */
export function sampleJob(scaleSet: string, runnerImage: string): JobRequest {
  return {
    runnerPod: `${scaleSet}-abcde-runner-fghij`,
    runnerImage,
    workspace: '<repository>/<repository>',
    image: '<image of the job>',
    services: [],
  };
}

/** The contributions of the props of the set to the runner pod, one for each prop. */
function ownParts(props: ResolvedSetProps, image: string): PodContribution[] {
  const runner = (owner: ValuePath, container: Partial<k8s.Container>): PodContribution => ({
    owner,
    template: { spec: { containers: [{ name: RUNNER_CONTAINER, ...container }] } },
  });
  // There is no official image for Windows: the command of the image must start the runner.
  const command = isForWindows(props) ? undefined : [...RUNNER_COMMAND];
  return [
    {
      owner: ['name'],
      template: { spec: { restartPolicy: 'Never', containers: [{ name: RUNNER_CONTAINER, command }] } },
    },
    runner(['runnerImage'], { image }),
    ...placementParts(props, () => []),
    ...(props.resources ? [runner(['resources'], { resources: toResourceRequirements(props.resources) })] : []),
    ...Object.entries(props.env ?? {}).map(([name, value]) => runner(['env', name], { env: [{ name, value }] })),
  ];
}

function placementParts(
  placement: PlacementProps,
  parentOf: (field: keyof PlacementProps) => ValuePath,
): PodContribution[] {
  return Object.entries(placementFields(placement)).flatMap(([field, value]: [string, unknown]) =>
    value === undefined
      ? []
      : [{ owner: [...parentOf(field as keyof PlacementProps), field], template: { spec: { [field]: value } } }],
  );
}

/** The label by which the NetworkPolicy selects the pods of the set. */
function policyLabel(props: ResolvedSetProps, { instance }: CacheSlot): PodContribution[] {
  return props.networkPolicy
    ? [{ owner: ['networkPolicy'], template: { metadata: { labels: { [POLICY_LABEL]: instance } } } }]
    : [];
}

interface PlannedExtension {
  readonly extension: HookExtension;
  readonly locate: Locate;
  readonly notices: readonly string[];
}

/** The extension of the job pods, or undefined if it would be empty. */
function extensionOf(
  props: ResolvedSetProps,
  slot: CacheSlot,
  caches: readonly OwnedCache[],
  context: ModeContext,
): PlannedExtension | undefined {
  const {
    _mode: mode,
    capabilities: { hook },
  } = props.containerMode;
  const job = props.jobPod ?? {};
  const resources = job.resources && {
    containers: [{ name: EXTENSION_PREFIX + JOB_CONTAINER, resources: toResourceRequirements(job.resources) }],
  };
  const parts = [
    ...modeParts(props, mode.jobPod?.(context) ?? []),
    ...jobEgress(props),
    ...policyLabel(props, slot),
    ...(hook ? jobCaches(caches, hook, mode, context) : []),
  ];
  const pullSecrets = jobPullSecrets(props, parts);
  const { template, locate } = composeOwned([
    { owner: ['jobPod', 'labels'], template: { metadata: { labels: job.labels } } },
    { owner: ['jobPod', 'annotations'], template: { metadata: { annotations: job.annotations } } },
    { owner: ['jobPod', 'resources'], template: { spec: resources } },
    ...placementParts(jobPlacement(props, job, hook === '0.7.0'), field =>
      job[field] === undefined ? [] : ['jobPod'],
    ),
    ...(hook === '0.8.1' ? hookInit(parts, context) : []),
    ...parts,
    ...pullSecrets,
    ...(job.template ? [{ owner: ['jobPod', 'template'], template: job.template, override: true }] : []),
  ]);
  // Sorted, so that the file does not depend on the order of the props.
  const json = sortedCopy(podTemplateToJson(template)) as HookExtension;
  const isEmpty = Object.values(json.spec ?? {}).length === 0 && Object.values(json.metadata ?? {}).length === 0;
  return isEmpty ? undefined : { extension: json, locate, notices: pullSecrets.map(() => pullSecretNotice(props)) };
}

/**
 * Init containers of an extension replace those of hook 0.8.1, so these are added again. Without them, the container
 * runtime would create the working directory of the job, as root. The job therefore starts in the directory above, and
 * the hook creates the directory for the user of the job when it copies the workspace.
 */
function hookInit(parts: readonly PodContribution[], { runnerImage }: ModeContext): PodContribution[] {
  const replaced = parts.some(({ template }) => (template.spec?.initContainers ?? []).length > 0);
  const spec = {
    initContainers: [fsInit(runnerImage) as unknown as k8s.Container],
    containers: [{ name: EXTENSION_PREFIX + JOB_CONTAINER, workingDir: '/__w' }],
  };
  return replaced ? [{ owner: ['containerMode'], template: { spec } }] : [];
}

/** The caches of the set with their volumes and the props that they came from. Docker 29 needs a second directory. */
function ownedCaches(props: ResolvedSetProps, slot: CacheSlot): OwnedCache[] {
  const given = props.caches ?? [];
  const hasContainerd = given.some(cache => cache instanceof CacheVolume && cache.tool === 'containerd');
  const instances = props.instances ?? 1;
  const cacheRoot = props.cacheRoot ?? DEFAULT_CACHE_ROOT;
  let paths = 0;
  return given.flatMap((cache, index): OwnedCache[] => {
    // An NvmeCacheVolume has created its claim itself.
    if (!(cache instanceof CacheVolume))
      return [{ owner: ['caches', index], bound: { ...cache._bound, claimName: undefined } }];
    const owner = cache._owner(index);
    const name = cache.byName && cache.tool ? cache.tool : `cache-${paths++}`;
    const binding = { slot, instances, cacheRoot, name };
    const bound = [{ owner, bound: bindCache(cache, binding) }];
    // From Docker 29 on, a daemon that a workflow installs keeps its images in the root of containerd; that of dind
    // does not.
    if (cache.tool !== 'docker' || hasContainerd || props.containerMode.capabilities.docker !== 'workflow')
      return bound;
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
