import { otherOwner, isOurs, owned, projectName } from '../../../src/cli/apply/ownership';

const live = (metadata: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...metadata } });
const label = (project: string) => ({ 'deskrun.dev/project': project });
const OURS = [{ manager: 'deskrun', operation: 'Apply' }];

describe('the name of a configuration', () => {
  it.each([
    ['deskrun.yaml', '/home/me/infra', 'infra'],
    ['../ci/deskrun.yaml', '/home/me/infra', 'ci'],
    ['/srv/runners/other.yaml', '/home/me', 'runners'],
    ['~/.deskrun/config.json', '/home/me/infra', 'home'],
    ['/deskrun.yaml', '/', 'home'],
    ['deskrun.yaml', '/home/me/My runners (old)', 'My-runners--old'],
    ['deskrun.yaml', '/home/me/.ci', 'ci'],
    ['deskrun.yaml', `/home/me/${'a'.repeat(70)}`, 'a'.repeat(63)],
  ])('of %s in %s is %s', (file, cwd, name) => {
    expect(projectName(file, cwd)).toBe(name);
  });
});

describe('an object', () => {
  it('gets the project label in addition to its own labels', () => {
    expect(owned(live({ labels: { team: 'x' } }), 'ci').metadata.labels).toEqual({
      team: 'x',
      'deskrun.dev/project': 'ci',
    });
  });

  it.each([
    ['deskrun applied for it', { labels: label('ci'), managedFields: OURS }, true],
    ['has no label', { managedFields: OURS }, false],
    ['has the label of another configuration', { labels: label('other'), managedFields: OURS }, false],
    [
      'has the label from ARC',
      { labels: label('ci'), managedFields: [{ manager: 'manager', operation: 'Update' }] },
      false,
    ],
    [
      'deskrun only updated',
      { labels: label('ci'), managedFields: [{ manager: 'deskrun', operation: 'Update' }] },
      false,
    ],
    ['has no managed fields', { labels: label('ci') }, false],
  ])('that %s may or may not be pruned', (_, metadata, expected) => {
    expect(isOurs(live(metadata), 'ci')).toBe(expected);
  });

  it.each([
    ['nothing else manages', {}],
    ['belongs to the configuration', { labels: label('ci') }],
  ])('that %s may be applied', (_, metadata) => {
    expect(otherOwner(live(metadata), 'ci')).toBeUndefined();
  });

  it('of another configuration may not be applied', () => {
    expect(otherOwner(live({ labels: label('other') }), 'ci')).toBe(
      'belongs to the configuration other; remove it there, rename the runner, or add --project other if this is ' +
        'that configuration',
    );
  });

  it.each([
    [{ 'meta.helm.sh/release-name': 'docs', 'meta.helm.sh/release-namespace': 'ci' }, 'ci'],
    [{ 'meta.helm.sh/release-name': 'docs' }, 'default'],
  ])('of helm may not be applied: %j', (annotations, namespace) => {
    expect(otherOwner(live({ annotations }), 'ci')).toBe(
      `belongs to helm release docs; helm uninstall docs --namespace ${namespace} first, or rename the runner`,
    );
  });
});
