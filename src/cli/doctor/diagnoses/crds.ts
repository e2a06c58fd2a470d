import { identity } from '../../kubectl/objects';
import { isStuck, type Diagnosis } from '../diagnosis';
import { ARC_KINDS, RESOURCES, type Kinds, type KubeObject, type Schema } from '../kinds';

/** Fields of an AutoscalingRunnerSet's spec, by the first minor release whose CRD has them. */
const FIELDS_SINCE: { readonly [minor: string]: readonly string[] } = {
  '0.12': ['vaultConfig'],
  '0.14': ['runnerScaleSetLabels', 'autoscalingListener', 'ephemeralRunnerMetadata'],
};

export const crdsMissing: Diagnosis = {
  id: 'crds-missing',
  title: "the cluster lacks some of the controller's four CRDs",
  find: ({ controllers, objects, wasRead }) => {
    const present = objects.CustomResourceDefinition.map(({ metadata }) => metadata.name);
    const missing = ARC_KINDS.map(kind => RESOURCES[kind]).filter(name => !present.includes(name));
    return controllers.length === 0 || missing.length === 0 || !wasRead('CustomResourceDefinition')
      ? []
      : [
          {
            severity: 'error',
            cause: `the cluster has no CRD ${missing.join(', ')}: the controller does not start`,
            evidence: controllers.map(({ id, image }) => `Deployment ${id} runs ${image}`),
            remedy: [
              'run deskrun up, if deskrun installed the controller',
              "or apply the CRDs of the controller's release with kubectl apply --server-side: they are too " +
                'large for a client-side apply',
            ],
          },
        ];
  },
};

export const crdsTerminating: Diagnosis = {
  id: 'crds-terminating',
  title: 'CRDs of ARC are stuck in deletion; every runner set is deleted with them',
  find: facts => {
    const leaving = ARC_KINDS.filter(kind =>
      facts.objects.CustomResourceDefinition.some(
        object => object.metadata.name === RESOURCES[kind] && isStuck(object, facts),
      ),
    );
    const waitedFor = leaving.flatMap(kind => (facts.objects[kind] as readonly KubeObject[]).map(identity));
    return leaving.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause:
              `CRD ${leaving.map(kind => RESOURCES[kind]).join(', ')} is being deleted, and no runner set can be ` +
              `created until then: it waits for the controller to remove the finalizers of ${waitedFor.length} ` +
              `${waitedFor.length === 1 ? 'object' : 'objects'}`,
            evidence: waitedFor.slice(0, 5),
            remedy: [
              'run deskrun up: it starts the controller if none runs, waits for the deletion and recreates everything',
              'or see the other errors for what blocks each of these objects',
            ],
          },
        ];
  },
};

export const crdsOld: Diagnosis = {
  id: 'crds-old',
  title: 'CRDs are older than the controller: the API server drops newer fields silently',
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
              cause:
                'the CRD of AutoscalingRunnerSet is older than the controller: the API server drops the ' +
                `${missing.length === 1 ? 'field' : 'fields'} ${missing.join(', ')} of runner sets`,
              evidence: [
                `CustomResourceDefinition ${RESOURCES.AutoscalingRunnerSet} has no spec.${missing.join(', spec.')}`,
                `Deployment ${id} runs ${image}`,
              ],
              remedy: [`apply the CRDs of ${version} with kubectl apply --server-side: helm never upgrades them`],
            },
          ];
    });
  },
};

function specOf({ spec }: Kinds['CustomResourceDefinition']): Schema | undefined {
  return spec?.versions?.find(({ served }) => served)?.schema?.openAPIV3Schema?.properties?.spec;
}

/** The minor number of `0.14.2`. All releases of ARC are 0.x. */
function minorNumber(version: string): number {
  return Number(version.split('.')[1]);
}

export const crdDiagnoses = [crdsMissing, crdsTerminating, crdsOld];
