import type { Construct } from 'constructs';
import { arcVersionOf, minorOf, releaseProblem, type ControllerVersion } from '../app/versions';
import { prefixFindings, type Finding } from '../errors';
import { isObjectName, isPlainObject } from '../kubernetes';
import { namespaceFindings } from './naming';
import { either, instanceOf, object, required, text, type TypedSchema } from '../schema/shape';

/** Reference to a ServiceAccount. @example { namespace: 'arc-systems', name: 'arc-gha-rs-controller' } */
export interface ServiceAccountReference {
  /** Namespace of the ServiceAccount. */
  readonly namespace: string;

  /** Name of the ServiceAccount. */
  readonly name: string;
}

/**
 * The ARC controller that manages a runner set: an `ArcController` of the app, or an existing one described by
 * `ArcController.existing`.
 *
 * @example
 * { serviceAccount: { namespace: 'arc-systems', name: 'arc-gha-rs-controller' }, version: '0.14.2' }
 */
export interface RunnerController {
  /** ServiceAccount of the controller. The runner set gives it the permissions to manage the scale sets. */
  readonly serviceAccount: ServiceAccountReference;

  /**
   * Release of the controller, such as `0.14.2`. Must have the minor version of `arcVersion`.
   *
   * @default - not checked
   */
  readonly version?: ControllerVersion;

  /** The only namespace that the controller watches. Runner sets in others are refused. @default - all namespaces */
  readonly watchSingleNamespace?: string;
}

const accountSchema = object<ServiceAccountReference>({ namespace: required(text), name: required(text) });

/** The schema of a controller: an object with only these keys, or a class instance with at least these properties. */
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

/** The controller of the quickstart of ARC: Helm release `arc` in namespace `arc-systems`. */
export const DEFAULT_CONTROLLER: RunnerController = {
  serviceAccount: { namespace: 'arc-systems', name: 'arc-gha-rs-controller' },
};

/** Checks that a controller can manage a runner set of this app in this namespace. */
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
              message:
                `is ${watchSingleNamespace}, so the controller never sees a set in ${namespace}; put the set ` +
                'there, or give it another controller',
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
          message:
            `is ${version}, and arcVersion of the app is ${arcVersion}: a controller deletes runner sets of ` +
            `another minor version; set arcVersion to a ${minor} release, or upgrade the controller first`,
        },
      ];
}
