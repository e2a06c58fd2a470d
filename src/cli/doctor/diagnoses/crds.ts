import { isStuck, type Diagnosis } from '../diagnosis';
import { ARC_KINDS, nameOf, RESOURCES, type Kinds, type KubeObject, type Schema } from '../kinds';

/** Fields of a runner set's spec, by the first minor release whose definition has them. */
const FIELDS_SINCE: { readonly [minor: string]: readonly string[] } = {
  '0.12': ['vaultConfig'],
  '0.14': ['runnerScaleSetLabels', 'autoscalingListener', 'ephemeralRunnerMetadata'],
};

export const crdsMissing: Diagnosis = {
  id: 'crds-missing',
  title: 'a controller without all four of its custom resource definitions',
  find: ({ controllers, objects, looked }) => {
    const there = objects.CustomResourceDefinition.map(({ metadata }) => metadata.name);
    const missing = ARC_KINDS.map(kind => RESOURCES[kind]).filter(name => !there.includes(name));
    return controllers.length === 0 || missing.length === 0 || !looked('CustomResourceDefinition')
      ? []
      : [
          {
            severity: 'error',
            cause: `the cluster has no definition of ${missing.join(', ')}: the controller does not start`,
            evidence: controllers.map(({ id, image }) => `Deployment ${id} runs ${image}`),
            remedy: [
              'deskrun up, if deskrun installed the controller',
              "or apply the definitions of the controller's release with kubectl apply --server-side: they are too large for a client-side apply",
            ],
          },
        ];
  },
};

export const crdsLeaving: Diagnosis = {
  id: 'crds-leaving',
  title: 'custom resource definitions that are deleted, and with them every runner set, and do not go',
  find: facts => {
    const leaving = ARC_KINDS.filter(kind =>
      facts.objects.CustomResourceDefinition.some(
        object => object.metadata.name === RESOURCES[kind] && isStuck(object, facts),
      ),
    );
    const waitedFor = leaving.flatMap(kind => (facts.objects[kind] as readonly KubeObject[]).map(nameOf));
    return leaving.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause: `the definition of ${leaving.map(kind => RESOURCES[kind]).join(', ')} is being deleted: no runner set can be made until it is gone, and it waits for the controller to clean up ${waitedFor.length} ${waitedFor.length === 1 ? 'object' : 'objects'}`,
            evidence: waitedFor.slice(0, 5),
            remedy: [
              'deskrun up starts the controller if none runs, waits until all are gone and makes everything again',
              'or see below what holds each of them',
            ],
          },
        ];
  },
};

export const crdsOld: Diagnosis = {
  id: 'crds-old',
  title: 'custom resource definitions older than the controller: newer fields are dropped without a word',
  find: ({ controllers, objects }) => {
    const definition = objects.CustomResourceDefinition.find(
      ({ metadata }) => metadata.name === RESOURCES.AutoscalingRunnerSet,
    );
    const known = definition && specOf(definition);
    if (!known) return [];
    return controllers.flatMap(({ id, image, version }) => {
      const missing =
        version === undefined
          ? []
          : Object.entries(FIELDS_SINCE)
              .filter(([since]) => minorNumber(since) <= minorNumber(version))
              .flatMap(([, fields]) => fields.filter(field => known.properties?.[field] === undefined));
      return missing.length === 0
        ? []
        : [
            {
              severity: 'error' as const,
              cause: `the definition of runner sets is older than the controller: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} dropped from what is applied`,
              evidence: [
                `CustomResourceDefinition ${RESOURCES.AutoscalingRunnerSet} does not know spec.${missing.join(', spec.')}`,
                `Deployment ${id} runs ${image}`,
              ],
              remedy: [
                `apply the definitions of ${version} with kubectl apply --server-side: helm never upgrades them`,
              ],
            },
          ];
    });
  },
};

function specOf({ spec }: Kinds['CustomResourceDefinition']): Schema | undefined {
  return spec?.versions?.find(({ served }) => served)?.schema?.openAPIV3Schema?.properties?.spec;
}

/** The middle number of `0.14.2`: ARC has not had another first one. */
function minorNumber(version: string): number {
  return Number(version.split('.')[1]);
}

export const crdDiagnoses = [crdsMissing, crdsLeaving, crdsOld];
