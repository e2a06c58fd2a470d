import { expectToApply } from '../support/applied';
import { Cluster } from '../support/cluster';
import { goldens } from '../support/goldens';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.defineRunnerSets();
});
afterAll(() => cluster.stop());

test.each(goldens())('the server takes %s, and has nothing to change when it comes again', async (_, manifests) => {
  await expectToApply(cluster, manifests);
});
