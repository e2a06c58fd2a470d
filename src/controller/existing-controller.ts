import { releaseProblem, type ControllerVersion } from '../app/versions';
import { refuse } from '../errors';
import type { RunnerController, ServiceAccountReference } from '../runners/runner-controller';
import { accountNameFindings, dnsLabelFindings } from './names';
import { checkProps } from '../schema/props';
import { object, required, text } from '../schema/shape';

/** What there is to know about a controller that something else installed. */
export interface ExistingControllerProps {
  /** Its namespace. */
  readonly namespace: string;

  /** The name of the account that it runs as: of helm's release `arc`, `arc-gha-rs-controller`. */
  readonly serviceAccount: string;

  /** Its release of ARC, such as 0.14.2: the tag of its image. */
  readonly version: ControllerVersion;

  /** The one namespace that it looks after. @default - all namespaces */
  readonly watchSingleNamespace?: string;
}

const propsSchema = object<ExistingControllerProps>({
  namespace: required(text),
  serviceAccount: required(text),
  version: required(text),
  watchSingleNamespace: text,
});

/** A controller that helm, or another app, has installed. */
export class ExistingController implements RunnerController {
  readonly serviceAccount: ServiceAccountReference;
  readonly version: ControllerVersion;
  readonly watchSingleNamespace?: string;

  /** @throws PropsError with everything that cannot be the name or the release of a controller */
  constructor(given: ExistingControllerProps) {
    const { props, findings } = checkProps(propsSchema, given);
    const { namespace, serviceAccount, version, watchSingleNamespace } = props;
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
