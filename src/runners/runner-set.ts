import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { addNotice } from '../app/notices';
import { kubernetesMinorOf } from '../app/versions';
import type { CacheSlot } from '../caches/host-paths';
import { CacheVolume } from '../caches/cache-volume';
import { formatPath, PropsError, refuse, uniqueFindings, type Finding, type ValuePath } from '../errors';
import type { k8s } from '../kubernetes';
import { mergeHostPaths, type HostPath } from '../pod/host-paths';
import { withoutUndefined } from '../plain-object';
import { beyondBaseline } from '../pod/security';
import { urlFindings } from './check-combinations';
import { instanceCount, propFindings } from './check-props';
import { instanceNames, namespaceFindings } from './naming';
import { exclusiveTargets, setNotices } from './notices';
import { planScaleSet, type ScaleSetPlan } from './plan';
import { occupy, type Occupancy } from './registry';
import { RunnerChart } from './runner-chart';
import { controllerFindings, DEFAULT_CONTROLLER, type RunnerController } from './runner-controller';
import { pathAsWritten, resolveProps, type ResolvedSetProps } from './resolve-props';
import type { RunnerSetProps } from './runner-set-props';
import { scalingOf } from './scaling';
import { ScaleSet } from './scale-set';
import { checkProps } from '../schema/props';
import { runnerSetSchema } from './runner-set-shape';

/**
 * Runners for one repository, organization or enterprise: one scale set for each instance, with the ServiceAccounts,
 * Roles and ConfigMaps that it needs. All props are checked before any object is created.
 *
 * @throws PropsError with every invalid prop
 * @example
 * new RunnerSet(chart, 'images', {
 *   name: 'images',
 *   repository: 'https://github.com/owner/images',
 *   containerMode: 'dind',
 *   auth: { secret: 'github' },
 * });
 */
export class RunnerSet extends Construct {
  /** The scale sets, one for each instance. */
  readonly scaleSets: readonly ScaleSet[];

  /** @throws PropsError with every invalid prop, before any object is created */
  constructor(scope: Construct, id: string, props: RunnerSetProps) {
    super(scope, id);
    const chart = Chart.of(this);
    const { props: own, findings } = checkProps(runnerSetSchema, props, this);
    const written: RunnerSetProps = { ...withoutUndefined(RunnerChart.defaultsOf(chart)), ...withoutUndefined(own) };
    const { props: resolved, findings: unresolved } = resolveProps(written);
    const names = instanceNames(resolved.name, instanceCount(resolved.instances ?? 1));
    const namespace = resolved.namespace ?? chart.namespace;
    const plans = this.plan(resolved, names, namespace, {
      written: props,
      findings: [...findings, ...urlFindings(props), ...unresolved],
    });

    if (resolved.controller) applyAfter(chart, resolved.controller);
    const oneRunner = names.length > 1 || exclusiveTargets(resolved).length > 0;
    const notices = [...setNotices(resolved), ...plans.flatMap(plan => plan.notices)];
    for (const notice of new Set(notices)) addNotice(this, notice);
    this.scaleSets = names.map(
      (name, index) =>
        new ScaleSet(this, names.length === 1 ? 'ScaleSet' : `ScaleSet-${index + 1}`, {
          name,
          namespace: namespace as string,
          set: resolved,
          plan: plans[index] as ScaleSetPlan,
          scaling: scalingOf(resolved.minRunners, resolved.maxRunners, oneRunner),
          controller: (resolved.controller ?? DEFAULT_CONTROLLER).serviceAccount,
        }),
    );
  }

  /**
   * The node paths that the pods of the set mount: runner pods, job pods, and directories of local PersistentVolumes.
   * Each path is listed once. A path that any pod writes to is not `readOnly`.
   */
  get hostPaths(): HostPath[] {
    return mergeHostPaths(this.scaleSets.flatMap(({ hostPaths }) => hostPaths));
  }

