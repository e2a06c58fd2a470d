import { Cluster } from '../support/cluster';
import { goldens } from '../support/goldens';
import type { Manifest } from '../support/sets';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.defineRunnerSets();
});
afterAll(() => cluster.stop());

const versions = (manifests: readonly Manifest[]): string[] => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.resourceVersion}`);

describe.each(goldens())('%s', (_, manifests) => {
  beforeAll(() => cluster.provideSurroundings(manifests));
  afterAll(() => cluster.forget(manifests));

  test('the server takes it, and has nothing to change when it comes again', async () => {
    const first = await cluster.apply(manifests);
    expect(first).toHaveLength(manifests.length);
    expect(versions(await cluster.apply(manifests))).toEqual(versions(first));
  });
});
