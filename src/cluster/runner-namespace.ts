import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { setLayer } from '../app/layers';
import { refuse } from '../errors';
import { clusterScoped, k8s } from '../kubernetes';
import type { PodSecurityLevel } from '../pod/security';
import { labelFindings } from '../pod/check';
import { setsIn } from '../runners/registry';
import { namespaceFindings } from '../runners/naming';
import { checkProps } from '../schema/props';
import { mapOf, object, required, text, words } from '../schema/shape';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Properties of a namespace of runners. */
export interface RunnerNamespaceProps {
  /** Its name. */
  readonly name: string;

  /** Which pods it admits: `privileged` or `baseline`. @default - the strictest that the app's runner sets in it can live with */
  readonly podSecurityLevel?: 'privileged' | 'baseline';

  /** Further labels. @default - none */
  readonly labels?: { readonly [name: string]: string };
}

const propsSchema = object<RunnerNamespaceProps>({
  name: required(text),
  podSecurityLevel: words('privileged', 'baseline'),
  labels: mapOf(text),
});

/**
 * A namespace with the pod-security label that the runner sets in it need. Without the label a cluster that admits only safe pods
 * refuses runners, and ARC counts each as failed without a further word.
 *
 * Deleting the namespace deletes the Secret with the credential too, without which ARC cannot sign its sets off at GitHub: delete
 * the runner sets first.
 */
export class RunnerNamespace extends Construct {
  private readonly props: RunnerNamespaceProps;

  /** @throws PropsError with everything that is wrong with the props */
  constructor(scope: Construct, id: string, given: RunnerNamespaceProps) {
    super(scope, id);
    const { props, findings } = checkProps(propsSchema, given, this);
    this.props = props;
    setLayer(this, 'definitions');
    refuse(
      [
        ...findings,
        ...namespaceFindings(props.name).map(finding => ({ ...finding, path: ['name'] })),
        ...(props.labels?.[ENFORCE] === undefined
          ? []
          : [{ path: ['labels', ENFORCE], message: 'is written from podSecurityLevel; say it there' }]),
        ...labelFindings(props.labels, ['labels']),
      ],
      this,
    );
    const level: string = Lazy.any({ produce: () => props.podSecurityLevel ?? this.neededLevel() }) as string;
    clusterScoped(
      new k8s.KubeNamespace(this, 'Resource', {
        metadata: { name: props.name, labels: { ...props.labels, [ENFORCE]: level } },
      }),
    );
    this.node.addValidation({ validate: () => this.tooStrict().map(message => `podSecurityLevel: ${message}`) });
  }

  private neededLevel(): PodSecurityLevel {
    return setsIn(this, this.props.name).some(set => set.beyondBaseline().length > 0) ? 'privileged' : 'baseline';
  }

  /**
   * Why the level is too strict for the runner sets in it.
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
          `baseline would not admit the pods of ${path} (${name}): ${reasons.join(', ')}; make it privileged, or give the set a namespace of its own`,
      );
  }
}
