import { CachedPrivilegedRunnerSet, PlainRunnerSet } from '../../../src';
import { docs, synthesized, type Manifest } from '../../support/sets';

const isManagers = ({ metadata }: Manifest) => metadata.name === 'docs-gha-rs-manager';

test('a minimal CachedPrivilegedRunnerSet, without its manager Role and RoleBinding', () => {
  const set = synthesized(chart => new CachedPrivilegedRunnerSet(chart, 'set', docs));
  const plain = synthesized(chart => new PlainRunnerSet(chart, 'set', docs));
  expect(set.manifests).toHaveLength(7);
  expect(set.manifests.filter(isManagers)).toEqual(plain.manifests.filter(isManagers));
  expect(set.manifests.filter(isManagers).map(({ kind }) => kind as string)).toEqual(['Role', 'RoleBinding']);
  expect(set.runner.securityContext.privileged).toBe(true);
  expect(set.pod).not.toHaveProperty('hostPID');
  expect(set.manifests.filter(manifest => !isManagers(manifest))).toMatchSnapshot();
});
