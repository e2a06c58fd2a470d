import type { Finding, ValuePath } from '../errors';
import { ARC_VERSIONS, type ArcVersion } from './versions';

/**
 * The first ARC version with each feature that some version in {@link ARC_VERSIONS} lacks. Apart from these features
 * and the version number itself, the manifests are the same for all versions.
 */
export const ARC_FEATURES = {
  /** The labels `job_workflow_name` and `job_workflow_target` of the listener's metrics. */
  workflowMetricLabels: '0.13.0',
  runnerScaleSetLabels: '0.14.0',
  /** Labels and annotations of the objects that the controller creates for a scale set. */
  controllerObjectMetadata: '0.14.0',
  pprofAddr: '0.14.2',
  healthProbeBindAddress: '0.14.2',
  workqueueRateLimiter: '0.14.2',
} as const satisfies Record<string, ArcVersion>;

export type ArcFeature = keyof typeof ARC_FEATURES;

/** Reports whether an ARC version has a feature. */
export function arcHas(version: ArcVersion, feature: ArcFeature): boolean {
  return ARC_VERSIONS.indexOf(version) >= ARC_VERSIONS.indexOf(ARC_FEATURES[feature]);
}

/** Refuses a field that this ARC version does not know and would drop. */
export function droppedFieldFindings(version: ArcVersion, feature: ArcFeature, path: ValuePath): Finding[] {
  return arcHas(version, feature)
    ? []
    : [
        {
          path,
          at: 'key',
          message: `needs ARC ${ARC_FEATURES[feature]}, and arcVersion is ${version}; the controller would drop it`,
        },
      ];
}
