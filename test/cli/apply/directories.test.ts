import { CacheVolume, ContainerMode } from '../../../src';
import { excludeEachOther } from '../../../src/cli/apply/directories';
import { setObjects } from '../../support/cluster-states';

const docker = (name: string, source: string) =>
  setObjects(name, {
    containerMode: ContainerMode.dind(),
    caches: [CacheVolume.path({ source, target: '/var/lib/docker' })],
  });
const npm = (name: string, source: string) => setObjects(name, { caches: [CacheVolume.named('npm', { source })] });

describe('two sets', () => {
  it('that use the same Docker directory exclude each other', () => {
    expect(excludeEachOther(docker('new', '/nvme/docker'), docker('old', '/nvme/docker'))).toBe(true);
  });

  it.each([
    ['/nvme', '/nvme/docker'],
    ['/nvme/docker', '/nvme'],
  ])('with nested Docker directories exclude each other: %s and %s', (one, other) => {
    expect(excludeEachOther(docker('new', one), docker('old', other))).toBe(true);
  });

  it('that use the same Docker directory in job pods exclude each other', () => {
    const inJobPods = (name: string, source: string) =>
      setObjects(name, {
        containerMode: ContainerMode.cachedPrivileged(),
        caches: [CacheVolume.path({ source, target: '/var/lib/docker' })],
      });
    expect(excludeEachOther(inJobPods('new', '/nvme/docker'), inJobPods('old', '/nvme/docker'))).toBe(true);
    expect(excludeEachOther(inJobPods('new', '/nvme/a'), inJobPods('old', '/nvme/b'))).toBe(false);
  });

  it('with different Docker directories do not', () => {
    expect(excludeEachOther(docker('new', '/nvme/a'), docker('old', '/nvme/b'))).toBe(false);
  });

  it('that share a cache of sharing class shared do not', () => {
    expect(excludeEachOther(npm('new', '/nvme/npm'), npm('old', '/nvme/npm'))).toBe(false);
  });

  it('of which one mounts no directory of the node do not', () => {
    expect(excludeEachOther(docker('new', '/nvme/docker'), setObjects('old'))).toBe(false);
  });

  it('of which one does not exist do not', () => {
    expect(excludeEachOther(docker('new', '/nvme/docker'), [])).toBe(false);
  });
});
