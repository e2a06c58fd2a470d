import { Construct } from 'constructs';
import schema from '../../imports/autoscalingrunnerset.schema.json';
import { AutoscalingRunnerSet } from '../../imports/actions.github.com';
import { arcVersionOf } from '../app/versions';
import { LocalClaim } from '../caches/local-claim';
import { formatPath, prefixFindings } from '../errors';
import { effectiveJobPod } from '../hooks/merge';
import type { JobPod } from '../hooks/job-pod';
import { k8s } from '../kubernetes';
import { EXTENSION_KEY } from '../modes/hook-runner';
import { checkSchema, type JsonSchema } from '../schema/check';
import { HookExtensionMap } from './hook-extension-map';
import { scaleSetNames, type ScaleSetNames } from './naming';
import { RUNNER_IMAGE, sampleJob, valuesHash, type ScaleSetPlan } from './plan';
import { hookRules, MANAGER_RULES } from './rbac';
import type { RunnerSetProps, ServiceAccountReference } from './runner-set-props';
import type { Scaling } from './scaling';

/** Keeps an object until the controller has let go of it; the set names it in an annotation so that it can. */
const CLEANUP_FINALIZER = 'actions.github.com/cleanup-protection';

const POD_TEMPLATE = { ...schema.properties.spec.properties.template, $defs: schema.$defs } as JsonSchema;

/** What one scale set is made of. */
export interface ScaleSetProps {
  readonly name: string;
  readonly namespace: string;
  readonly set: RunnerSetProps;
  readonly plan: ScaleSetPlan;
  readonly scaling: Scaling;
  readonly controller: ServiceAccountReference;
}

/**
 * One AutoscalingRunnerSet and every object it needs: accounts, roles, bindings, the hook extension and cache claims.
 *
 * @see https://github.com/actions/actions-runner-controller/tree/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set
 */
export class ScaleSet extends Construct {
  /** The ARC object, for the fields that no prop has. */
  readonly resource: AutoscalingRunnerSet;

  /** What workflows write after `runs-on:`. */
  readonly runnerScaleSetName: string;

  private readonly names: ScaleSetNames;

  constructor(scope: Construct, id: string, private readonly props: ScaleSetProps) {
    super(scope, id);
    this.runnerScaleSetName = props.name;
    this.names = scaleSetNames(props.name);
    const cleanup = { ...this.addRunnerAccount(), ...this.addManagerRole() };
    if (props.plan.extension) {
      new HookExtensionMap(this, 'HookExtension', {
        metadata: this.metadata(this.names.hookExtension),
        key: EXTENSION_KEY,
        extension: props.plan.extension,
      });
    }
    for (const { bound } of props.plan.caches.filter(({ bound: { claimName } }) => claimName !== undefined)) {
      new LocalClaim(this, `Cache-${bound.volume.name}`, { cache: bound, namespace: props.namespace, labels: this.labels() });
    }
    this.resource = this.addRunnerSet(cleanup);
    this.node.addValidation({ validate: () => this.schemaProblems() });
  }

  /**
   * The pod that the container hook really asks for when a job names a `container:`, with this set's extension merged in by the
   * hook's own rules, or undefined where jobs run in the runner.
   */
  effectiveJobPod(): JobPod | undefined {
    const { hook } = this.props.set.containerMode.capabilities;
    const job = sampleJob(this.props.name, this.props.set.runnerImage ?? RUNNER_IMAGE);
    return hook && effectiveJobPod(hook, job, this.props.plan.extension ?? {});
  }

  private get usesHooks(): boolean {
    return this.props.set.containerMode.capabilities.hook !== undefined;
  }

  private get accountName(): string {
    return this.usesHooks ? this.names.kubeMode : this.names.noPermission;
  }

