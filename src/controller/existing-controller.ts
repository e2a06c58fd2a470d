import { releaseProblem, type ControllerVersion } from '../app/versions';
import { refuse } from '../errors';
import type { RunnerController, ServiceAccountReference } from '../runners/runner-controller';
import { accountNameFindings, dnsLabelFindings } from './names';
import { checkProps } from '../schema/props';
import { object, required, text } from '../schema/shape';

/**
 * Description of a controller that Helm or another app has installed.
 *
 * @example
 * { namespace: 'arc-systems', serviceAccount: 'arc-gha-rs-controller', version: '0.14.2' }
 */
export interface ExistingControllerProps {
  /** Namespace of the controller. */
  readonly namespace: string;

  /** Name of the ServiceAccount of the controller. For the Helm release `arc` it is `arc-gha-rs-controller`. */
  readonly serviceAccount: string;

  /** Release of the controller, such as `0.14.2`: the tag of its image. */
  readonly version: ControllerVersion;

  /** The only namespace that the controller watches. @default - all namespaces */
  readonly watchSingleNamespace?: string;
}

const propsSchema = object<ExistingControllerProps>({
  namespace: required(text),
  serviceAccount: required(text),
  version: required(text),
  watchSingleNamespace: text,
});

/**
 * A controller that Helm or another app has installed. `ArcController.existing` creates it.
 *
 * @example
 * const controller = ArcController.existing({
 *   namespace: 'arc-systems',
 *   serviceAccount: 'arc-gha-rs-controller',
 *   version: '0.14.2',
 * });
 * new RunnerChart(app, 'runners', { namespace: 'arc-runners', controller });
 */
export class ExistingController implements RunnerController {
  /** The ServiceAccount of the controller. Runner sets give it the permissions to manage them. */
  readonly serviceAccount: ServiceAccountReference;

  /** The release of the controller, such as `0.14.2`. */
  readonly version: ControllerVersion;

  /** The only namespace that the controller watches, or undefined for all. */
  readonly watchSingleNamespace?: string;

  /** @throws PropsError with every invalid prop */
  constructor(props: ExistingControllerProps) {
    const { props: checked, findings } = checkProps(propsSchema, props);
    const { namespace, serviceAccount, version, watchSingleNamespace } = checked;
    const problem = releaseProblem(version);
    refuse([
      ...findings,
      ...dnsLabelFindings(namespace, 'namespace'),
      ...accountNameFindings(serviceAccount).map(message => ({ path: ['serviceAccount'], message })),
      ...(problem === undefined ? [] : [{ path: ['version'], message: problem }]),
      ...dnsLabelFindings(watchSingleNamespace, 'watchSingleNamespace'),
    ]);
    this.serviceAccount = { namespace, name: serviceAccount };
    this.version = version;
    this.watchSingleNamespace = watchSingleNamespace;
  }
}
