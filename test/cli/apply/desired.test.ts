import { ContainerMode, CacheVolume, type RunnerSetProps } from '../../../src';
import { desiredState, managerOf, secretOf } from '../../../src/cli/apply/desired';
import { isRunnerSet } from '../../../src/cli/apply/set-objects';
import type { Manifest, Project } from '../../../src/cli/project';
import { controllerAppFromText } from '../../../src/config/build';
import { synthSet } from '../../support/sets';

function projectWith(manifests: readonly Manifest[], tokens: Readonly<Record<string, string>> = {}): Project {
  const credential = (secret: string) =>
    Promise.resolve(tokens[secret] === undefined ? undefined : { github_token: tokens[secret] });
  return {
    file: 'deskrun.yaml',
    clusterName: 'deskrun',
    namespace: 'arc-runners',
    arcVersion: '0.14.2',
    runners: [],
    manifests: () => Promise.resolve(manifests),
    controllerManifests: () => Promise.resolve([]),
    hostPaths: () => Promise.resolve([]),
    credential,
  };
}

const objects = (props: Partial<RunnerSetProps> = {}) => synthSet(props).manifests as readonly Manifest[];
const desired = (props: Partial<RunnerSetProps> = {}, tokens?: Readonly<Record<string, string>>) =>
  desiredState(projectWith(objects(props), tokens), 'tests');
const hashOf = ({ sets }: Awaited<ReturnType<typeof desired>>) =>
  [...sets.values()].flat().find(isRunnerSet)?.metadata.annotations?.['actions.github.com/values-hash'];

describe('the desired state', () => {
  it('has the objects of each set, with the project label', async () => {
    const { sets } = await desired();
    expect([...sets.keys()]).toEqual(['arc-runners/docs']);
    for (const { metadata } of sets.get('arc-runners/docs') ?? [])
      expect(metadata.labels).toMatchObject({ 'deskrun.dev/project': 'tests' });
  });

  it('is empty without runners', async () => {
    expect(await desiredState(projectWith([]), 'tests')).toMatchObject({ namespaces: [], shared: [], sets: new Map() });
  });

  it.each<[string, Partial<RunnerSetProps>]>([
    ['baseline', { containerMode: ContainerMode.kubernetesNoVolume() }],
    ['privileged', { containerMode: ContainerMode.dind() }],
    ['privileged', { caches: [CacheVolume.named('npm')] }],
    ['privileged', { jobPod: { template: { spec: { hostPid: true, containers: [] } } } }],
  ])('has a namespace of Pod Security level %s for %j', async (level, props) => {
    const { impliedNamespaces } = await desired(props);
    expect(
      impliedNamespaces.map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]),
    ).toEqual([['arc-runners', level]]);
  });

  it('has the namespace of the configuration instead, if there is one', async () => {
    const declared: Manifest = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'arc-runners', labels: { team: 'x' } },
    };
    const { namespaces, impliedNamespaces, shared } = await desiredState(
      projectWith([declared, ...objects()]),
      'tests',
    );
    expect(impliedNamespaces).toEqual([]);
    expect(namespaces.map(({ metadata }) => metadata.labels)).toEqual([{ team: 'x', 'deskrun.dev/project': 'tests' }]);
    expect(shared).toEqual([]);
  });

  it('has the controller that the configuration installs, without project label', async () => {
    const text = 'namespace: ci\nrunners: []\ncontroller: { namespace: arc, serviceAccount: mine }\n';
    const installed = controllerAppFromText(text, 'deskrun.yaml').manifests() as Manifest[];
    const { controller, shared } = await desiredState(projectWith([...installed, ...objects()]), 'tests');
    expect(controller.map(({ kind }) => kind)).toEqual([
      ...Array<string>(4).fill('CustomResourceDefinition'),
      'ServiceAccount',
      'ClusterRole',
      'ClusterRoleBinding',
      'Role',
      'RoleBinding',
      'Deployment',
    ]);
    expect(controller.flatMap(({ metadata }) => Object.keys(metadata.labels ?? {}))).not.toContain(
      'deskrun.dev/project',
    );
    expect(shared).toEqual([]);
  });

  it('has objects that belong to no set', async () => {
    const other: Manifest = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'mirror', namespace: 'arc-runners' },
    };
    const { shared } = await desiredState(projectWith([other, ...objects()]), 'tests');
    expect(shared.map(({ metadata }) => metadata.name)).toEqual(['mirror']);
  });
});

describe('a credential', () => {
  it('becomes the Secret that the set reads, in its namespace', async () => {
    const { shared } = await desired({}, { github: 'fake-token' });
    expect(shared).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'Opaque',
        metadata: {
          name: 'github',
          namespace: 'arc-runners',
          labels: { 'app.kubernetes.io/managed-by': 'cdk8s-deskrun', 'deskrun.dev/project': 'tests' },
        },
        data: { github_token: Buffer.from('fake-token').toString('base64') },
      },
    ]);
  });

  it('is one Secret for several sets', async () => {
    const { shared } = await desired({ instances: 3 }, { github: 'fake-token' });
    expect(shared).toHaveLength(1);
  });

  it('that deskrun does not store becomes no Secret', async () => {
    expect((await desired()).shared).toEqual([]);
  });

  it('that changes also changes the values hash of the set, so that its listener restarts', async () => {
    const [one, same, other] = [
      await desired({}, { github: 'fake-1' }),
      await desired({}, { github: 'fake-1' }),
      await desired({}, { github: 'fake-2' }),
    ].map(hashOf);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it('that deskrun does not store leaves the set unchanged', async () => {
    expect(hashOf(await desired())).toBe(
      objects().find(isRunnerSet)?.metadata.annotations?.['actions.github.com/values-hash'],
    );
  });

  it('does not appear in the values hash', async () => {
    expect(hashOf(await desired({}, { github: 'fake-token' }))).toMatch(/^[0-9a-f]{63}$/);
  });

  it('in a vault is not a Secret', () => {
    const set = objects().find(isRunnerSet)!;
    expect(secretOf(set)).toBe('github');
    expect(
      secretOf({ ...set, spec: { ...(set.spec as object), vaultConfig: { type: 'azure_key_vault' } } }),
    ).toBeUndefined();
  });
});

describe('the ServiceAccount of the controller of a set', () => {
  it('is the one in its manager RoleBinding', () => {
    expect(managerOf(objects({ controller: { serviceAccount: { namespace: 'arc', name: 'mine' } } }))).toEqual({
      namespace: 'arc',
      name: 'mine',
    });
  });

  it('is not that of its container hook', () => {
    expect(managerOf(objects({ containerMode: ContainerMode.kubernetesNoVolume() }))).toEqual({
      namespace: 'arc-systems',
      name: 'arc-gha-rs-controller',
    });
  });
});
