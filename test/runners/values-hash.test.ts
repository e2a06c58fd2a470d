import { ContainerMode, GitHubAuth, NvmeCacheVolume, type RunnerSetProps } from '../../src';
import { organization, synthSet } from '../support/sets';

function hash(props: Partial<RunnerSetProps>): string {
  return synthSet(props).runnerSet.metadata.annotations['actions.github.com/values-hash'];
}

const plain = hash({});

test('the hash fits in a label', () => {
  expect(plain).toMatch(/^[0-9a-f]{63}$/);
});

describe('the hash changes with a change that needs a restart of the listener:', () => {
  test('another Secret', () => {
    expect(hash({ auth: GitHubAuth.fromSecret('other') })).not.toBe(plain);
  });

  test('another credential in the same Secret', () => {
    const revisions = [undefined, '', '1', '2'].map(revision =>
      hash({ auth: GitHubAuth.fromSecret('github', { revision }) }),
    );
    expect(new Set(revisions).size).toBe(4);
  });

  test('a name that ends like a revision is different', () => {
    const hashes = [GitHubAuth.fromSecret('github-1'), GitHubAuth.fromSecret('github', { revision: '1' })].map(auth =>
      hash({ auth }),
    );
    expect(hashes[0]).not.toBe(hashes[1]);
  });
});

describe('the hash does not change, so that the listener keeps running, with', () => {
  test.each<[string, Partial<RunnerSetProps>]>([
    ['another name', { name: 'web' }],
    ['another URL', { githubConfigUrl: organization }],
    ['another mode', { containerMode: ContainerMode.dind() }],
    ['more runners', { minRunners: 2, maxRunners: 20 }],
    ['instances', { instances: 1 }],
    ['a runner group', { githubConfigUrl: organization, runnerGroup: 'trusted' }],
    ['labels', { runnerScaleSetLabels: ['gpu'] }],
    ['another image', { runnerImage: 'example.com/runner:1' }],
    ['caches', { caches: [NvmeCacheVolume.named('npm')] }],
    ['resources', { resources: { limits: { memory: '4Gi' } } }],
    ['env', { env: { LANG: 'C' } }],
    ['another placement', { nodeSelector: { disk: 'nvme' }, priorityClassName: 'ci' }],
    ['other job pods', { jobPod: { labels: { team: 'web' } } }],
    ['a template', { template: { spec: { containers: [], hostNetwork: true } } }],
    [
      'another ServiceAccount of the controller',
      { controller: { serviceAccount: { namespace: 'arc', name: 'controller' } } },
    ],
    ['the kind of credential', { auth: GitHubAuth.pat('github') }],
  ])('%s', (_, props) => {
    expect(hash(props)).toBe(plain);
  });

  test('another version of ARC', () => {
    expect(
      synthSet({}, { arcVersion: '0.13.1' }).runnerSet.metadata.annotations['actions.github.com/values-hash'],
    ).toBe(plain);
  });
});
