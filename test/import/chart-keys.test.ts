import { CHARTS } from '../support/helm';
import { CHART_KEYS, pathsOf } from './chart-keys';
import { RELEASES } from './helm-comparison';
import { asHelmReads } from './releases';

/** Keys that are not imported: the Secret is not created, and ARC has no such field of a vault. */
const NOT_CARRIED = [
  'keyVault.azureKeyVault.secretKey',
  'resourceMeta.githubConfigSecret.labels',
  'resourceMeta.githubConfigSecret.annotations',
];

test.each(CHARTS)('every key of %s is set in a values file of these tests', chart => {
  const values = RELEASES.filter(release => release.chart === chart).map(release => asHelmReads(release.values));
  const isSet = (path: string) =>
    values.some(value => (path.split('.').reduce((inner, key) => inner?.[key], value) ?? '') !== '');
  expect(pathsOf(CHART_KEYS[chart]).filter(path => !isSet(path))).toEqual(
    chart === 'gha-runner-scale-set' ? NOT_CARRIED : [],
  );
});
