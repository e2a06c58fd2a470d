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
  it('that have one Docker directory must not run at the same time', () => {
    expect(excludeEachOther(docker('new', '/nvme/docker'), docker('old', '/nvme/docker'))).toBe(true);
  });

  it.each([
    ['/nvme', '/nvme/docker'],
    ['/nvme/docker', '/nvme'],
  ])("of which one has its Docker directory inside the other's must not either: %s and %s", (one, other) => {
    expect(excludeEachOther(docker('new', one), docker('old', other))).toBe(true);
  });

  it('that have one Docker directory in their job pods must not either', () => {
    const inJobPods = (name: string, source: string) =>
      setObjects(name, {
        containerMode: ContainerMode.cachedPrivileged(),
        caches: [CacheVolume.path({ source, target: '/var/lib/docker' })],
      });
    expect(excludeEachOther(inJobPods('new', '/nvme/docker'), inJobPods('old', '/nvme/docker'))).toBe(true);
    expect(excludeEachOther(inJobPods('new', '/nvme/a'), inJobPods('old', '/nvme/b'))).toBe(false);
  });

  it('with a Docker directory each may', () => {
    expect(excludeEachOther(docker('new', '/nvme/a'), docker('old', '/nvme/b'))).toBe(false);
  });

  it('that share a cache which may be shared may', () => {
    expect(excludeEachOther(npm('new', '/nvme/npm'), npm('old', '/nvme/npm'))).toBe(false);
  });

  it('of which one has no directory of the node may', () => {
    expect(excludeEachOther(docker('new', '/nvme/docker'), setObjects('old'))).toBe(false);
  });

  it('of which one is not there may', () => {
    expect(excludeEachOther(docker('new', '/nvme/docker'), [])).toBe(false);
  });
});
