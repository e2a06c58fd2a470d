import { valuesToConfig } from '../../src';
import { differences, INTENDED, isThat } from './differences';
import { asHelmReads, features, manifestsOf, NAMESPACE, release } from './releases';
import { helmGives } from './helm-gives';

const found = new Map(features.map(feature => {
  const values = release(feature);
  const { config, notCarried } = valuesToConfig({ runnerSets: [values] });
  return [feature, { notCarried, differences: differences(helmGives(asHelmReads(values.text), feature, NAMESPACE), manifestsOf(config)) }];
}));

describe('the objects of an imported configuration are those that helm gives', () => {
  test.each(features)('%s', feature => {
    expect(found.get(feature)?.differences.filter(difference => !INTENDED.some(intended => isThat(difference, intended)))).toEqual([]);
  });
});

test('every intended difference is seen somewhere', () => {
  const seen = [...found.values()].flatMap(({ differences: list }) => list);
  expect(INTENDED.filter(intended => !seen.some(difference => isThat(difference, intended)))).toEqual([]);
});

test('of a feature that both have, nothing is left but credentials', () => {
  const left = [...found].flatMap(([feature, { notCarried }]) => notCarried.map(({ path }) => `${feature}: ${path}`));
  expect(left).toEqual([
    'app: githubConfigSecret.github_app_id', 'app: githubConfigSecret.github_app_installation_id', 'app: githubConfigSecret.github_app_private_key',
    'token: githubConfigSecret.github_token',
  ]);
});
