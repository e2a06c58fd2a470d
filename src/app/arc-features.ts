import type { Finding, ValuePath } from '../errors';
import { ARC_VERSIONS, type ArcVersion } from './versions';

/**
 * Since when ARC has what not every version in {@link ARC_VERSIONS} has. Anything else that differs between them is
 * theirs alone: the manifests are the same but for the version's own number.
 */
export const ARC_FEATURES = {
  /** The labels `job_workflow_name` and `job_workflow_target` of the listener's metrics. */
  workflowMetricLabels: '0.13.0',
  runnerScaleSetLabels: '0.14.0',
  /** Labels and annotations of what the controller makes for a scale set. */
  controllerObjectMetadata: '0.14.0',
  pprofAddr: '0.14.2',
  healthProbeBindAddress: '0.14.2',
  workqueueRateLimiter: '0.14.2',
} as const satisfies Record<string, ArcVersion>;

export type ArcFeature = keyof typeof ARC_FEATURES;

/** Whether an ARC version has a feature. */
export function arcHas(version: ArcVersion, feature: ArcFeature): boolean {
  return ARC_VERSIONS.indexOf(version) >= ARC_VERSIONS.indexOf(ARC_FEATURES[feature]);
}

/** What is wrong with a field that the controller of an ARC version would not know, and drop. */
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
