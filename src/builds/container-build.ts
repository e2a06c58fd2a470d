import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { setLayer } from '../app/layers';
import { kubernetesMinorOf } from '../app/versions';
import { LocalClaim } from '../caches/local-claim';
import { PropsError, refuse } from '../errors';
import { k8s } from '../kubernetes';
import { hostPathsOfPod, mergeHostPaths, type HostPath } from '../pod/host-paths';
import { namespaceFindings } from '../runners/naming';
import { checkProps } from '../schema/props';
import { withoutUndefined } from '../plain-object';
import type { ContainerBuildProps } from './container-build-props';
import { containerBuildSchema } from './container-build-shape';
import { devContainerOf } from './dev-container-build';
import type { DevContainer } from './devcontainer/dev-container';
import { planBuild, type BuildPlan } from './plan';
import { DEFAULT_TIMEOUT } from './workspace-step';

/**
 * A build of one commit in a container: clones the repository, runs a shell command in an image with warm caches, and
 * copies out artifacts. A Job, or a CronJob that can be run repeatedly.
 *
 * Security: caches are directories of the node, so the namespace needs the pod security level `privileged`. The command
 * itself runs without privileges, service account token or token for Git.
 *
 * @throws PropsError with every invalid prop
 * @example
 * new ContainerBuild(chart, 'web', {
 *   repository: 'https://github.com/owner/web',
 *   commit: '0123456789abcdef0123456789abcdef01234567',
 *   image: 'docker.io/library/node:22.20.0',
 *   command: 'npm ci && npm test',
 *   caches: ['npm'],
 * });
 */
export class ContainerBuild extends Construct {
  /** The Job or CronJob, to patch fields that have no prop: `build.resource.addJsonPatch(...)`. */
  readonly resource: k8s.KubeJob | k8s.KubeCronJob;

  /** The paths of the node that the pod mounts. */
  readonly hostPaths: readonly HostPath[];

  constructor(scope: Construct, id: string, given: ContainerBuildProps) {
    super(scope, id);
    const { props: own, findings } = checkProps(containerBuildSchema, given, this);
    const props = withoutUndefined(own);
    const name = props.name ?? id;
    const namespace = props.namespace ?? Chart.of(this).namespace;
    refuse([...findings, ...(namespace === undefined ? [] : namespaceFindings(namespace))], this);
    const plan = this.plan(props, name, devContainerOf(given));
    setLayer(this, 'runners');

    const labels = {
      ...props.labels,
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/component': 'build',
      'app.kubernetes.io/part-of': 'cdk8s-deskrun',
      'deskrun.dev/repository': plan.repositoryHash,
      'deskrun.dev/trust': props.trust ?? 'internal',
      'deskrun.dev/network': props.network ?? 'host',
    };
    const annotations = {
      ...props.annotations,
      'deskrun.dev/url': props.repository,
      'deskrun.dev/commit': props.commit,
    };
    const metadata = (objectName: string) => ({ name: objectName, namespace, labels, annotations });
    new k8s.KubeConfigMap(this, 'Scripts', {
      metadata: metadata(plan.revision),
      data: { ...plan.scripts },
      immutable: true,
    });
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata: metadata(name),
      // Nothing connects to a build.
      spec: { podSelector: { matchLabels: { 'deskrun.dev/build': name } }, policyTypes: ['Ingress'] },
    });
    for (const { bound } of plan.caches.filter(({ bound: { claimName } }) => claimName !== undefined))
      new LocalClaim(this, `Cache-${bound.volume.name}`, { cache: bound, namespace, labels });
    const job = jobSpec(props, plan, { labels: { ...labels, 'deskrun.dev/build': name }, annotations });
    this.resource =
      (props.runs ?? 'once') === 'once'
        ? new k8s.KubeJob(this, 'Resource', { metadata: metadata(plan.revision), spec: job })
        : new k8s.KubeCronJob(this, 'Resource', { metadata: metadata(name), spec: cronJobSpec(props, job) });
    this.hostPaths = mergeHostPaths(hostPathsOfPod(plan.template.spec as k8s.PodSpec));
  }

  private plan(props: ContainerBuildProps, name: string, devContainer: DevContainer | undefined): BuildPlan {
    try {
      return planBuild(props, name, kubernetesMinorOf(this), devContainer);
    } catch (error) {
      if (error instanceof PropsError) refuse(error.findings, this);
      throw error;
    }
  }
}

function jobSpec(
  { timeout = DEFAULT_TIMEOUT, queueTimeout = Duration.hours(1), ttlAfterFinished }: ContainerBuildProps,
  { template }: BuildPlan,
  { labels, annotations }: { labels: Record<string, string>; annotations: Record<string, string> },
): k8s.JobSpec {
  return {
    // A failed command fails again. A pod that its node lost, or that made room for another, is replaced.
    backoffLimit: 0,
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    activeDeadlineSeconds: timeout.toSeconds() + queueTimeout.toSeconds(),
    ttlSecondsAfterFinished: ttlAfterFinished?.toSeconds(),
    template: {
      metadata: {
        labels: { ...labels, ...template.metadata?.labels },
        annotations: { ...annotations, ...template.metadata?.annotations },
      },
      spec: template.spec,
    },
  };
}

function cronJobSpec({ runs }: ContainerBuildProps, job: k8s.JobSpec): k8s.CronJobSpec {
  const onDemand = runs === 'onDemand';
  return {
    // A suspended CronJob still needs a schedule.
    schedule: onDemand ? '0 0 1 1 *' : (runs as string),
    suspend: onDemand,
    concurrencyPolicy: onDemand ? 'Allow' : 'Forbid',
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    jobTemplate: { metadata: { labels: job.template.metadata?.labels }, spec: job },
  };
}
