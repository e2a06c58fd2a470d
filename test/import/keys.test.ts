import { CHARTS } from '../support/helm';
import { CHART_KEYS, pathsOf } from './keys';
import { RELEASES } from './judge';
import { asHelmReads } from './releases';

/** What a set has not anywhere: the Secret is not carried, and ARC knows no such field of a vault. */
const NOT_CARRIED = [
  'keyVault.azureKeyVault.secretKey',
  'resourceMeta.githubConfigSecret.labels',
  'resourceMeta.githubConfigSecret.annotations',
];

test.each(CHARTS)('every key of %s is in the values of a release here', chart => {
  const values = RELEASES.filter(release => release.chart === chart).map(release => asHelmReads(release.values));
  const said = (path: string) =>
    values.some(value => (path.split('.').reduce((inner, key) => inner?.[key], value) ?? '') !== '');
  expect(pathsOf(CHART_KEYS[chart]).filter(path => !said(path))).toEqual(
    chart === 'gha-runner-scale-set' ? NOT_CARRIED : [],
  );
});