  /** Plans every scale set, or throws all findings. */
  private plan(
    props: ResolvedSetProps,
    names: readonly string[],
    namespace: string | undefined,
    found: { readonly written: RunnerSetProps; readonly findings: readonly Finding[] },
  ): ScaleSetPlan[] {
    const findings = [
      ...found.findings,
      ...propFindings(this, props),
      ...controllerFindings(this, props.controller ?? DEFAULT_CONTROLLER, namespace),
    ];
    if (namespace !== undefined) findings.push(...namespaceFindings(namespace), ...claimFindings(props, namespace));
    else
      findings.push({
        path: ['namespace'],
        message: 'is required, since the chart has no namespace; set it, or use RunnerChart',
      });

    const valid = dropInvalid(props, findings);
    const slots = names.map(instance => ({ installation: props.name, instance }));
    const plans = slots.flatMap(slot => {
      try {
        return [planScaleSet(valid, slot, kubernetesMinorOf(this))];
      } catch (error) {
        if (!(error instanceof PropsError)) throw error;
        findings.push(...error.findings);
        return [];
      }
    });
    const asWritten = (finding: Finding) => ({ ...finding, path: pathAsWritten(finding.path, found.written) });
    refuse(uniqueFindings(findings).map(asWritten), this);
    refuse(
      uniqueFindings(
        occupy(
          this,
          slots.map((slot, index) => this.occupancy(props, slot, namespace as string, plans[index] as ScaleSetPlan)),
        ),
      ).map(asWritten),
      this,
    );
    return plans;
  }

  private occupancy(props: ResolvedSetProps, slot: CacheSlot, namespace: string, plan: ScaleSetPlan): Occupancy {
    return {
      path: this.node.path,
      namespace,
      name: slot.instance,
      runnerScaleSetName: props.runnerScaleSetName ?? slot.instance,
      githubConfigUrl: props.githubConfigUrl,
      runnerGroup: props.runnerGroup ?? 'default',
      nodeSelector: props.nodeSelector ?? {},
      beyondBaseline: () =>
        beyondBaseline(manifestNames(plan.template.spec as k8s.PodSpec)).concat(
          plan.extension ? beyondBaseline(plan.extension.spec ?? {}) : [],
        ),
      directories: plan.caches.flatMap(({ owner, bound: { directory, automatic = false, cache } }) =>
        directory === undefined || cache.sharing === 'readOnly' || cache.perRunner
          ? []
          : [{ path: directory, exclusive: cache.sharing === 'exclusive', automatic, owner }],
      ),
    };
  }
}

/** Orders the chart of a controller of the same app, which has the CRDs, before the chart of the runner sets. */
function applyAfter(chart: Chart, controller: RunnerController): void {
  if (!Construct.isConstruct(controller) || controller.node.root !== chart.node.root) return;
  const before = Chart.of(controller);
  const nested = before.node.scopes.includes(chart) || chart.node.scopes.includes(before);
  if (!nested) chart.addDependency(before);
}

/** Adds the manifest spelling of the fields that pod security checks. */
function manifestNames(spec: k8s.PodSpec): Record<string, unknown> {
  return { ...spec, hostPID: spec.hostPid, hostIPC: spec.hostIpc };
}

/** Drops the props that have findings, so that the rest can still be planned and checked. */
function dropInvalid(props: ResolvedSetProps, findings: readonly Finding[]): ResolvedSetProps {
  if (findings.length === 0) return props;
  const found = new Set(findings.flatMap(({ path }) => [formatPath(path.slice(0, 1)), formatPath(path.slice(0, 2))]));
  const ifValid = <T>(path: ValuePath, value: T): T | undefined => (found.has(formatPath(path)) ? undefined : value);
  return {
    ...props,
    caches: (props.caches ?? []).filter(
      (cache, index) => !found.has(formatPath(cache instanceof CacheVolume ? cache._owner(index) : ['caches', index])),
    ),
    template: ifValid(['template'], props.template),
    jobPod: props.jobPod && {
      ...props.jobPod,
      template: ifValid(['jobPod', 'template'], props.jobPod.template),
      affinity: ifValid(['jobPod', 'affinity'], props.jobPod.affinity),
    },
    affinity: ifValid(['affinity'], props.affinity),
    runnerImage: ifValid(['runnerImage'], props.runnerImage),
    proxy: ifValid(['proxy'], props.proxy),
    networkPolicy: ifValid(['networkPolicy'], props.networkPolicy),
  };
}

/** Pods can only use claims in their own namespace. */
function claimFindings(props: ResolvedSetProps, namespace: string): Finding[] {
  return (props.caches ?? []).flatMap((cache, index) => {
    if (cache instanceof CacheVolume || cache._bound.claimName === undefined || Chart.of(cache).namespace === namespace)
      return [];
    return [
      {
        path: ['caches', index],
        message:
          `${cache.node.path} is claimed in namespace ${String(Chart.of(cache).namespace)}, and the set is in ` +
          `${namespace}; create it in a chart of that namespace`,
      },
    ];
  });
}
