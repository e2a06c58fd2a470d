import {
  CachedPrivilegedRunnerSet,
  ContainerMode,
  DindRunnerSet,
  KubernetesNoVolumeRunnerSet,
  KubernetesRunnerSet,
  PlainRunnerSet,
  type CachedPrivilegedOptions,
  type DindModeOptions,
  type RunnerSetBaseProps,
  type WorkVolumeClaim,
} from '../../src';
import { docs, organization, synthesized, synthSet } from '../support/sets';

const base: Partial<RunnerSetBaseProps> = {
  githubConfigUrl: organization,
  minRunners: 1,
  maxRunners: 2,
  env: { LANG: 'C' },
  runnerGroup: 'trusted',
};

describe('a named set is a runner set of its mode', () => {
  test('PlainRunnerSet', () => {
    expect(synthesized(chart => new PlainRunnerSet(chart, 'set', { ...docs, ...base })).manifests).toEqual(
      synthSet({ ...base, containerMode: ContainerMode.runner() }).manifests,
    );
  });

  test('CachedPrivilegedRunnerSet, with its privileges', () => {
    const privileges: CachedPrivilegedOptions = { hostPID: true, glibcShims: true };
    expect(
      synthesized(chart => new CachedPrivilegedRunnerSet(chart, 'set', { ...docs, ...base, privileges })).manifests,
    ).toEqual(synthSet({ ...base, containerMode: ContainerMode.cachedPrivileged(privileges) }).manifests);
  });

  test('DindRunnerSet, with its daemon', () => {
    const dind: DindModeOptions = { image: 'docker:28-dind', daemonArgs: ['--debug'] };
    expect(synthesized(chart => new DindRunnerSet(chart, 'set', { ...docs, ...base, dind })).manifests).toEqual(
      synthSet({ ...base, containerMode: ContainerMode.dind(dind) }).manifests,
    );
  });

  test('KubernetesRunnerSet, with its volume', () => {
    const workVolumeClaim: WorkVolumeClaim = { storage: '20Gi', storageClassName: 'local-path' };
    expect(
      synthesized(chart => new KubernetesRunnerSet(chart, 'set', { ...docs, ...base, workVolumeClaim })).manifests,
    ).toEqual(synthSet({ ...base, containerMode: ContainerMode.kubernetes({ workVolumeClaim }) }).manifests);
  });

  test('KubernetesNoVolumeRunnerSet', () => {
    expect(synthesized(chart => new KubernetesNoVolumeRunnerSet(chart, 'set', { ...docs, ...base })).manifests).toEqual(
      synthSet({ ...base, containerMode: ContainerMode.kubernetesNoVolume() }).manifests,
    );
  });
});

describe('a named set without options has the defaults of its mode', () => {
  test.each([
    [PlainRunnerSet, ContainerMode.runner()],
    [CachedPrivilegedRunnerSet, ContainerMode.cachedPrivileged()],
    [DindRunnerSet, ContainerMode.dind()],
    [KubernetesRunnerSet, ContainerMode.kubernetes()],
    [KubernetesNoVolumeRunnerSet, ContainerMode.kubernetesNoVolume()],
  ] as const)('%p', (Set, containerMode) => {
    expect(synthesized(chart => new Set(chart, 'set', docs)).manifests).toEqual(synthSet({ containerMode }).manifests);
  });
});
