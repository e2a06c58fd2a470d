import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { addNotice } from '../app/notices';
import { setLayer } from '../app/layers';
import { applyPatchesLast } from '../app/json-patches';
import { arcVersionOf, kubernetesMinorOf, type ArcVersion } from '../app/versions';
import { refuse, type Finding } from '../errors';
import { clusterScoped, k8s } from '../kubernetes';
import type { RunnerController, ServiceAccountReference } from '../runners/runner-controller';
import { servesListenerMetrics } from './addresses';
import type { ArcControllerProps } from './arc-controller-props';
import { controllerPodFindings, podProblems, proxyNotices } from './check-pod';
import { propFindings } from './check-props';
import { ArcCrds } from './crds';
import { deploymentSpec } from './deployment';
import { ExistingController, type ExistingControllerProps } from './existing-controller';
import { commonLabels, discoveryLabels } from './labels';
import { controllerNames, dnsLabelFindings, type ControllerNames } from './names';
import { grantsOf, type Grant } from './rbac';
import { occupy } from './registry';
import { checkProps } from '../schema/props';
import { arcControllerSchema } from './arc-controller-shape';

const PatchedDeployment = applyPatchesLast(k8s.KubeDeployment);

/**
 * The ARC controller, which creates the listeners and runners of runner sets. It writes the same objects as the Helm
 * chart of the app's ARC version, in the namespace of its chart. A cluster needs one controller; several must watch a
 * single namespace each.
 *
 * Security: it can create and read Secrets, pods and ServiceAccounts in its own namespace, so run nothing else in that
 * namespace. Each runner set grants it further permissions in the namespace of the runner set.
 *
 * Delete the controller after the runner sets, never together with them: only a running controller removes its
 * finalizers.
 *
 * @throws PropsError with every invalid prop
 * @example
 * const chart = new Chart(app, 'controller', { namespace: 'arc-systems' });
 * const controller = new ArcController(chart, 'controller');
 * new RunnerChart(app, 'runners', { namespace: 'arc-runners', controller });
 * @see https://github.com/actions/actions-runner-controller/tree/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller
 */
export class ArcController extends Construct implements RunnerController {
  /**
   * Describes a controller that Helm or another app has installed.
   *
   * @throws PropsError with every invalid prop
   * @example
   * ArcController.existing({ namespace: 'arc-systems', serviceAccount: 'arc-gha-rs-controller', version: '0.14.2' });
   */
  static existing(props: ExistingControllerProps): ExistingController {
    return new ExistingController(props);
  }

  /** The ServiceAccount of the controller. Runner sets give it the permissions to manage them. */
  readonly serviceAccount: ServiceAccountReference;

  /** The release of the controller: the `arcVersion` of the app. */
  readonly version: ArcVersion;

  /** The only namespace that the controller watches, or undefined for all. */
  readonly watchSingleNamespace?: string;

  /** The Deployment, to patch fields that have no prop: `controller.resource.addJsonPatch(...)`. */
  readonly resource: k8s.KubeDeployment;

  private readonly props: ArcControllerProps;

  private readonly names: ControllerNames;

  /** @throws PropsError with every invalid prop, before any object is created */
  constructor(scope: Construct, id: string, props: ArcControllerProps = {}) {
    super(scope, id);
    const { props: checked, findings } = checkProps(arcControllerSchema, props, this);
    this.props = checked;
    setLayer(this, 'controller');
    this.version = arcVersionOf(this);
    this.watchSingleNamespace = checked.watchSingleNamespace;
    this.names = controllerNames(checked);
    const namespace = this.check(Chart.of(this).namespace, findings);
    this.serviceAccount = { namespace, name: this.names.serviceAccount };
    for (const notice of proxyNotices(props)) addNotice(this, notice);

    const labels = { ...checked.labels, ...commonLabels(this.names, namespace, this.version) };
    const { create = true, annotations } = checked.serviceAccount ?? {};
    if ((checked.crds ?? 'own') === 'own') new ArcCrds(this, 'Crds');
    if (create)
      new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: { ...this.serviceAccount, labels, annotations } });
    for (const grant of grantsOf(this.names, {
      namespace,
      watchSingleNamespace: checked.watchSingleNamespace,
      elects: (checked.replicas ?? 1) > 1,
    })) {
      this.addGrant(grant);
    }
    this.resource = new PatchedDeployment(this, 'Deployment', {
      metadata: {
        name: this.names.full,
        namespace,
        labels: { ...labels, ...discoveryLabels(this.names, namespace, checked.watchSingleNamespace) },
      },
      spec: deploymentSpec(checked, this.names, namespace, this.version),
    });
    this.node.addValidation({
      validate: () => podProblems(this.resource.toJson() as Parameters<typeof podProblems>[0], kubernetesMinorOf(this)),
    });
  }

  /** Reports whether the listeners of this controller serve metrics. @internal */
  get _servesListenerMetrics(): boolean {
    return servesListenerMetrics(this.props.metrics);
  }

  /** Checks everything, and returns the namespace. */
  private check(namespace: string | undefined, wrongProps: readonly Finding[]): string {
    const findings = [
      ...wrongProps,
      ...(namespace === undefined
        ? [
            {
              path: ['namespace'],
              message: 'is required, since the chart has no namespace; set the namespace of the chart',
            },
          ]
        : []),
      ...dnsLabelFindings(namespace, 'namespace'),
      ...propFindings(this.props, this.version),
    ];
    const { template } = deploymentSpec(this.props, this.names, namespace ?? 'default', this.version);
    const inPod = controllerPodFindings(this.props, template, kubernetesMinorOf(this));
    // A prop that already has a finding is not reported again as a part of the pod.
    const props = findings.map(({ path }) => path[0]);
    refuse([...findings, ...inPod.filter(({ path }) => !props.includes(path[0]))], this);
    const { crds = 'own', watchSingleNamespace } = this.props;
    refuse(
      occupy(this, {
        path: this.node.path,
        namespace: namespace as string,
        name: this.names.full,
        watchSingleNamespace,
        ownCrds: crds === 'own',
      }),
      this,
    );
    return namespace as string;
  }

  private addGrant({ id, name, namespace, rules }: Grant): void {
    const subjects = [{ kind: 'ServiceAccount', ...this.serviceAccount }];
    const binding = (kind: string) => ({ roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name }, subjects });
    if (namespace === undefined) {
      clusterScoped(new k8s.KubeClusterRole(this, `${id}Role`, { metadata: { name }, rules: [...rules] }));
      clusterScoped(
        new k8s.KubeClusterRoleBinding(this, `${id}RoleBinding`, { metadata: { name }, ...binding('ClusterRole') }),
      );
    } else {
      new k8s.KubeRole(this, `${id}Role`, { metadata: { name, namespace }, rules: [...rules] });
      new k8s.KubeRoleBinding(this, `${id}RoleBinding`, { metadata: { name, namespace }, ...binding('Role') });
    }
  }
}
