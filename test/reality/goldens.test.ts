import { expectToApply } from '../support/applied';
import { Cluster } from '../support/cluster';
import { goldens } from '../support/goldens';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.applyCrds();
});
afterAll(() => cluster.stop());

test.each(goldens())('the API server accepts %s, and applying it again changes nothing', async (_, manifests) => {
  await expectToApply(cluster, manifests);
});
