import {
  bySet,
  isProtected,
  isRegistered,
  isRunnerSet,
  minorVersionOf,
  setOf,
} from '../../../src/cli/apply/set-objects';
import { applied, setObjects } from '../../support/cluster-states';

const docs = setObjects('docs');
const set = docs.filter(isRunnerSet).map(object => applied(object))[0]!;

describe('the objects of a scale set', () => {
  it('are recognized', () => {
    expect([...new Set(docs.map(setOf))]).toEqual(['ci/docs']);
  });

  it('are grouped, the AutoscalingRunnerSet last, in any order', () => {
    const groups = bySet([...docs].reverse().concat(setObjects('images')));
    expect([...groups.keys()]).toEqual(['ci/docs', 'ci/images']);
    expect(groups.get('ci/docs')?.map(isRunnerSet)).toEqual(docs.map((_, index) => index === docs.length - 1));
  });

  it('do not include objects without a set', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github', namespace: 'ci' } };
    expect(setOf(secret)).toBeUndefined();
    expect([...bySet([secret]).keys()]).toEqual(['']);
  });

  it('do not include the same kind of another API group', () => {
    expect(isRunnerSet({ apiVersion: 'example.com/v1', kind: 'AutoscalingRunnerSet' })).toBe(false);
  });

  it('have the minor version in the label of the set', () => {
    expect(minorVersionOf(set)).toBe('0.14');
    expect(minorVersionOf({ ...set, metadata: { name: 'docs' } })).toBe('');
  });

  it("are protected if they have ARC's finalizer", () => {
    expect(docs.filter(isProtected).map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Role',
      'RoleBinding',
    ]);
  });

  it('are registered when the set has an id from GitHub', () => {
    expect(isRegistered(set)).toBe(true);
    expect(docs.map(isRegistered)).not.toContain(true);
  });
});
