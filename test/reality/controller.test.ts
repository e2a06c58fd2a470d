import { generateKeyPairSync } from 'node:crypto';
import { ContainerMode, GitHubAuth, RunnerSet, type RunnerSetProps } from '../../src';
import { Arc, namespaces } from '../support/arc';
import { Cluster } from '../support/cluster';
import { FakeGitHub } from '../support/fake-github';
import { modes } from '../support/modes';
import { runnerChart, type Manifest } from '../support/sets';

const app = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });

let cluster: Cluster;
let github: FakeGitHub;
let arc: Arc;
beforeAll(async () => {
  github = await FakeGitHub.start({ token: 'not-a-token', app: { id: '7', installationId: '8', publicKey: app.publicKey } });
  cluster = await Cluster.start();
  arc = await Arc.install(cluster);
  await cluster.apply(namespaces('arc-runners'));
  await cluster.apply([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github', namespace: 'arc-runners' }, stringData: { github_token: 'not-a-token' } }]);
});
afterAll(async () => {
  await arc.stop();
  await cluster.stop();
  await github.stop();
});

function manifestsOf(name: string, props: Pick<RunnerSetProps, 'containerMode'> & Partial<RunnerSetProps>): Manifest[] {
  const chart = runnerChart();
  new RunnerSet(chart, name, { name, githubConfigUrl: `${github.url}/rubionic/docs`, auth: GitHubAuth.fromSecret('github'), minRunners: 1, ...props });
  return chart.toJson();
}

test.each(modes)('%s', async (name, containerMode) => {
  await cluster.apply(manifestsOf(name.slice(0, 12).replace(/-$/, ''), { containerMode }));
  for (let i = 0; i < 40; i++) {
    await new Promise(r => setTimeout(r, 500));
    const pods = await cluster.list('pods');
    if (pods.some(p => p.metadata.namespace === 'arc-runners' && p.status.phase === 'Running')) break;
  }
  console.log(await cluster.succeed(['get', 'autoscalingrunnersets,autoscalinglisteners,ephemeralrunnersets,ephemeralrunners,pods,secrets', '-A']));
  console.log(arc.lastWords, github.unknown, [...github.scaleSets.values()]);
}, 120_000);
