import { ARC_VERSIONS, type ArcVersion } from '../../src';
import { ARC_FEATURES, type ArcFeature } from '../../src/app/arc-features';
import type { ArcControllerProps } from '../../src/controller/arc-controller-props';
import { synthController } from '../controller/controllers';
import { modes } from '../support/modes';
import { findingsOf, synthSet } from '../support/sets';

const NEWEST = '0.14.2';
const LABEL = 'app.kubernetes.io/version';

describe.each(ARC_VERSIONS)('ARC %s', arcVersion => {
  describe.each(modes)('in mode %s', (_, containerMode) => {
    const set = synthSet({ containerMode }, { arcVersion });

    test('is in the version label of every object, which the controller compares', () => {
      const labels = set.manifests.map(({ kind, metadata }) => [kind, metadata.labels[LABEL] as string]);
      expect(labels).toEqual(set.manifests.map(({ kind }) => [kind, arcVersion]));
    });

    test(`has the manifests of ${NEWEST}, but for that label`, () => {
      const relabelled = JSON.parse(
        JSON.stringify(set.manifests).replaceAll(`"${LABEL}":"${arcVersion}"`, `"${LABEL}":"${NEWEST}"`),
      ) as unknown;
      expect(relabelled).toEqual(synthSet({ containerMode }, { arcVersion: NEWEST }).manifests);
    });
  });

  test('has a controller of the same minor version, by label and image', () => {
    const { deployment, manager } = synthController({}, { arcVersion });
    expect([deployment.metadata.labels[LABEL], manager.image]).toEqual([
      arcVersion,
      `ghcr.io/actions/gha-runner-scale-set-controller:${arcVersion}`,
    ]);
  });
});

/** Props that need a certain ARC version, on runner sets and on the controller. */
const WISHES: Record<ArcFeature, (arcVersion: ArcVersion) => unknown> = {
  workflowMetricLabels: arcVersion =>
    synthSet(
      { listenerMetrics: { counters: { gha_started_jobs_total: { labels: ['job_workflow_name'] } } } },
      { arcVersion },
    ),
  runnerScaleSetLabels: arcVersion => synthSet({ runnerScaleSetLabels: ['nvme'] }, { arcVersion }),
  controllerObjectMetadata: arcVersion =>
    synthSet({ resourceMeta: { ephemeralRunner: { labels: { team: 'ci' } } } }, { arcVersion }),
  pprofAddr: controllerWith({ pprofAddr: ':6060' }),
  healthProbeBindAddress: controllerWith({ healthProbeBindAddress: ':8081' }),
  workqueueRateLimiter: controllerWith({ workqueueRateLimiter: 'typed_rate_limiter' }),
};

function controllerWith(props: ArcControllerProps): (arcVersion: ArcVersion) => unknown {
  return arcVersion => synthController(props, { arcVersion });
}

describe.each(Object.entries(WISHES) as [ArcFeature, (arcVersion: ArcVersion) => unknown][])('%s', (feature, wish) => {
  const since = ARC_VERSIONS.indexOf(ARC_FEATURES[feature]);

  test.each(ARC_VERSIONS.slice(0, since))('is refused for ARC %s', arcVersion => {
    expect(findingsOf(() => wish(arcVersion))).toHaveLength(1);
  });

  test.each(ARC_VERSIONS.slice(since))('is available in ARC %s', arcVersion => {
    expect(() => wish(arcVersion)).not.toThrow();
  });
});
