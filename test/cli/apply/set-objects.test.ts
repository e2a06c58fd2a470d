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
  it('are known as such, each of them', () => {
    expect([...new Set(docs.map(setOf))]).toEqual(['ci/docs']);
  });

  it('are put together, the set itself last, whatever the order', () => {
    const groups = bySet([...docs].reverse().concat(setObjects('images')));
    expect([...groups.keys()]).toEqual(['ci/docs', 'ci/images']);
    expect(groups.get('ci/docs')?.map(isRunnerSet)).toEqual(docs.map((_, index) => index === docs.length - 1));
  });

  it('are not those that name none', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github', namespace: 'ci' } };
    expect(setOf(secret)).toBeUndefined();
    expect([...bySet([secret]).keys()]).toEqual(['']);
  });

  it('are not of a kind of the same name from somebody else', () => {
    expect(isRunnerSet({ apiVersion: 'example.com/v1', kind: 'AutoscalingRunnerSet' })).toBe(false);
  });

  it('are of the minor version that the set says', () => {
    expect(minorVersionOf(set)).toBe('0.14');
    expect(minorVersionOf({ ...set, metadata: { name: 'docs' } })).toBe('');
  });

  it("are protected where they have ARC's finalizer", () => {
    expect(docs.filter(isProtected).map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Role',
      'RoleBinding',
    ]);
  });

  it('are registered when GitHub has given the set a number', () => {
    expect(isRegistered(set)).toBe(true);
    expect(docs.map(isRegistered)).not.toContain(true);
  });
});
