import { GitHubAuth } from '../../src';
import { Arc, CONTROLLER_NAMESPACE } from '../support/arc';
import { otherArcVersion } from '../support/arc-build';
import { podsOf } from '../support/cluster';
import { everyMode, modes } from '../support/modes';
import { containerOf, envOf, findingsOf, synthSet, type ContainerManifest, type Manifest } from '../support/sets';

let arc: Arc;
beforeAll(async () => {
  arc = await Arc.start();
});
afterAll(() => arc.stop());

/** What a pod of that spec is on the server, which fills in what is not said. */
async function asCreated(pod: Manifest): Promise<Manifest> {
  const created = await arc.cluster.succeed(
    ['create', '--dry-run=server', '--output=json', '--filename=-'],
    JSON.stringify(pod),
  );
  return JSON.parse(created);
}

describe.each(modes)('a set in mode %s', (mode, containerMode) => {
  // A name of the longest that the mode can have.
  const name = mode.padEnd(containerMode.capabilities.nameBudget, 'x');

  test('gets a listener in the namespace of the controller, and a runner whose pod matches the template', async () => {
    const manifests = arc.set(name, { containerMode });
    const { set, listener, runner, pod } = await arc.run(manifests);

    expect(listener.metadata.namespace).toBe(CONTROLLER_NAMESPACE);
    expect(listener.spec).toMatchObject({
      autoscalingRunnerSetName: name,
      minRunners: 1,
      maxRunners: set.spec.maxRunners,
    });
    expect(runner.spec.githubConfigUrl).toBe(`${arc.github.url}/rubionic/${name}`);
    expect(set.status.currentRunners).toBe(1);
    expect([...arc.github.scaleSets.values()].filter(scaleSet => scaleSet.name === name)).toMatchObject([
      { runnerGroupId: 1, labels: [{ name }] },
    ]);

    const [templated] = manifests.flatMap(podsOf);
    const expected = await asCreated(templated);
    const added = addedVariables(pod, expected);
    expect(added.map(({ name: variable }) => variable)).toContain('ACTIONS_RUNNER_INPUT_JITCONFIG');
    const expectedRunner: Partial<ContainerManifest> = containerOf(expected.spec, 'runner');
    Object.assign(expectedRunner, { env: [...(expectedRunner.env ?? []), ...added] });
    expect(pod.spec).toEqual(expected.spec);
    expect(pod.metadata.labels).toMatchObject({ ...templated.metadata.labels, 'actions-ephemeral-runner': 'True' });
    expect(arc.github.unknown).toEqual([]);

    await arc.cluster.succeed(
      ['delete', '--filename=-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }),
    );
  });
});

/** The variables that the runner of a pod has beyond those of another. */
function addedVariables(pod: Manifest, other: Manifest): Manifest[] {
  const own = Object.keys(envOf(containerOf(other.spec, 'runner')));
  return containerOf(pod.spec, 'runner').env.filter(({ name }) => !own.includes(name as string));
}

describe('a running set', () => {
  const containerMode = everyMode['kubernetes-novolume'];

  test('has every variable that the library reserves for the controller, and only its own besides', async () => {
    const manifests = arc.set('variables', { containerMode });
    const { pod } = await arc.run(manifests);
    const [templated] = manifests.flatMap(podsOf);
    for (const { name } of addedVariables(pod, templated)) {
      expect(findingsOf(() => synthSet({ env: { [name]: 'mine' } }))).toEqual([
        `env.${name}: ${name} is set by ARC on every runner; leave it out`,
      ]);
    }
  });

  test('does not change when it is applied again', async () => {
    const manifests = arc.set('again', { containerMode });
    const before = await arc.run(manifests);
    expect(await arc.run(manifests)).toEqual(before);
  });

  test('keeps its runners and gets a new listener when the number of runners changes', async () => {
    const before = await arc.run(arc.set('scaling', { containerMode }));
    await arc.cluster.apply(arc.set('scaling', { containerMode, maxRunners: 9 }));
    const after = await arc.waitForSettled('scaling', ({ listener }) => listener.spec.maxRunners === 9);
    expect(after.listener.metadata.uid).not.toBe(before.listener.metadata.uid);
    expect(after.runnerSet.metadata.uid).toBe(before.runnerSet.metadata.uid);
    expect(after.pod.metadata.uid).toBe(before.pod.metadata.uid);
  });

  test('gets new runners when the pod template changes', async () => {
    const before = await arc.run(arc.set('template', { containerMode }));
    await arc.cluster.apply(arc.set('template', { containerMode, env: { LANG: 'C' } }));
    const after = await arc.waitForSettled(
      'template',
      ({ runnerSet }) => runnerSet.metadata.uid !== before.runnerSet.metadata.uid,
    );
    expect(after.pod.spec.containers[0].env).toContainEqual({ name: 'LANG', value: 'C' });
    expect(after.set.metadata.annotations['runner-scale-set-id']).toBe(
      before.set.metadata.annotations['runner-scale-set-id'],
    );
  });

  test('gets a new listener when its listener ends', async () => {
    const before = await arc.run(arc.set('killed', { containerMode }));
    const listenerPod = async () =>
      (await arc.objectsOf('killed')).Pod?.find(({ metadata }) => metadata.name === before.listener.metadata.name);
    const killed = await listenerPod();
    await arc.killListener('killed');
    const after = await arc.waitFor('another listener pod', async () => {
      const pod = await listenerPod();
      return pod !== undefined && pod.metadata.uid !== killed?.metadata.uid ? pod : undefined;
    });
    expect(after.spec).toEqual({ ...killed?.spec });
    expect((await arc.waitForSettled('killed')).pod.metadata.uid).toBe(before.pod.metadata.uid);
  });

  test('keeps its listener and runners when a label changes', async () => {
    const before = await arc.run(arc.set('labels', { containerMode }));
    await arc.cluster.apply(arc.set('labels', { containerMode, labels: { team: 'web' } }));
    const after = await arc.waitForSettled('labels', ({ set }) => set.metadata.labels.team === 'web');
    expect(after.listener).toEqual(before.listener);
    expect(after.pod).toEqual(before.pod);
  });

  test.each([
    ['token', GitHubAuth.pat('github')],
    ['app', GitHubAuth.app('github-app')],
  ])('authenticates with its Secret, with %s, and so does its listener', async (kind, auth) => {
    const before = arc.github.signedIn.length;
    const { set } = await arc.run(arc.set(`by-${kind}`, { containerMode, auth }));
    expect([...new Set(arc.github.signedIn.slice(before))]).toEqual([kind]);
    expect([...arc.github.sessions.values()]).toContain(Number(set.metadata.annotations['runner-scale-set-id']));
  });
});

test('the controller deletes a set of another version before it registers with GitHub', async () => {
  const manifests = arc.set('skewed', { containerMode: everyMode.dind }, { arcVersion: otherArcVersion() });
  await arc.cluster.apply(manifests);
  await arc.waitFor('the set is gone', async () =>
    (await arc.objectsOf('skewed')).AutoscalingRunnerSet ? undefined : true,
  );
  expect(arc.github.created).not.toContain('skewed');
});
