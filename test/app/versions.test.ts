import { App, Chart } from 'cdk8s';
import { ARC_VERSIONS, DeskrunApp, DindRunnerSet, type ArcVersion } from '../../src';
import { ARC_VERSION_CONTEXT, KUBERNETES_VERSION_CONTEXT } from '../../src/app/versions';
import { everyMode } from '../support/modes';
import { docs, findingsOf, synthSet } from '../support/sets';

test('an app without versions uses the newest ones', () => {
  expect(new DeskrunApp()).toMatchObject({ arcVersion: '0.14.2', kubernetesVersion: '1.36' });
});

test('the versions can be read from the app', () => {
  expect(new DeskrunApp({ arcVersion: '0.13.1', kubernetesVersion: '1.29' })).toMatchObject({
    arcVersion: '0.13.1',
    kubernetesVersion: '1.29',
  });
});

describe('the version of ARC', () => {
  test.each(ARC_VERSIONS)('can be %s, and every object has it in its labels', arcVersion => {
    expect(synthSet({}, { arcVersion }).runnerSet.metadata.labels['app.kubernetes.io/version']).toBe(arcVersion);
  });

  test.each(['0.14', '0.14.3', '0.11.0', 'v0.14.2', '0.14.2 ', 'latest', ''])('cannot be %j', arcVersion => {
    expect(findingsOf(() => new DeskrunApp({ arcVersion: arcVersion as ArcVersion }))).toEqual([
      `arcVersion: must be one of 0.12.1, 0.13.0, 0.13.1, 0.14.0, 0.14.1, 0.14.2, got ${JSON.stringify(arcVersion)}`,
    ]);
  });
});

describe('the version of Kubernetes', () => {
  test.each(['1.27', '1.28', '1.29', '1.36', '1.40'])('can be %s', kubernetesVersion => {
    expect(new DeskrunApp({ kubernetesVersion }).kubernetesVersion).toBe(kubernetesVersion);
  });

  test.each(['1.26', '1.36.0', 'v1.36', '1', '2.0', '1.x', '29+', '1.100', ''])('cannot be %j', kubernetesVersion => {
    expect(findingsOf(() => new DeskrunApp({ kubernetesVersion }))).toEqual([
      'kubernetesVersion: must be a minor version, 1.27 or later, such as "1.36", got ' +
        JSON.stringify(kubernetesVersion),
    ]);
  });
});

test('an unknown version of ARC is a type error, so that editors complete the known ones', () => {
  // @ts-expect-error 0.15.0 is not in ARC_VERSIONS
  expect(() => new DeskrunApp({ arcVersion: '0.15.0' })).toThrow('arcVersion: must be one of');
});

test('both errors are reported at once', () => {
  expect(
    findingsOf(() => new DeskrunApp({ arcVersion: 'x' as ArcVersion, kubernetesVersion: 'y' })).map(
      finding => finding.split(':')[0],
    ),
  ).toEqual(['arcVersion', 'kubernetesVersion']);
});

describe('an app that is not a DeskrunApp', () => {
  function chartIn(context: Record<string, string>): Chart {
    const app = new App();
    for (const [key, value] of Object.entries(context)) app.node.setContext(key, value);
    return new Chart(app, 'runners', { namespace: 'arc-runners' });
  }

  test('gets manifests for the newest versions', () => {
    const chart = chartIn({});
    new DindRunnerSet(chart, 'set', docs);
    expect(chart.toJson()).toEqual(synthSet({ containerMode: everyMode.dind }).manifests);
  });

  test('can set its versions in the context', () => {
    const chart = chartIn({ [ARC_VERSION_CONTEXT]: '0.13.1', [KUBERNETES_VERSION_CONTEXT]: '1.28' });
    new DindRunnerSet(chart, 'set', docs);
    expect(chart.toJson()).toEqual(
      synthSet({ containerMode: everyMode.dind }, { arcVersion: '0.13.1', kubernetesVersion: '1.28' }).manifests,
    );
  });

  test.each([
    [ARC_VERSION_CONTEXT, '0.15.0'],
    [KUBERNETES_VERSION_CONTEXT, '29+'],
  ])('cannot set %s to a value that DeskrunApp refuses', (key, value) => {
    expect(() => new DindRunnerSet(chartIn({ [key]: value }), 'set', docs)).toThrow(value);
  });
});