  private addRunnerSet(cleanup: Record<string, string>): AutoscalingRunnerSet {
    const { set, plan, scaling } = this.props;
    return new AutoscalingRunnerSet(this, 'Resource', {
      metadata: {
        name: this.props.name,
        namespace: this.props.namespace,
        labels: this.labels('autoscaling-runner-set'),
        annotations: { 'actions.github.com/values-hash': valuesHash(set.auth), ...cleanup },
      },
      spec: {
        githubConfigUrl: set.githubConfigUrl,
        githubConfigSecret: set.auth.secretName,
        runnerGroup: set.runnerGroup,
        runnerScaleSetName: this.props.name,
        runnerScaleSetLabels: set.runnerScaleSetLabels && [...set.runnerScaleSetLabels],
        minRunners: scaling.minRunners,
        maxRunners: scaling.maxRunners,
        template: { ...plan.template, spec: { ...(plan.template.spec as k8s.PodSpec), serviceAccountName: this.accountName } },
      },
    });
  }

  /** The account of the runner pods, with the rights of the hook where there is one. Returns what cleans it up. */
  private addRunnerAccount(): Record<string, string> {
    new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: this.metadata(this.accountName, { protect: true }) });
    if (!this.usesHooks) return { 'actions.github.com/cleanup-no-permission-service-account-name': this.accountName };

    const { batchJobs } = this.props.set.containerMode.capabilities;
    this.addRole('KubeMode', this.names.kubeMode, hookRules(batchJobs), { namespace: this.props.namespace, name: this.accountName });
    return {
      'actions.github.com/cleanup-kubernetes-mode-role-binding-name': this.names.kubeMode,
      'actions.github.com/cleanup-kubernetes-mode-role-name': this.names.kubeMode,
      'actions.github.com/cleanup-kubernetes-mode-service-account-name': this.accountName,
    };
  }

  /** The controller's rights over this set. Returns what cleans them up. */
  private addManagerRole(): Record<string, string> {
    this.addRole('Manager', this.names.manager, MANAGER_RULES, this.props.controller, 'manager-role');
    return {
      // Upstream's key has no `-name` at its end.
      'actions.github.com/cleanup-manager-role-binding': this.names.manager,
      'actions.github.com/cleanup-manager-role-name': this.names.manager,
    };
  }

  private addRole(id: string, name: string, rules: readonly k8s.PolicyRule[], subject: ServiceAccountReference, component?: string): void {
    new k8s.KubeRole(this, `${id}Role`, { metadata: this.metadata(name, { protect: true, component }), rules: [...rules] });
    new k8s.KubeRoleBinding(this, `${id}RoleBinding`, {
      metadata: this.metadata(name, { protect: true, component: component && `${component}-binding` }),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: subject.name, namespace: subject.namespace }],
    });
  }

  private metadata(name: string, options: { protect?: boolean; component?: string } = {}): k8s.ObjectMeta {
    return {
      name,
      namespace: this.props.namespace,
      labels: this.labels(options.component),
      finalizers: options.protect ? [CLEANUP_FINALIZER] : undefined,
    };
  }

  private labels(component?: string): Record<string, string> {
    return {
      'app.kubernetes.io/name': this.props.name,
      'app.kubernetes.io/instance': this.props.name,
      // The controller deletes a set whose minor version differs from its own.
      'app.kubernetes.io/version': arcVersionOf(this),
      'app.kubernetes.io/managed-by': 'cdk8s-deskrun',
      'app.kubernetes.io/part-of': 'gha-rs',
      ...(component && { 'app.kubernetes.io/component': component }),
      'actions.github.com/scale-set-name': this.props.name,
      'actions.github.com/scale-set-namespace': this.props.namespace,
    };
  }

  /** What the API server would refuse: in the object itself, and in the job pods that its extension leads to. */
  private schemaProblems(): string[] {
    const jobPod = this.effectiveJobPod();
    return [
      ...checkSchema(schema as JsonSchema, this.resource.toJson()),
      ...(jobPod ? prefixFindings(['jobPod'], checkSchema(POD_TEMPLATE, { spec: jobPod.spec })) : []),
    ].map(({ path, message }) => `${formatPath(path)}: ${message}`);
  }
}
