import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valuesToConfig, type NotCarried } from '../../src';
import type { ChartRelease } from '../support/helm';
import { differences, type Difference } from './compare';
import { MAX_INTENDED_DIFFERENCES, INTENDED_DIFFERENCES, matches } from './intended-differences';
import { chartObjects, type Data } from './chart-objects';
import { controllerChartObjects } from './controller-chart-objects';
import { asHelmReads, features, manifestsOf, NAMESPACE, novolume, release, releaseOf } from './releases';

const CONTROLLERS = join(__dirname, 'controller-values');

/** A release of every values file in these tests. */
export const RELEASES: readonly ChartRelease[] = [
  ...features.map((name): ChartRelease => ({
    chart: 'gha-runner-scale-set',
    name,
    namespace: NAMESPACE,
    values: release(name).text,
  })),
  ...readdirSync(CONTROLLERS)
    .sort()
    .map((file): ChartRelease => ({
      chart: 'gha-runner-scale-set-controller',
      name: `arc-${file.replace('.yaml', '')}`,
      namespace: 'arc-systems',
      values: readFileSync(join(CONTROLLERS, file), 'utf8'),
    })),
];

/** Returns the objects that helm renders for a release, from a model of the charts. */
export function expectedObjects({ chart, name, namespace, values }: ChartRelease): Data[] {
  return (chart === 'gha-runner-scale-set' ? chartObjects : controllerChartObjects)(
    asHelmReads(values),
    name,
    namespace,
  );
}

interface Compared {
  readonly differences: readonly Difference[];
  readonly notCarried: readonly NotCarried[];
}

/** Kinds that the charts do not render from templates. `test/controller` tests the CRDs. */
const NOT_RENDERED = ['CustomResourceDefinition'];

/** Tests that an imported configuration creates the objects that `render` returns, except for some controller kinds. */
export function testAgainstHelm(render: (release: ChartRelease) => Data[], except = NOT_RENDERED): void {
  const found = new Map(
    RELEASES.map(release => [`${release.chart} ${release.name}`, compare(release, render(release), except)]),
  );

  describe('an imported configuration creates the objects that helm renders', () => {
    test.each([...found])('%s', (_, compared) => {
      expect(unintendedDifferences(compared.differences)).toEqual([]);
    });
  });

  test('every intended difference occurs', () => {
    const seen = [...found.values()].flatMap(compared => compared.differences);
    expect(INTENDED_DIFFERENCES.filter(intended => !seen.some(difference => matches(difference, intended)))).toEqual(
      [],
    );
  });

  test('there are few intended differences, each with its own reason', () => {
    expect(INTENDED_DIFFERENCES.length).toBeLessThanOrEqual(MAX_INTENDED_DIFFERENCES);
    expect(new Set(INTENDED_DIFFERENCES.map(({ why }) => why)).size).toBe(INTENDED_DIFFERENCES.length);
  });

  test('the report has only credentials and access to them, for features that both have', () => {
    const paths = [...found].flatMap(([name, { notCarried }]) => notCarried.map(({ path }) => `${name}: ${path}`));
    expect(paths).toEqual([
      'gha-runner-scale-set app: githubConfigSecret.github_app_id',
      'gha-runner-scale-set app: githubConfigSecret.github_app_installation_id',
      'gha-runner-scale-set app: githubConfigSecret.github_app_private_key',
      // Otherwise steps run with a ServiceAccount that can read every Secret of the namespace.
      'gha-runner-scale-set handwritten-novolume: template.spec.containers[0]',
      'gha-runner-scale-set token: githubConfigSecret.github_token',
    ]);
  });
}

/** Returns the differences that are not intended. */
export function unintendedDifferences(found: readonly Difference[]): Difference[] {
  return found.filter(difference => !INTENDED_DIFFERENCES.some(intended => matches(difference, intended)));
}

/** Compares the objects that helm renders for a release with those of the imported configuration. */
export function compare(
  { chart, name, namespace, values }: ChartRelease,
  helm: readonly Data[],
  except = NOT_RENDERED,
): Compared {
  const ofController = chart === 'gha-runner-scale-set-controller';
  const controller = { text: values, file: 'controller.yaml', releaseName: name, namespace };
  const { config, notCarried } = valuesToConfig(
    ofController ? { runnerSets: [releaseOf(novolume())], controller } : { runnerSets: [releaseOf(values, name)] },
  );
  // The configuration also has a runner set. Its objects are not compared.
  const isOfController = ({ kind, metadata }: Data) =>
    !except.includes(kind) && metadata.labels?.['app.kubernetes.io/part-of'] !== 'gha-rs';
  return {
    differences: differences(
      helm,
      manifestsOf(config).filter(object => !ofController || isOfController(object)),
    ),
    notCarried,
  };
}
