import { Construct } from 'constructs';
import schema from '../../imports/autoscalingrunnerset.schema.json';
import { AutoscalingRunnerSet, toJson_AutoscalingRunnerSetSpec } from '../../imports/actions.github.com';
import { documentOf } from '../app/documents';
import { setLayer } from '../app/layers';
import { applyPatchesLast, isUnpatched } from '../app/json-patches';
import { isLiteral, describeContent } from '../app/plain-document';
import { arcVersionOf, kubernetesMinorOf } from '../app/versions';
import { LocalClaim } from '../caches/local-claim';
import { formatPath, prefixFindings, type Finding } from '../errors';
import { effectiveJobPod } from '../hooks/merge';
import type { JobPod } from '../hooks/job-pod';
import { k8s, podTemplateToJson } from '../kubernetes';
import { EXTENSION_KEY } from '../modes/hook-runner';
import { policySpec } from '../network/policy';
import { isPlainObject } from '../plain-object';
import { runnerPodFindings } from '../pod/check';
import { hostPathsOfPod, mergeHostPaths, type HostPath } from '../pod/host-paths';
import type { Plain } from '../pod/rules/report';
import { checkSchema, type JsonSchema } from '../schema/check';
import { CLEANUP_FINALIZER, COMPONENT_LABEL, SET_NAME_LABEL, SET_NAMESPACE_LABEL, VERSION_LABEL } from './arc-names';
import { HookExtensionMap } from './hook-extension-map';
import { listenerManifestFindings, type ListenerManifest } from './listener-pod';
import type { OwnObject } from './metadata';
import { scaleSetNames, type ScaleSetNames } from './naming';
import { sampleJob, type ScaleSetPlan } from './plan';
import { RUNNER_IMAGE } from './runner-image';
import { hookRules, managerRules } from './rbac';
import type { ServiceAccountReference } from './runner-controller';
import type { ResolvedSetProps } from './resolve-props';
import { scaleSetSpec } from './scale-set-spec';
import type { Scaling } from './scaling';
import { valuesHash } from './values-hash';

const PatchedRunnerSet = applyPatchesLast(AutoscalingRunnerSet);

const POD_TEMPLATE = { ...schema.properties.spec.properties.template, $defs: schema.$defs } as JsonSchema;

interface Manifest {
  readonly spec: { readonly template?: Plain; readonly listenerTemplate?: ListenerManifest };
}

/** Props of a {@link ScaleSet}. */
export interface ScaleSetProps {
  readonly name: string;
  readonly namespace: string;
  readonly set: ResolvedSetProps;
  readonly plan: ScaleSetPlan;
  readonly scaling: Scaling;
  readonly controller: ServiceAccountReference;
}

/**
 * One AutoscalingRunnerSet and the objects that it needs: ServiceAccounts, Roles, RoleBindings, hook extension,
 * NetworkPolicy and cache claims. A {@link RunnerSet} creates it; see `RunnerSet.scaleSets`.
 *
 * @see https://github.com/actions/actions-runner-controller/tree/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set
 */
export class ScaleSet extends Construct {
  /** The AutoscalingRunnerSet, to patch fields that have no prop: `scaleSet.resource.addJsonPatch(...)`. */
  readonly resource: AutoscalingRunnerSet;

  /** The value of `runs-on:` in workflows. */
  readonly runnerScaleSetName: string;

  private readonly names: ScaleSetNames;

