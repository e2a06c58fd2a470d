import { minorOf } from '../../../app/versions';
import { VERSION_LABEL } from '../../../runners/arc-names';
import { identity } from '../../kubectl/objects';
import { arcIssue, MANAGER_ARGUMENT } from '../arc';
import { controllersFor, type Controller } from '../controller';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import type { Facts } from '../facts';

export const controllerMissing: Diagnosis = {
  id: 'controller-missing',
  title: 'the cluster has runner sets, and no controller',
  find: ({ scaleSets, controllers, wasRead }) =>
    scaleSets.length === 0 || controllers.length > 0 || !wasRead('Deployment')
      ? []
      : [
          {
            severity: 'error',
            cause: 'the cluster has no controller: nothing is created for its runner sets',
            evidence: [
              `${scaleSets.length} AutoscalingRunnerSets, and no Deployment with a container that has the ` +
                `argument ${MANAGER_ARGUMENT}`,
            ],
            remedy: [
              'run deskrun up, which installs one, or apply an ArcController, or install the helm chart ' +
                'gha-runner-scale-set-controller',
            ],
          },
        ],
};

export const controllerDown: Diagnosis = {
  id: 'controller-down',
  title: 'no pod of a controller is ready',
  find: ({ controllers }) =>
    controllers
      .filter(({ ready }) => !ready)
      .map((controller): Finding => ({
        severity: 'error',
        cause: `controller ${controller.id} does not run: runner sets are neither changed nor deleted`,
        evidence: [
          `${identity(controller.object)} has ${controller.object.status?.readyReplicas ?? 0} of ` +
            `${controller.object.spec?.replicas ?? 1} pods ready`,
          ...lastStates(controller),
        ],
        remedy: [
          `kubectl logs --namespace ${controller.namespace} deployment/${controller.object.metadata.name} --previous`,
        ],
      })),
};

function lastStates({ pods }: Controller): string[] {
  return pods.flatMap(pod =>
    (pod.status?.containerStatuses ?? []).flatMap(({ state = {}, lastState = {} }) => {
      const { waiting, terminated = lastState.terminated } = state;
      return [
        ...(waiting?.reason
          ? [`${identity(pod)} is waiting: ${[waiting.reason, waiting.message].filter(Boolean).join(': ')}`]
          : []),
        ...(terminated
          ? [
              `${identity(pod)} exited with code ${terminated.exitCode ?? 'unknown'} ` +
                `(${terminated.reason ?? 'no reason'})`,
            ]
          : []),
      ];
    }),
  );
}

export const namespaceNotWatched: Diagnosis = {
  id: 'namespace-not-watched',
  title: 'no controller watches the namespace of a runner set',
  find: perSet(({ name, namespace, object }, facts) =>
    facts.controllers.length === 0 || controllersFor(facts, namespace).length > 0
      ? []
      : [
          {
            severity: 'error',
            cause: `no controller watches namespace ${namespace}: nothing is created for ${name}`,
            evidence: [
              identity(object),
              ...facts.controllers.map(
                ({ id, watches }) => `Deployment ${id} watches namespace ${watches as string} only`,
              ),
            ],
            remedy: ['move the runner set to a watched namespace, or remove watchSingleNamespace from the controller'],
          },
        ],
  ),
};

export const twoControllers: Diagnosis = {
  id: 'two-controllers',
  title: 'two controllers watch the same namespace',
  find: ({ controllers }) =>
    controllers.flatMap((one, index) =>
      controllers
        .slice(index + 1)
        .filter(other => one.watches === undefined || other.watches === undefined || one.watches === other.watches)
        .map((other): Finding => ({
          severity: 'error',
          cause:
            `controllers ${one.id} and ${other.id} both watch ${watchedByBoth(one, other)}: they undo each other's ` +
            'changes',
          evidence: [one, other].map(({ object, image }) => `${identity(object)} runs ${image}`),
          remedy: ['uninstall one of them, or let each watch another namespace with watchSingleNamespace'],
        })),
    ),
};

function watchedByBoth(one: Controller, other: Controller): string {
  const namespace = one.watches ?? other.watches;
  return namespace === undefined ? 'all namespaces' : `namespace ${namespace}`;
}

export const versionSkew: Diagnosis = {
  id: 'version-skew',
  title: 'a runner set is labelled with another minor version than that of its controller, which deletes it',
  upstream: arcIssue(4422),
  find: facts =>
    facts.scaleSets.flatMap(({ id, name, namespace, object }) => {
      const label = object.metadata.labels?.[VERSION_LABEL];
      return controllersFor(facts, namespace).flatMap((controller): Finding[] =>
        controller.version === undefined || (label !== undefined && minorOf(label) === minorOf(controller.version))
          ? []
          : [
              {
                severity: 'error',
                set: id,
                cause:
                  `the controller has version ${controller.version}, and ${name} ` +
                  `${label === undefined ? 'has no version label' : `is labelled ${label}`}: the controller ` +
                  'deletes runner sets of another minor version',
                evidence: [
                  `${identity(object)} has ` +
                    `${label === undefined ? `no label ${VERSION_LABEL}` : `${VERSION_LABEL}: ${label}`}`,
                  `Deployment ${controller.id} runs ${controller.image}`,
                ],
                remedy: [
                  `set arcVersion to a release of ${minorOf(controller.version)} and apply again`,
                  'or upgrade the controller, its CRDs and the runner sets together',
                ],
              },
            ],
      );
    }),
};

export const controllerDiagnoses = [
  controllerMissing,
  controllerDown,
  namespaceNotWatched,
  twoControllers,
  versionSkew,
];

/** Reports whether a running controller watches a namespace, and so removes finalizers there. */
export function isWatched(facts: Facts, namespace: string): boolean {
  return controllersFor(facts, namespace).some(({ ready }) => ready);
}
