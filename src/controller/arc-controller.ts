import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { setLayer } from '../app/layers';
import { patchedLast } from '../app/patched';
import { arcVersionOf, kubernetesMinorOf, type ArcVersion } from '../app/versions';
import { refuse, type Finding } from '../errors';
import { clusterScoped, k8s } from '../kubernetes';
import type { RunnerController, ServiceAccountReference } from '../runners/runner-controller';
import type { ArcControllerProps } from './arc-controller-props';
import { controllerPodFindings, podProblems } from './check-pod';
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

const PatchedDeployment = patchedLast(k8s.KubeDeployment);

/**
 * The controller that turns runner sets into listeners and runners: all that its helm chart installs, in the namespace of the
 * chart it is in, for the ARC version of the app. A cluster needs one; several have to watch a namespace each.
 *
 * It may make and read Secrets, pods and accounts in its own namespace, and whatever a runner set grants it in that set's; give it
 * a namespace that nothing else runs in.
 *
 * Delete it after the runner sets, never with them: only a running controller can take its finalizers off.
 *
 * @see https://github.com/actions/actions-runner-controller/tree/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller
 */
export class ArcController extends Construct implements RunnerController {
  /**
   * A controller that helm, or another app, has installed.
   *
   * @throws PropsError with everything that cannot be the name or the release of a controller
   */
  static existing(props: ExistingControllerProps): ExistingController {
    return new ExistingController(props);
  }

  /** The account that it runs as, which its runner sets let manage them. */
  readonly serviceAccount: ServiceAccountReference;

  /** The ARC version of the app, which is that of the controller. */
  readonly version: ArcVersion;

  readonly watchSingleNamespace?: string;

  /** The Deployment, for the fields that no prop has. */
  readonly resource: k8s.KubeDeployment;

  private readonly props: ArcControllerProps;

  private readonly names: ControllerNames;

  /** @throws PropsError with everything that cannot work, before any object is made */
  constructor(scope: Construct, id: string, given: ArcControllerProps = {}) {
    super(scope, id);
    const { props, findings } = checkProps(arcControllerSchema, given, this);
    this.props = props;
    setLayer(this, 'controller');
    this.version = arcVersionOf(this);
    this.watchSingleNamespace = props.watchSingleNamespace;
    this.names = controllerNames(props);
    const namespace = this.check(Chart.of(this).namespace, findings);
    this.serviceAccount = { namespace, name: this.names.serviceAccount };

    const labels = { ...props.labels, ...commonLabels(this.names, namespace, this.version) };
    const { create = true, annotations } = props.serviceAccount ?? {};
    if ((props.crds ?? 'own') === 'own') new ArcCrds(this, 'Crds');
    if (create)
      new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: { ...this.serviceAccount, labels, annotations } });
    for (const grant of grantsOf(this.names, {
      namespace,
      watchSingleNamespace: props.watchSingleNamespace,
      elects: (props.replicas ?? 1) > 1,
    })) {
      this.addGrant(grant);
    }
    this.resource = new PatchedDeployment(this, 'Deployment', {
      metadata: {
        name: this.names.full,
        namespace,
        labels: { ...labels, ...discoveryLabels(this.names, namespace, props.watchSingleNamespace) },
      },
      spec: deploymentSpec(props, this.names, namespace, this.version),
    });
    this.node.addValidation({
      validate: () => podProblems(this.resource.toJson() as Parameters<typeof podProblems>[0], kubernetesMinorOf(this)),
    });
  }

  /** The namespace, once everything is found to be right. */
  private check(namespace: string | undefined, wrongProps: readonly Finding[]): string {
    const findings = [
      ...wrongProps,
      ...(namespace === undefined
        ? [
            {
              path: ['namespace'],
              message:
                'is missing: the chart names none, and the controller has to be told where it is; give the chart a namespace',
            },
          ]
        : []),
      ...dnsLabelFindings(namespace, 'namespace'),
      ...propFindings(this.props, this.version),
    ];
    const { template } = deploymentSpec(this.props, this.names, namespace ?? 'default', this.version);
    const inPod = controllerPodFindings(this.props, template, kubernetesMinorOf(this));
    // A prop that is refused already is not checked again as a part of the pod.
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
