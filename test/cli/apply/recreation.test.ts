import { ContainerMode } from '../../../src';
import { recreationReason } from '../../../src/cli/apply/recreation';
import { isRunnerSet } from '../../../src/cli/apply/set-objects';
import { applied, setObjects } from '../../support/cluster-states';

const before = setObjects('docs');
const live = before.map(object => applied(object));
const organization = 'https://github.com/rubionic';

describe('a set stays in place', () => {
  it.each([
    ['nothing changes', {}],
    ['it may have more runners', { maxRunners: 9 }],
    ['its pods are others', { env: { A: 'b' } }],
    ['it is called otherwise in workflows', { runnerScaleSetName: 'Docs' }],
    ['its objects get a label', { labels: { team: 'x' } }],
  ])('when %s', (_, props) => {
    expect(recreationReason(setObjects('docs', props), live)).toBeUndefined();
  });

  it('when it is not there yet', () => {
    expect(recreationReason(before, [])).toBeUndefined();
  });

  it('when it is not there and something of it is', () => {
    expect(
      recreationReason(
        setObjects('docs', { containerMode: ContainerMode.dind() }),
        live.filter(object => !isRunnerSet(object)),
      ),
    ).toBeUndefined();
  });

  it('when an object goes that nothing locks', () => {
    const map = applied({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'docs-gha-rs-hook-extension', namespace: 'ci' },
    });
    expect(recreationReason(before, [...live, map])).toBeUndefined();
  });
});

describe('a set is made again', () => {
  it('when its mode changes, and with it what only its deletion unlocks', () => {
    expect(recreationReason(setObjects('docs', { containerMode: ContainerMode.dind() }), live)).toBe(
      'it no longer has ServiceAccount ci/docs-gha-rs-kube-mode, which only the deletion of the set unlocks',
    );
  });

  it("when it gets an account of its owner's", () => {
    expect(recreationReason(setObjects('docs', { serviceAccountName: 'mine' }), live)).toMatch(
      /^it no longer has ServiceAccount ci\/docs-gha-rs-kube-mode/,
    );
  });

  it('when it is for another repository', () => {
    expect(recreationReason(setObjects('docs', { githubConfigUrl: 'https://github.com/rubionic/other' }), live)).toBe(
      'githubConfigUrl changes: the listener and the registration of the old one would stay behind',
    );
  });

  it('when it is for another runner group', () => {
    const grouped = setObjects('docs', { githubConfigUrl: organization }).map(object => applied(object));
    expect(recreationReason(setObjects('docs', { githubConfigUrl: organization, runnerGroup: 'nvme' }), grouped)).toBe(
      'runnerGroup changes: the listener of the old one would stay behind',
    );
  });

  it('when workflows find it by other labels', () => {
    expect(recreationReason(setObjects('docs', { runnerScaleSetLabels: ['nvme'] }), live)).toBe(
      'runnerScaleSetLabels changes: GitHub hears of them only when a set is first made',
    );
  });

  it.each([
    ['0.13.1', 'it was made for ARC 0.13,'],
    ['', 'it was made for ARC of no version,'],
  ])('when it was made for ARC %j', (version, reason) => {
    const old = live.map(object => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'app.kubernetes.io/version': version } },
    }));
    expect(recreationReason(before, old)).toBe(`${reason} and controllers delete sets of another minor version`);
  });

  it('when it, or something of it, is on its way out', () => {
    const leaving = live.map(object =>
      object.kind === 'Role' ? applied(object, { deletionTimestamp: '2026-01-01T00:00:00Z' }) : object,
    );
    expect(recreationReason(before, leaving)).toBe('Role ci/docs-gha-rs-kube-mode is being deleted');
  });
});
