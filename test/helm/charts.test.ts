import { differences } from '../import/compare';
import { RELEASES, testAgainst, told } from '../import/judge';
import { rendered } from './rendered';

const objects = new Map(RELEASES.map(release => [release, rendered(release)]));

testAgainst(release => objects.get(release) ?? []);

describe("what `npm test` takes for helm's is helm's", () => {
  test.each(RELEASES.map(release => [`${release.chart} ${release.name}`, release] as const))('%s', (_, release) => {
    const ours = told(release);
    const kinds = new Set(ours.map(({ kind }) => kind));
    const found = differences(
      (objects.get(release) ?? []).filter(({ kind }) => kinds.has(kind)),
      ours,
    );
    expect(found.filter(({ at }) => !at.endsWith('annotations.actions.github.com/values-hash'))).toEqual([]);
  });
});