  /** Use {@link RunnerSet}. @internal */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ScaleSetProps,
  ) {
    super(scope, id);
    setLayer(this, 'support');
    const { set, plan, name, namespace } = props;
    this.runnerScaleSetName = set.runnerScaleSetName ?? name;
    this.names = scaleSetNames(name);
    const cleanup = { ...this.addRunnerAccount(), ...this.addManagerRole() };
    if (plan.extension) {
      new HookExtensionMap(this, 'HookExtension', {
        metadata: this.metadata(this.names.hookExtension),
        key: EXTENSION_KEY,
        extension: plan.extension,
      });
    }
    if (set.networkPolicy) {
      new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
        metadata: this.metadata(this.names.networkPolicy),
        spec: policySpec(name, set.networkPolicy),
      });
    }
    for (const { bound } of plan.caches.filter(({ bound: { claimName } }) => claimName !== undefined)) {
      new LocalClaim(this, `Cache-${bound.volume.name}`, { cache: bound, namespace, labels: this.metadata('').labels });
    }
    this.resource = this.addRunnerSet(cleanup);
    setLayer(this.resource, 'runners');
    this.node.addValidation({ validate: () => this.schemaProblems() });
  }

  /**
   * Returns the pod that the container hook creates for a job with `container:`, with the extension of this set merged
   * by the rules of the hook. Returns undefined if jobs run in the runner container.
   */
  effectiveJobPod(): JobPod | undefined {
    const { hook } = this.props.set.containerMode.capabilities;
    const job = sampleJob(this.props.name, this.props.set.runnerImage ?? RUNNER_IMAGE);
    return hook && effectiveJobPod(hook, job, this.props.plan.extension ?? {});
  }

  /** The node paths that the pods of the set mount: runner pod, job pod, and directories of local PersistentVolumes. */
  get hostPaths(): HostPath[] {
    const { spec } = documentOf(this.resource) as Manifest;
    const pods = [spec.template?.spec, this.effectiveJobPod()?.spec].filter(isPlainObject);
    const directories = this.props.plan.caches.flatMap(({ bound: { volume, directory } }) =>
      volume.persistentVolumeClaim && directory !== undefined
        ? [{ path: directory, readOnly: false, type: 'Directory' }]
        : [],
    );
    return mergeHostPaths([...pods.flatMap(hostPathsOfPod), ...directories]);
  }

  private addRunnerSet(cleanup: Record<string, string>): AutoscalingRunnerSet {
    const { set, plan, scaling, name } = this.props;
    const metadata = this.metadata(name, { object: 'autoscalingRunnerSet', component: 'autoscaling-runner-set' });
    const spec = scaleSetSpec(set, {
      runnerScaleSetName: this.runnerScaleSetName,
      scaling,
      template: {
        ...plan.template,
        spec: { ...(plan.template.spec as k8s.PodSpec), serviceAccountName: this.accountName },
      },
    });
    const resource = new PatchedRunnerSet(this, 'Resource', {
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, 'actions.github.com/values-hash': valuesHash(set.auth), ...cleanup },
      },
      spec,
    });
    describeContent(
      resource,
      () =>
        isLiteral(spec) && {
          spec: {
            ...toJson_AutoscalingRunnerSetSpec({ ...spec, template: undefined }),
            template: podTemplateToJson(spec.template as k8s.PodTemplateSpec),
          },
        },
    );
    return resource;
  }

  private get usesHooks(): boolean {
    return this.props.set.containerMode.capabilities.hook !== undefined;
  }

  private get accountName(): string {
    return this.props.set.serviceAccountName ?? (this.usesHooks ? this.names.kubeMode : this.names.noPermission);
  }

  /** Adds the ServiceAccount of the runner pods, with the permissions of the hook. Returns its cleanup annotations. */
  private addRunnerAccount(): Record<string, string> {
    const { set, namespace } = this.props;
    if (set.serviceAccountName !== undefined) return {};

    const object = this.usesHooks ? 'kubernetesModeServiceAccount' : 'noPermissionServiceAccount';
    describeContent(
      new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: this.metadata(this.accountName, { object }) }),
      () => ({}),
    );
    if (!this.usesHooks) return { 'actions.github.com/cleanup-no-permission-service-account-name': this.accountName };

    const rules = [...hookRules(set.containerMode.capabilities.batchJobs), ...(set.additionalRoleRules ?? [])];
    this.addRole('KubeMode', this.names.kubeMode, rules, { namespace, name: this.accountName }, [
      'kubernetesModeRole',
      'kubernetesModeRoleBinding',
    ]);
    return {
      'actions.github.com/cleanup-kubernetes-mode-role-binding-name': this.names.kubeMode,
      'actions.github.com/cleanup-kubernetes-mode-role-name': this.names.kubeMode,
      'actions.github.com/cleanup-kubernetes-mode-service-account-name': this.accountName,
    };
  }

  /** Adds the permissions of the controller over this set. Returns their cleanup annotations. */
  private addManagerRole(): Record<string, string> {
    const rules = managerRules(this.props.set.githubServerTls !== undefined);
    this.addRole(
      'Manager',
      this.names.manager,
      rules,
      this.props.controller,
      ['managerRole', 'managerRoleBinding'],
      'manager-role',
    );
    return {
      // In ARC, this key does not end with `-name`.
      'actions.github.com/cleanup-manager-role-binding': this.names.manager,
      'actions.github.com/cleanup-manager-role-name': this.names.manager,
    };
  }

  private addRole(
    id: string,
    name: string,
    rules: k8s.PolicyRule[],
    subject: ServiceAccountReference,
    [role, binding]: [OwnObject, OwnObject],
    component?: string,
  ): void {
    describeContent(
      new k8s.KubeRole(this, `${id}Role`, { metadata: this.metadata(name, { object: role, component }), rules }),
      () => ({ rules: rules.map(k8s.toJson_PolicyRule) }),
    );
    const grant = {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: subject.name, namespace: subject.namespace }],
    };
    const bindingMetadata = this.metadata(name, { object: binding, component: component && `${component}-binding` });
    describeContent(
      new k8s.KubeRoleBinding(this, `${id}RoleBinding`, { metadata: bindingMetadata, ...grant }),
      () => grant,
    );
  }

  /** The metadata of an object of the set. Objects that the controller cleans up get a finalizer. */
  private metadata(
    name: string,
    { object, component }: { object?: OwnObject; component?: string } = {},
  ): k8s.ObjectMeta {
    const { set, namespace } = this.props;
    const further = object && set.resourceMeta?.[object];
    const annotations = { ...set.annotations, ...further?.annotations };
    return {
      name,
      namespace,
      labels: {
        ...set.labels,
        ...further?.labels,
        'app.kubernetes.io/name': this.props.name,
        'app.kubernetes.io/instance': this.props.name,
        // The controller deletes a set whose minor version differs from its own.
        [VERSION_LABEL]: arcVersionOf(this),
        'app.kubernetes.io/managed-by': 'cdk8s-deskrun',
        'app.kubernetes.io/part-of': 'gha-rs',
        ...(component && { [COMPONENT_LABEL]: component }),
        [SET_NAME_LABEL]: this.props.name,
        [SET_NAMESPACE_LABEL]: namespace,
      },
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
      finalizers: object && object !== 'autoscalingRunnerSet' ? [CLEANUP_FINALIZER] : undefined,
    };
  }

  /** Checks the AutoscalingRunnerSet and the job pods against the schemas of the API server. */
  private schemaProblems(): string[] {
    const jobPod = this.effectiveJobPod();
    const document = documentOf(this.resource);
    return [
      ...checkSchema(schema as JsonSchema, document),
      ...(jobPod ? prefixFindings(['jobPod'], checkSchema(POD_TEMPLATE, { spec: jobPod.spec })) : []),
      ...this.patchedPodFindings(document as Manifest),
    ].map(({ path, message }) => `${formatPath(path)}: ${message}`);
  }

  /** Checks the pods of a set that was patched or has lazy values. All others were checked in the constructor. */
  private patchedPodFindings({ spec: { template = {}, listenerTemplate } }: Manifest): Finding[] {
    if (isUnpatched(this.resource) && isLiteral([this.props.plan.template, this.props.set.listenerTemplate])) return [];
    const minor = kubernetesMinorOf(this);
    return [
      ...prefixFindings(['spec', 'template'], runnerPodFindings(template, minor)),
      ...(listenerTemplate === undefined
        ? []
        : prefixFindings(['spec', 'listenerTemplate'], listenerManifestFindings(listenerTemplate, minor))),
    ];
  }
}
