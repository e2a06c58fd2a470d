import { ARC_VERSIONS, ContainerMode, GitHubAuth, NvmeCacheVolume, type RunnerSetProps } from '../../src';
import { changes } from '../support/changes';
import { modes } from '../support/modes';
import { findingsOf, organization, synthSet } from '../support/sets';

describe('scaling and updates', () => {
  test('maxRunners: 1 is written, so that an instance never starts two runners', () => {
    const sets = synthSet({
      containerMode: ContainerMode.cachedPrivileged(),
      instances: 3,
      caches: [NvmeCacheVolume.docker()],
    }).ofKind('AutoscalingRunnerSet');
    expect(sets.map(({ spec }) => spec.maxRunners)).toEqual([1, 1, 1]);
  });

  test('maxRunners is written by default, since ARC has no limit without it', () => {
    expect(synthSet().runnerSet.spec.maxRunners).toBe(5);
  });

  test.each(ARC_VERSIONS)(
    'a set always has the version label of ARC %s, whose controller would otherwise delete it',
    arcVersion => {
      const text = JSON.stringify(synthSet({}, { arcVersion }).manifests.map(({ metadata }) => metadata.labels));
      expect(ARC_VERSIONS.filter(version => text.includes(`"${version}"`))).toEqual([arcVersion]);
    },
  );

  test('a change of props keeps the names of all objects, so that ARC updates the set in place', () => {
    const edits: Partial<RunnerSetProps>[] = [
      { maxRunners: 9 },
      { runnerImage: 'example.com/runner:1' },
      { env: { LANG: 'C' } },
      { resources: { limits: { memory: '4Gi' } } },
      { auth: GitHubAuth.fromSecret('github', { revision: '2' }) },
      { nodeSelector: { disk: 'nvme' } },
    ];
    const containerMode = ContainerMode.cachedPrivileged();
    for (const edit of edits)
      expect(synthSet({ containerMode, ...edit }).names).toEqual(synthSet({ containerMode }).names);
  });

  test('sets are in the order in which they were created', () => {
    const names = synthSet({ name: 'web', instances: 11 })
      .ofKind('AutoscalingRunnerSet')
      .map(({ metadata }) => metadata.name);
    expect(names).toEqual(Array.from({ length: 11 }, (_, index) => `web-${index + 1}`));
  });
});

describe('permissions and credentials', () => {
  test('the ServiceAccount of the controller is bound in the namespace of the set, not in the whole cluster', () => {
    const set = synthSet({ controller: { serviceAccount: { namespace: 'arc', name: 'controller' } } });
    expect(set.one('RoleBinding', '-manager').subjects).toEqual([
      { kind: 'ServiceAccount', namespace: 'arc', name: 'controller' },
    ]);
    expect(set.manifests.filter(({ kind }) => /^Cluster/.test(kind))).toEqual([]);
  });

  test('a GitHub App has its three keys, so that ARC does not read its private key as a token', () => {
    const command = GitHubAuth.app('github-app').createSecretCommand('arc-runners');
    for (const key of ['github_app_id', 'github_app_installation_id', 'github_app_private_key'])
      expect(command).toContain(`${key}=`);
    expect(command).not.toContain('github_token');
  });

  test('a set with a GitHub App has the same objects as any other', () => {
    const [pat, app] = [GitHubAuth.pat('github'), GitHubAuth.app('github')].map(auth => synthSet({ auth }).manifests);
    expect(app).toEqual(pat);
  });

  test('a new credential restarts the listener, which reads it only at its start', () => {
    const [old, rotated] = ['1', '2'].map(
      revision => synthSet({ auth: GitHubAuth.pat('github', { revision }) }).runnerSet,
    );
    expect(Object.keys(changes(old, rotated))).toEqual(['metadata.annotations.actions.github.com/values-hash']);
  });

  test.each(['ghp_abcdefghijklmnop', 'github_pat_abc', 'gho_x', '-----BEGIN RSA PRIVATE KEY-----'])(
    'the credential %j instead of a Secret name is refused and not quoted',
    secret => {
      const [finding] = findingsOf(() => GitHubAuth.fromSecret(secret));
      expect(finding).toMatch(/^secret: looks like a credential; put it into a Secret/);
      expect(finding).not.toContain(secret);
    },
  );
});

describe('manifests', () => {
  const everything = modes.flatMap(([, containerMode]) => synthSet({ containerMode }).manifests);

  test('have no null field', () => {
    expect(JSON.stringify(everything)).not.toContain('null');
  });

  test('do not name Helm as their manager', () => {
    expect(JSON.stringify(everything)).not.toMatch(/helm/i);
  });

  test('have no image with a moving tag', () => {
    const images = [...new Set(JSON.stringify(everything).match(/"image":"[^"]*"/g))];
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/:\d+\.\d+\.\d+(-dind)?"$/);
  });

  test.each(['arc-runner', 'placeholder', 'cGxhY2Vob2xkZXI=', 'arc-systems', 'github_token'])(
    'have the value %j unchanged in every field',
    value => {
      const { env } = synthSet({ env: { VALUE: value, OTHER: `: ${value}` } }).runner;
      expect(env.slice(0, 2)).toEqual([
        { name: 'VALUE', value },
        { name: 'OTHER', value: `: ${value}` },
      ]);
    },
  );
});

describe('a runner set can have', () => {
  test.each<[string, Partial<RunnerSetProps>, string]>([
    ['the runner group', { githubConfigUrl: organization, runnerGroup: 'trusted' }, 'spec.runnerGroup'],
    ['labels', { runnerScaleSetLabels: ['gpu'] }, 'spec.runnerScaleSetLabels'],
    [
      'resources',
      { resources: { limits: { memory: '4Gi' } } },
      'spec.template.spec.containers[runner].resources.limits.memory',
    ],
    ['the choice of nodes', { nodeSelector: { disk: 'nvme' } }, 'spec.template.spec.nodeSelector.disk'],
    ['tolerations', { tolerations: [{ key: 'ci' }] }, 'spec.template.spec.tolerations[0].key'],
  ])('%s', (_, props, path) => {
    const containerMode = ContainerMode.dind();
    const url = props.githubConfigUrl;
    expect(
      Object.keys(
        changes(
          synthSet({ containerMode, ...(url && { githubConfigUrl: url }) }).runnerSet,
          synthSet({ containerMode, ...props }).runnerSet,
        ),
      ),
    ).toEqual([path]);
  });

  test('another namespace than the controller', () => {
    const { runnerSet } = synthSet({}, { namespace: 'ci' });
    expect(runnerSet.metadata.namespace).toBe('ci');
  });
});
