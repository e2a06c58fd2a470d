import { differences } from '../import/compare';
import { RELEASES, testAgainstHelm, expectedObjects } from '../import/helm-comparison';
import { rendered } from './rendered';

const objects = new Map(RELEASES.map(release => [release, rendered(release)]));

testAgainstHelm(release => objects.get(release) ?? []);

describe('the model of the charts matches the charts', () => {
  test.each(RELEASES.map(release => [`${release.chart} ${release.name}`, release] as const))('%s', (_, release) => {
    const ours = expectedObjects(release);
    const kinds = new Set(ours.map(({ kind }) => kind));
    const found = differences(
      (objects.get(release) ?? []).filter(({ kind }) => kinds.has(kind)),
      ours,
    );
    expect(found.filter(({ at }) => !at.endsWith('annotations.actions.github.com/values-hash'))).toEqual([]);
  });
});
