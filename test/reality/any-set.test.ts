import * as fc from 'fast-check';
import { RunnerSet } from '../../src';
import { DeskrunError } from '../../src/errors';
import { propsOf, recipe, type Recipe } from '../support/arbitrary-sets';
import { Cluster } from '../support/cluster';
import { runnerChart, type Manifest } from '../support/sets';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.defineRunnerSets();
});
afterAll(() => cluster.stop());

test('what synthesizes, whatever its props, the server takes', async () => {
  let synthesized = 0;
  await fc.assert(fc.asyncProperty(recipe, async any => {
    const manifests = acceptable(any) ?? fc.pre(false);
    synthesized += 1;
    await cluster.provideSurroundings(manifests);
    expect(await cluster.refusal(manifests)).toBe('');
  }), { numRuns: 40 });
  expect(synthesized).toBeGreaterThanOrEqual(40);
});

function acceptable(any: Recipe): Manifest[] | undefined {
  const chart = runnerChart();
  try {
    new RunnerSet(chart, 'set', propsOf(any));
    return chart.toJson();
  } catch (error) {
    if (error instanceof DeskrunError) return undefined;
    throw error;
  }
}
