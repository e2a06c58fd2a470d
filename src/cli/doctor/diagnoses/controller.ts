import { minorOf } from '../../../app/versions';
import { arcIssue, MANAGER_ARGUMENT, VERSION_LABEL } from '../arc';
import { controllersFor, type Controller } from '../controller';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import type { Facts } from '../facts';
import { nameOf } from '../kinds';

export const controllerMissing: Diagnosis = {
  id: 'controller-missing',
  title: 'runner sets without a controller in the cluster',
  find: ({ scaleSets, controllers, looked }) =>
    scaleSets.length === 0 || controllers.length > 0 || !looked('Deployment')
      ? []
      : [
          {
            severity: 'error',
            cause: 'no controller looks after the runner sets: nothing happens to them',
            evidence: [
              `${scaleSets.length} AutoscalingRunnerSets, and no Deployment whose container is started with ${MANAGER_ARGUMENT}`,
            ],
            remedy: [
              "deskrun up installs it, or apply an ArcController; helm's is the chart gha-runner-scale-set-controller",
            ],
          },
        ],
};

export const controllerDown: Diagnosis = {
  id: 'controller-down',
  title: 'a controller none of whose pods is ready',
  find: ({ controllers }) =>
    controllers
      .filter(({ ready }) => !ready)
      .map((controller): Finding => ({
        severity: 'error',
        cause: `the controller ${controller.id} does not run: no runner set changes, and none that is deleted goes away`,
        evidence: [
          `${nameOf(controller.object)} has ${controller.object.status?.readyReplicas ?? 0} of ${controller.object.spec?.replicas ?? 1} pods ready`,
          ...lastWords(controller),
        ],
        remedy: [
          `kubectl logs --namespace ${controller.namespace} deployment/${controller.object.metadata.name} --previous`,
        ],
      })),
};

function lastWords({ pods }: Controller): string[] {
  return pods.flatMap(pod =>
    (pod.status?.containerStatuses ?? []).flatMap(({ state = {}, lastState = {} }) => {
      const { waiting, terminated = lastState.terminated } = state;
      return [
        ...(waiting?.reason
          ? [`${nameOf(pod)} waits: ${[waiting.reason, waiting.message].filter(Boolean).join(': ')}`]
          : []),
        ...(terminated
          ? [
              `${nameOf(pod)} ended with exit code ${terminated.exitCode ?? 'unknown'} (${terminated.reason ?? 'no reason'})`,
            ]
          : []),
      ];
    }),
  );
}

export const controllerElsewhere: Diagnosis = {
  id: 'controller-elsewhere',
  title: 'a runner set in a namespace that no controller watches',
  find: perSet(({ name, namespace, object }, facts) =>
    facts.controllers.length === 0 || controllersFor(facts, namespace).length > 0
      ? []
      : [
          {
            severity: 'error',
            cause: `no controller watches namespace ${namespace}: nothing happens to ${name}`,
            evidence: [
              nameOf(object),
              ...facts.controllers.map(
                ({ id, watches }) => `Deployment ${id} watches namespace ${watches as string} only`,
              ),
            ],
            remedy: ['move the runner set to that namespace, or leave out watchSingleNamespace of the controller'],
          },
        ],
  ),
};

export const twoControllers: Diagnosis = {
  id: 'two-controllers',
  title: 'two controllers that watch one namespace',
  find: ({ controllers }) =>
    controllers.flatMap((one, index) =>
      controllers
        .slice(index + 1)
        .filter(other => one.watches === undefined || other.watches === undefined || one.watches === other.watches)
        .map((other): Finding => ({
          severity: 'error',
          cause: `${one.id} and ${other.id} both watch ${one.watches ?? other.watches ?? 'all namespaces'}: they undo each other's work`,
          evidence: [one, other].map(({ object, image }) => `${nameOf(object)} runs ${image}`),
          remedy: ['remove one of them, or give each a namespace of its own with watchSingleNamespace'],
        })),
    ),
};

export const versionSkew: Diagnosis = {
  id: 'version-skew',
  title: "a runner set labelled with another minor version than its controller's, which deletes it",
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
                cause: `the controller is ${controller.version} and ${name} ${label === undefined ? 'does not say its version' : `is labelled ${label}`}: the controller deletes runner sets of another minor version`,
                evidence: [
                  `${nameOf(object)} has ${label === undefined ? `no label ${VERSION_LABEL}` : `${VERSION_LABEL}: ${label}`}`,
                  `Deployment ${controller.id} runs ${controller.image}`,
                ],
                remedy: [
                  `set arcVersion to a release of ${minorOf(controller.version)} and apply again`,
                  'or upgrade controller, CRDs and runner sets together',
                ],
              },
            ],
      );
    }),
};

export const controllerDiagnoses = [
  controllerMissing,
  controllerDown,
  controllerElsewhere,
  twoControllers,
  versionSkew,
];

/** Whether anybody is there to take finalizers off in a namespace. */
export function isLookedAfter(facts: Facts, namespace: string): boolean {
  return controllersFor(facts, namespace).some(({ ready }) => ready);
}
