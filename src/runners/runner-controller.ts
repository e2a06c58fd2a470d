import type { Construct } from 'constructs';
import { arcVersionOf, minorOf, releaseProblem, type ControllerVersion } from '../app/versions';
import { prefixFindings, type Finding } from '../errors';
import { isObjectName, isPlainObject } from '../kubernetes';
import { namespaceFindings } from './naming';
import { either, instanceOf, object, required, text, type TypedSchema } from '../schema/shape';

/** A ServiceAccount, by where it is. */
export interface ServiceAccountReference {
  readonly namespace: string;
  readonly name: string;
}

/** The controller that looks after a runner set: an `ArcController` of the app, or what `ArcController.existing` describes. */
export interface RunnerController {
  /** The account that it runs as, which the set lets manage it. */
  readonly serviceAccount: ServiceAccountReference;

  /** Its release of ARC, such as 0.14.2. @default - unknown, and not checked against the app's */
  readonly version?: ControllerVersion;

  /** The one namespace that it looks after. @default - all namespaces */
  readonly watchSingleNamespace?: string;
}

const accountSchema = object<ServiceAccountReference>({ namespace: required(text), name: required(text) });

/** The names and types of a controller: an object with no others, or a construct or class that has them. */
export const runnerControllerSchema: TypedSchema<RunnerController> = either(
  instanceOf<RunnerController>(
    'an ArcController, an ExistingController',
    value => typeof value === 'object' && value !== null && 'serviceAccount' in value && !isPlainObject(value),
  ),
  object<RunnerController>({
    serviceAccount: required(accountSchema),
    version: text,
    watchSingleNamespace: text,
  }),
);

/** What helm's quickstart makes: release `arc` in namespace `arc-systems`. */
export const DEFAULT_CONTROLLER: RunnerController = {
  serviceAccount: { namespace: 'arc-systems', name: 'arc-gha-rs-controller' },
};

/** What is wrong with a controller for a runner set of this app in this namespace. */
export function controllerFindings(
  scope: Construct,
  controller: RunnerController,
  namespace: string | undefined,
): Finding[] {
  const { serviceAccount, version, watchSingleNamespace } = controller;
  return prefixFindings(
    ['controller'],
    [
      ...prefixFindings(
        ['serviceAccount'],
        [
          ...namespaceFindings(serviceAccount.namespace),
          ...(isObjectName(serviceAccount.name)
            ? []
            : [
                {
                  path: ['name'],
                  message: `must be the name of a ServiceAccount, got ${JSON.stringify(serviceAccount.name)}`,
                },
              ]),
        ],
      ),
      ...(version === undefined ? [] : versionFindings(version, arcVersionOf(scope))),
      ...(watchSingleNamespace === undefined || namespace === undefined || watchSingleNamespace === namespace
        ? []
        : [
            {
              path: ['watchSingleNamespace'],
              message: `is ${watchSingleNamespace}, so the controller never sees a set in ${namespace}; put the set there, or give it another controller`,
            },
          ]),
    ],
  );
}

function versionFindings(version: string, arcVersion: string): Finding[] {
  const path = ['version'];
  const problem = releaseProblem(version);
  if (problem !== undefined) return [{ path, message: problem }];
  const minor = minorOf(version);
  return minor === minorOf(arcVersion)
    ? []
    : [
        {
          path,
          message: `is ${version}, and arcVersion of the app is ${arcVersion}: a controller deletes runner sets of another minor version; set arcVersion to a ${minor} release, or upgrade the controller first`,
        },
      ];
}
