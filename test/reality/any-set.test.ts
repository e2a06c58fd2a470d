import * as fc from 'fast-check';
import { RunnerSet } from '../../src';
import { propsOf, recipe, type Recipe } from '../support/arbitrary-sets';
import { Cluster } from '../support/cluster';
import { ifAccepted, runnerChart, type Manifest } from '../support/sets';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.applyCrds();
});
afterAll(() => cluster.stop());

test('the API server accepts every runner set that synthesizes', async () => {
  await fc.assert(
    fc.asyncProperty(recipe, async any => {
      const manifests = ifAccepted(() => manifestsOf(any));
      fc.pre(manifests !== undefined);
      await cluster.createPrerequisites(manifests);
      expect(await cluster.refusal(manifests)).toBe('');
    }),
    { numRuns: 40 },
  );
});

function manifestsOf(any: Recipe): Manifest[] {
  const chart = runnerChart();
  new RunnerSet(chart, 'set', propsOf(any));
  return chart.toJson();
}
