import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valuesToConfig, type NotCarried } from '../../src';
import type { ChartRelease } from '../support/helm';
import { differences, type Difference } from './compare';
import { AT_MOST, INTENDED, isThat } from './differences';
import { helmGives, type Data } from './helm-gives';
import { helmGivesController } from './helm-gives-controller';
import { asHelmReads, features, manifestsOf, NAMESPACE, novolume, release, releaseOf } from './releases';

const CONTROLLERS = join(__dirname, 'controller-values');

/** Every file of values here, released. */
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

/** What helm gives, told from what is known of the charts. */
export function told({ chart, name, namespace, values }: ChartRelease): Data[] {
  return (chart === 'gha-runner-scale-set' ? helmGives : helmGivesController)(asHelmReads(values), name, namespace);
}

interface Compared {
  readonly differences: readonly Difference[];
  readonly notCarried: readonly NotCarried[];
}

/** CRDs are no templates; what we write of them is asked in `test/controller`. */
const NO_TEMPLATES = ['CustomResourceDefinition'];

/** Tests that an imported configuration makes the same objects as helm, as `render` has or tells them; but for some kinds of a controller's. */
export function testAgainst(render: (release: ChartRelease) => Data[], but = NO_TEMPLATES): void {
  const found = new Map(
    RELEASES.map(release => [`${release.chart} ${release.name}`, compare(release, render(release), but)]),
  );

  describe('the objects of an imported configuration are those that helm gives', () => {
    test.each([...found])('%s', (_, compared) => {
      expect(unintended(compared.differences)).toEqual([]);
    });
  });

  test('every intended difference is seen somewhere', () => {
    const seen = [...found.values()].flatMap(compared => compared.differences);
    expect(INTENDED.filter(intended => !seen.some(difference => isThat(difference, intended)))).toEqual([]);
  });

  test('the intended differences are few, each with a reason of its own', () => {
    expect(INTENDED.length).toBeLessThanOrEqual(AT_MOST);
    expect(new Set(INTENDED.map(({ why }) => why)).size).toBe(INTENDED.length);
  });

  test('of a feature that both have, nothing is left but credentials and access to them', () => {
    const left = [...found].flatMap(([name, { notCarried }]) => notCarried.map(({ path }) => `${name}: ${path}`));
    expect(left).toEqual([
      'gha-runner-scale-set app: githubConfigSecret.github_app_id',
      'gha-runner-scale-set app: githubConfigSecret.github_app_installation_id',
      'gha-runner-scale-set app: githubConfigSecret.github_app_private_key',
      // Steps would run under an account that reads every Secret of the namespace.
      'gha-runner-scale-set by-hand-novolume: template.spec.containers[0]',
      'gha-runner-scale-set token: githubConfigSecret.github_token',
    ]);
  });
}

/** Those that the list has not. */
export function unintended(found: readonly Difference[]): Difference[] {
  return found.filter(difference => !INTENDED.some(intended => isThat(difference, intended)));
}

/** What helm gives for a release beside what becomes of its values here. */
export function compare(
  { chart, name, namespace, values }: ChartRelease,
  helm: readonly Data[],
  but = NO_TEMPLATES,
): Compared {
  const ofController = chart === 'gha-runner-scale-set-controller';
  const controller = { text: values, file: 'controller.yaml', releaseName: name, namespace };
  const { config, notCarried } = valuesToConfig(
    ofController ? { runnerSets: [releaseOf(novolume())], controller } : { runnerSets: [releaseOf(values, name)] },
  );
  // A file has a runner set too, whose objects are not the controller's.
  const isOfController = ({ kind, metadata }: Data) =>
    !but.includes(kind) && metadata.labels?.['app.kubernetes.io/part-of'] !== 'gha-rs';
  return {
    differences: differences(
      helm,
      manifestsOf(config).filter(object => !ofController || isOfController(object)),
    ),
    notCarried,
  };
}
