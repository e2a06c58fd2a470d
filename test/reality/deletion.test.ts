import { Arc, credential, RUNNER_NAMESPACE } from '../support/arc';
import { otherArcVersion } from '../support/arc-build';
import { everyMode } from '../support/modes';
import type { Manifest } from '../support/sets';

let arc: Arc;
beforeAll(async () => {
  arc = await Arc.start();
});
afterAll(() => arc.stop());

const containerMode = everyMode.kubernetes;

const text = (manifests: readonly Manifest[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });

/** Deletes as the README says to, without waiting for the end. */
async function remove(manifests: readonly Manifest[]): Promise<void> {
  await arc.cluster.succeed(['delete', '--wait=false', '--filename=-'], text(manifests));
}

/** Waits until nothing is left of a set, neither on the cluster nor at GitHub. */
async function expectToGo(name: string): Promise<void> {
  const left = async () => [
    ...Object.values(await arc.objectsOf(name))
      .flat()
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ...[...arc.github.scaleSets.values()]
      .filter(scaleSet => scaleSet.name === name)
      .map(() => `scale set ${name} at GitHub`),
    ...[...arc.github.runners.values()]
      .filter(runner => runner.name.startsWith(`${name}-`))
      .map(runner => `runner ${runner.name} at GitHub`),
  ];
  await arc.waitFor(`nothing is left of ${name}`, async () => ((await left()).length === 0 ? true : undefined));
}

/** `Kind name` of what is being deleted and is still there. */
async function terminating(name: string): Promise<string[]> {
  const objects = Object.values(await arc.objectsOf(name)).flat();
  return objects
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

const runnerSetOf = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ kind }) => kind === 'AutoscalingRunnerSet');
const dependantsOf = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ kind }) => kind !== 'AutoscalingRunnerSet');

test('deleting all manifests of a set removes all of its objects and none of another set', async () => {
  const other = await arc.run(arc.set('other', { containerMode }));
  const manifests = arc.set('leaving', { containerMode });
  await arc.run(manifests);

  await arc.cluster.succeed(['delete', '--timeout=60s', '--filename=-'], text(manifests));
  await expectToGo('leaving');

  expect(await arc.waitForSettled('other')).toEqual(other);
  const secrets = (await arc.cluster.list('secrets'))
    .filter(({ metadata }) => metadata.namespace === RUNNER_NAMESPACE)
    .map(({ metadata }) => metadata.name as string);
  expect(secrets).toEqual(expect.arrayContaining(['github', 'github-app']));
});

test('without a controller a deleted set stays in Terminating until a controller runs', async () => {
  const manifests = arc.set('orphan', { containerMode });
  await arc.run(manifests);
  await arc.stopManager();
  await remove(manifests);
  expect(await terminating('orphan')).toEqual(
    expect.arrayContaining([
      'AutoscalingRunnerSet orphan',
      'RoleBinding orphan-gha-rs-manager',
      'Role orphan-gha-rs-manager',
    ]),
  );
  await arc.restartManager();
  await expectToGo('orphan');
});

test('objects that a set needs are deleted only after the set', async () => {
  const manifests = arc.set('backwards', { containerMode });
  await arc.run(manifests);
  await remove(dependantsOf(manifests));
  const waiting = await terminating('backwards');
  expect(waiting).toHaveLength(dependantsOf(manifests).length);
  expect(waiting).not.toContain('AutoscalingRunnerSet backwards');
  await remove(runnerSetOf(manifests));
  await expectToGo('backwards');
});

test('without its Secret a deleted set stays in Terminating until the Secret exists again', async () => {
  const manifests = arc.set('keyless', { containerMode });
  await arc.run(manifests);
  const [secret] = (await arc.cluster.list('secrets')).filter(({ metadata }) => metadata.name === 'github');
  const token = Buffer.from(String(secret.data.github_token), 'base64').toString();
  await remove([credential('github', {})]);
  await remove(manifests);
  await arc.waitFor('the runner is gone', async () =>
    (await arc.objectsOf('keyless')).AutoscalingListener ? undefined : true,
  );
  expect(await terminating('keyless')).toContain('AutoscalingRunnerSet keyless');
  expect([...arc.github.scaleSets.values()].map(scaleSet => scaleSet.name)).toContain('keyless');
  await arc.cluster.apply([credential('github', { github_token: token })]);
  await expectToGo('keyless');
});

test('leftovers of a set of another version are deleted with a set of the right version', async () => {
  const skewed = arc.set('skewed', { containerMode }, { arcVersion: otherArcVersion() });
  await arc.cluster.apply(skewed);
  await arc.waitFor('the set is gone', async () =>
    (await arc.objectsOf('skewed')).AutoscalingRunnerSet ? undefined : true,
  );
  await remove(dependantsOf(skewed));
  expect(await terminating('skewed')).toHaveLength(dependantsOf(skewed).length);

  const manifests = arc.set('skewed', { containerMode });
  await arc.run(manifests);
  await remove(runnerSetOf(manifests));
  await expectToGo('skewed');
});
