import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { setLayer } from '../app/layers';
import { refuse } from '../errors';
import { clusterScoped, k8s } from '../kubernetes';
import { ENFORCE_LABEL, type PodSecurityLevel } from '../pod/security';
import { labelFindings } from '../pod/check';
import { setsIn } from '../runners/registry';
import { namespaceFindings } from '../runners/naming';
import { checkProps } from '../schema/props';
import { mapOf, object, required, text, words } from '../schema/shape';

/** Props of a {@link RunnerNamespace}. @example { name: 'arc-runners', podSecurityLevel: 'privileged' } */
export interface RunnerNamespaceProps {
  /** Name of the namespace: a DNS label of at most 63 characters. */
  readonly name: string;

  /**
   * Pod security level that the namespace enforces.
   *
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   * @default - the strictest level that admits the pods of its runner sets
   */
  readonly podSecurityLevel?: 'privileged' | 'baseline';

  /** Further labels of the namespace. @default - none */
  readonly labels?: { readonly [name: string]: string };
}

const propsSchema = object<RunnerNamespaceProps>({
  name: required(text),
  podSecurityLevel: words('privileged', 'baseline'),
  labels: mapOf(text),
});

/**
 * A Namespace with the pod security label that its runner sets need. Without the label, a cluster that enforces a
 * stricter level refuses the runner pods, and ARC only counts them as failed.
 *
 * Delete the runner sets before the namespace: deleting it also deletes the Secret with the credential, without which
 * ARC cannot unregister the scale sets from GitHub.
 *
 * @throws PropsError with every invalid prop
 * @example
 * new RunnerNamespace(chart, 'namespace', { name: 'arc-runners' });
 */
export class RunnerNamespace extends Construct {
  private readonly props: RunnerNamespaceProps;

  /** @throws PropsError with every invalid prop */
  constructor(scope: Construct, id: string, props: RunnerNamespaceProps) {
    super(scope, id);
    const { props: checked, findings } = checkProps(propsSchema, props, this);
    this.props = checked;
    setLayer(this, 'definitions');
    refuse(
      [
        ...findings,
        ...namespaceFindings(checked.name).map(finding => ({ ...finding, path: ['name'] })),
        ...(checked.labels?.[ENFORCE_LABEL] === undefined
          ? []
          : [{ path: ['labels', ENFORCE_LABEL], message: 'is written from podSecurityLevel; set that instead' }]),
        ...labelFindings(checked.labels, ['labels']),
      ],
      this,
    );
    const level: string = Lazy.any({ produce: () => checked.podSecurityLevel ?? this.neededLevel() }) as string;
    clusterScoped(
      new k8s.KubeNamespace(this, 'Resource', {
        metadata: { name: checked.name, labels: { ...checked.labels, [ENFORCE_LABEL]: level } },
      }),
    );
    this.node.addValidation({ validate: () => this.tooStrict().map(message => `podSecurityLevel: ${message}`) });
  }

  private neededLevel(): PodSecurityLevel {
    return setsIn(this, this.props.name).some(set => set.beyondBaseline().length > 0) ? 'privileged' : 'baseline';
  }

  /**
   * Returns why the level is too strict for the runner sets in the namespace.
   *
   * @internal
   */
  tooStrict(): string[] {
    if (this.props.podSecurityLevel !== 'baseline') return [];
    return setsIn(this, this.props.name)
      .map(set => ({ ...set, reasons: set.beyondBaseline() }))
      .filter(({ reasons }) => reasons.length > 0)
      .map(
        ({ path, name, reasons }) =>
          `baseline would not admit the pods of ${path} (${name}): ${reasons.join(', ')}; set privileged, or ` +
          'move the runner set to another namespace',
      );
  }
}
