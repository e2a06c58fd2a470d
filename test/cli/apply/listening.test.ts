import { listeningOf, type ListeningState } from '../../../src/cli/apply/listening';
import type { LiveObject } from '../../../src/cli/kubectl/objects';

const apiVersion = 'actions.github.com/v1alpha1';
const set = { apiVersion, kind: 'AutoscalingRunnerSet', metadata: { name: 'docs', namespace: 'ci' } };

function made(kind: string, name: string, spec = {}, metadata: Partial<LiveObject['metadata']> = {}): LiveObject {
  const labels = { 'actions.github.com/scale-set-name': 'docs' };
  return { apiVersion, kind, metadata: { name, namespace: 'ci', labels, ...metadata }, spec };
}

const runnerSet = (name: string, metadata = {}) => made('EphemeralRunnerSet', name, {}, metadata);
const listener = (ephemeralRunnerSetName: string, metadata = {}) =>
  made(
    'AutoscalingListener',
    'docs-listener',
    { autoscalingRunnerSetName: 'docs', autoscalingRunnerSetNamespace: 'ci', ephemeralRunnerSetName },
    { namespace: 'arc-systems', ...metadata },
  );
const leaving = { deletionTimestamp: '2026-11-21T12:00:00Z' };

test.each<[string, ListeningState, readonly LiveObject[]]>([
  ['no objects yet', 'starting', []],
  ['no listener yet', 'starting', [runnerSet('a')]],
  ['a listener for the only EphemeralRunnerSet', 'listening', [runnerSet('a'), listener('a')]],
  ['a listener for one of two EphemeralRunnerSets', 'starting', [runnerSet('a'), runnerSet('b'), listener('a')]],
  [
    'a listener for an EphemeralRunnerSet in deletion',
    'starting',
    [runnerSet('a', leaving), runnerSet('b'), listener('a')],
  ],
  [
    'a listener for the remaining EphemeralRunnerSet',
    'listening',
    [runnerSet('a', leaving), runnerSet('b'), listener('b')],
  ],
  ['a listener for an EphemeralRunnerSet that was deleted', 'stale', [runnerSet('b'), listener('a')]],
  ['a listener without any EphemeralRunnerSet', 'stale', [listener('a')]],
  ['a listener in deletion', 'starting', [runnerSet('b'), listener('a', leaving)]],
  ['runners, and no listener', 'draining', [runnerSet('a'), made('EphemeralRunner', 'a-1')]],
  ['objects of another set only', 'starting', [runnerSet('a', { labels: {} }), runnerSet('b', { namespace: 'web' })]],
])('a set with %s is %s', (_, state, objects) => {
  expect(listeningOf(set, objects).state).toBe(state);
});

test('stale listeners are those to recreate', () => {
  expect(listeningOf(set, [listener('a')]).listeners.map(({ metadata }) => metadata.name)).toEqual(['docs-listener']);
});
