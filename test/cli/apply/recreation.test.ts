import { ContainerMode } from '../../../src';
import { recreationReason } from '../../../src/cli/apply/recreation';
import { isRunnerSet } from '../../../src/cli/apply/set-objects';
import { applied, setObjects } from '../../support/cluster-states';

const before = setObjects('docs');
const live = before.map(object => applied(object));
const organization = 'https://github.com/rubionic';

describe('a set is updated in place', () => {
  it.each([
    ['nothing changes', {}],
    ['maxRunners changes', { maxRunners: 9 }],
    ['its pod template changes', { env: { A: 'b' } }],
    ['runnerScaleSetName changes', { runnerScaleSetName: 'Docs' }],
    ['its labels change', { labels: { team: 'x' } }],
  ])('when %s', (_, props) => {
    expect(recreationReason(setObjects('docs', props), live)).toBeUndefined();
  });

  it('when it does not exist yet', () => {
    expect(recreationReason(before, [])).toBeUndefined();
  });

  it('when only some of its objects exist', () => {
    expect(
      recreationReason(
        setObjects('docs', { containerMode: ContainerMode.dind() }),
        live.filter(object => !isRunnerSet(object)),
      ),
    ).toBeUndefined();
  });

  it('when an object without the cleanup finalizer is pruned', () => {
    const map = applied({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'docs-gha-rs-hook-extension', namespace: 'ci' },
    });
    expect(recreationReason(before, [...live, map])).toBeUndefined();
  });
});

describe('a set is recreated', () => {
  it('when its mode changes, and an object with the cleanup finalizer is no longer needed', () => {
    expect(recreationReason(setObjects('docs', { containerMode: ContainerMode.dind() }), live)).toBe(
      'it no longer has ServiceAccount ci/docs-gha-rs-kube-mode, which can only be deleted together with the set',
    );
  });

  it('when it gets an existing ServiceAccount', () => {
    expect(recreationReason(setObjects('docs', { serviceAccountName: 'mine' }), live)).toMatch(
      /^it no longer has ServiceAccount ci\/docs-gha-rs-kube-mode/,
    );
  });

  it('when its repository changes', () => {
    expect(recreationReason(setObjects('docs', { githubConfigUrl: 'https://github.com/rubionic/other' }), live)).toBe(
      'githubConfigUrl changes: the old listener and the old registration would remain',
    );
  });

  it('when its runner group changes', () => {
    const grouped = setObjects('docs', { githubConfigUrl: organization }).map(object => applied(object));
    expect(recreationReason(setObjects('docs', { githubConfigUrl: organization, runnerGroup: 'nvme' }), grouped)).toBe(
      'runnerGroup changes: the old listener would remain',
    );
  });

  it('when its runnerScaleSetLabels change', () => {
    expect(recreationReason(setObjects('docs', { runnerScaleSetLabels: ['nvme'] }), live)).toBe(
      'runnerScaleSetLabels changes: ARC sends them to GitHub only when it registers the set',
    );
  });

  it.each([
    ['0.13.1', 'it has the version label of ARC 0.13,'],
    ['', 'it has no version label,'],
  ])('when its version label is %j', (version, reason) => {
    const old = live.map(object => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'app.kubernetes.io/version': version } },
    }));
    expect(recreationReason(before, old)).toBe(`${reason} and controllers delete sets of another minor version`);
  });

  it('when it, or one of its objects, is in deletion', () => {
    const leaving = live.map(object =>
      object.kind === 'Role' ? applied(object, { deletionTimestamp: '2026-01-01T00:00:00Z' }) : object,
    );
    expect(recreationReason(before, leaving)).toBe('Role ci/docs-gha-rs-kube-mode is in deletion');
  });
});
