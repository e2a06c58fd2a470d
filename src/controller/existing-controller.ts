import type { IConstruct } from 'constructs';
import { arcVersionOf } from '../app/versions';
import { refuse, type Finding } from '../errors';
import type { ServiceAccountReference } from '../runners/runner-set-props';
import { minorOf } from './image';
import { accountNameFindings, dnsLabelFindings } from './names';

/** A controller that runner sets can be given to. */
export interface RunnerController {
  /** The account that it runs as, which runner sets let manage them. */
  readonly serviceAccount: ServiceAccountReference;

  /** Its release of ARC. */
  readonly version: string;

  /** What is wrong with using it for runner sets in this place of the app. */
  checkVersion(scope: IConstruct): Finding[];
}

/** What there is to know about a controller that something else installed. */
export interface ExistingControllerProps {
  /** Its namespace. */
  readonly namespace: string;

  /** The name of the account that it runs as: of helm's release `arc`, `arc-gha-rs-controller`. */
  readonly serviceAccount: string;

  /** Its release of ARC, such as 0.14.2: the tag of its image. */
  readonly version: string;
}

/** A controller that helm, or another app, has installed. */
export class ExistingController implements RunnerController {
  readonly serviceAccount: ServiceAccountReference;
  readonly version: string;

  /** @throws PropsError with everything that cannot be the name or the release of a controller */
  constructor({ namespace, serviceAccount, version }: ExistingControllerProps) {
    refuse([
      ...dnsLabelFindings(namespace, 'namespace'),
      ...accountNameFindings(serviceAccount).map(message => ({ path: ['serviceAccount'], message })),
      ...(/^\d+\.\d+\.\d+$/.test(version) ? [] : [{ path: ['version'], message: `must be a release of ARC such as 0.14.2, got ${JSON.stringify(version)}` }]),
    ]);
    this.serviceAccount = { namespace, name: serviceAccount };
    this.version = version;
  }

  checkVersion(scope: IConstruct): Finding[] {
    return versionFindings(this.version, scope);
  }
}

/** What is wrong with a controller of this release for the app that a construct is in. */
export function versionFindings(version: string, scope: IConstruct): Finding[] {
  const arcVersion = arcVersionOf(scope);
  return minorOf(version) === minorOf(arcVersion)
    ? []
    : [{ path: ['version'], message: `is ${version}, and arcVersion of the app is ${arcVersion}: a controller deletes runner sets of another minor version; set arcVersion to a ${minorOf(version)} release, or upgrade the controller first` }];
}
