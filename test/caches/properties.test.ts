import { posix } from 'node:path';
import * as fc from 'fast-check';
import { bindCache, type Binding, type BoundCache } from '../../src/caches/bind';
import { CacheVolume, type CacheOptions } from '../../src/caches/cache-volume';
import { cacheAt, CACHE_CATALOGUE, type CacheName } from '../../src/caches/catalogue';
import { hostPathProblem, isBelow } from '../../src/caches/host-paths';
import { targetProblem } from '../../src/caches/targets';
import { pathProblem } from '../../src/pod/path';
import { PropsError } from '../../src/errors';

const word = fc.string({ unit: fc.constantFrom('a', 'b', '1'), minLength: 1, maxLength: 3 });
const directory = fc
  .tuple(fc.constantFrom('/nvme', '/mnt', '/srv/ci'), fc.array(word, { maxLength: 2 }))
  .map(([root, rest]) => [root, ...rest].join('/'));
const target = fc.oneof(
  word.map(name => `/cache/${name}`),
  fc.constantFrom('/var/lib/docker', '/root/.npm', '/root/.gradle', '/nix/store-host', '/tmp/builds'),
);
const options: fc.Arbitrary<CacheOptions> = fc.record(
  {
    source: fc.oneof(directory, fc.constant('')),
    sharing: fc.constantFrom('shared', 'exclusive', 'readOnly'),
    perRunner: fc.boolean(),
    local: fc.constant({ nodes: ['rack-1', 'rack-2'], capacity: '10Gi' }),
    sizeLimit: fc.constantFrom('1Gi', '500Mi'),
  },
  { requiredKeys: [] },
);

/** Creates a cache, or returns undefined for contradictory options. */
function attempt(make: () => CacheVolume): CacheVolume | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof PropsError) return undefined;
    throw error;
  }
}

const wish = fc.oneof(
  fc
    .tuple(fc.constantFrom(...(Object.keys(CACHE_CATALOGUE) as CacheName[])), options)
    .map(([name, more]) => attempt(() => CacheVolume.named(name, more))),
  fc.tuple(target, options).map(([at, more]) => attempt(() => CacheVolume.path({ target: at, ...more }))),
);
const cache = wish.filter(made => made !== undefined);

interface Installation {
  readonly name: string;
  readonly instances: number;
  readonly cacheRoot: string;
}
const installation: fc.Arbitrary<Installation> = fc.record({
  name: word,
  instances: fc.integer({ min: 1, max: 4 }),
  cacheRoot: directory,
});

function bindingOf({ name, instances, cacheRoot }: Installation, instance: number, of: CacheVolume): Binding {
  const slot = { installation: name, instance: instances === 1 ? name : `${name}-${instance}` };
  return { slot, instances, cacheRoot, name: of.byName && of.tool ? of.tool : 'cache-0' };
}

const bindAll = (of: CacheVolume, set: Installation): BoundCache[] =>
  Array.from({ length: set.instances }, (_, index) => bindCache(of, bindingOf(set, index + 1, of)));

/** Reports whether two directories are the same, or one contains the other. */
const overlap = (a: string, b: string) => a === b || isBelow(a, b) || isBelow(b, a);

test('no two instances of a set share an exclusive directory', () => {
  fc.assert(
    fc.property(cache, installation, (of, set) => {
      fc.pre(of.sharing === 'exclusive' && !of.perRunner && set.instances > 1);
      const directories = bindAll(of, set).flatMap(({ directory: path }) => path ?? []);
      for (const [index, path] of directories.entries())
        expect(directories.slice(index + 1).filter(other => overlap(path, other))).toEqual([]);
    }),
  );
});

test('no two sets share a directory without a source', () => {
  const twoSets = fc
    .tuple(installation, installation)
    .filter(([a, b]) => a.cacheRoot === b.cacheRoot || !overlap(a.cacheRoot, b.cacheRoot))
    .filter(([a, b]) => a.name !== b.name);
  fc.assert(
    fc.property(cache, twoSets, (of, [one, other]) => {
      fc.pre(of.source === undefined);
      const theirs = bindAll(of, other).map(({ directory: path }) => path);
      expect(bindAll(of, one).filter(({ directory: path }) => theirs.includes(path))).toEqual([]);
    }),
  );
});

test('the instances of a set share the directory of a shared cache of the catalogue', () => {
  fc.assert(
    fc.property(cache, installation, (of, set) => {
      fc.pre(of.byName && of.sharing === 'shared');
      expect(new Set(bindAll(of, set).map(({ directory: path }) => path)).size).toBe(1);
    }),
  );
});

test('the result is deterministic', () => {
  fc.assert(fc.property(cache, installation, (of, set) => expect(bindAll(of, set)).toEqual(bindAll(of, set))));
});

test('every directory is absolute, without // or ..', () => {
  fc.assert(
    fc.property(cache, installation, (of, set) => {
      for (const { directory: path } of bindAll(of, set))
        if (path !== undefined) expect([path, pathProblem(path)]).toEqual([path, undefined]);
    }),
  );
});

test('every directory is below cacheRoot or the source', () => {
  fc.assert(
    fc.property(cache, installation, (of, set) => {
      for (const { directory: path } of bindAll(of, set)) {
        if (path !== undefined) expect(path === of.source || isBelow(path, of.source ?? set.cacheRoot)).toBe(true);
      }
    }),
  );
});

test('a cache is exactly one of a host path, a claim and an emptyDir, with its directory', () => {
  fc.assert(
    fc.property(cache, installation, (of, set) => {
      for (const { volume, directory: path, claimName } of bindAll(of, set)) {
        const kinds = Object.keys(volume).filter(key => key !== 'name');
        expect(kinds).toEqual([of.isEmptyDir ? 'emptyDir' : of.local ? 'persistentVolumeClaim' : 'hostPath']);
        expect(path === undefined).toBe(of.isEmptyDir);
        expect(volume.hostPath?.path ?? path).toBe(path);
        expect(volume.persistentVolumeClaim?.claimName).toBe(claimName);
      }
    }),
  );
});

test('the volume and the mount have the same valid name', () => {
  fc.assert(
    fc.property(cache, installation, (of, set) => {
      for (const { volume, mount } of bindAll(of, set)) {
        expect(mount.name).toBe(volume.name);
        expect(volume.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
        expect(mount.mountPath).toBe(of.target);
        expect(mount.readOnly === true).toBe(of.sharing === 'readOnly');
      }
    }),
  );
});

test('any options give a cache or findings that name a prop', () => {
  const anything = fc.record(
    {
      target: fc.string(),
      source: fc.string(),
      sizeLimit: fc.string(),
      perRunner: fc.boolean(),
      sharing: fc.constantFrom('shared', 'exclusive', 'readOnly'),
    } as const,
    { requiredKeys: ['target'] },
  );
  fc.assert(
    fc.property(anything, asked => {
      try {
        CacheVolume.path(asked);
      } catch (error) {
        expect(error).toBeInstanceOf(PropsError);
        for (const { path, message } of (error as PropsError).findings) {
          expect(['target', 'source', 'sizeLimit', 'perRunner', 'sharing']).toContain(path[0]);
          expect(message).toMatch(/^[a-z].*[^.]$/s);
        }
      }
    }),
  );
});

test('an accepted path is in its shortest form', () => {
  const rough = fc
    .array(fc.constantFrom('/', '.', '..', 'a', 'nix', 'store', ':'), { maxLength: 8 })
    .map(parts => parts.join(''));
  fc.assert(
    fc.property(rough, path => {
      if (pathProblem(path) !== undefined || path === '/') return;
      expect(path).toBe(
        `/${path
          .split('/')
          .filter(part => part !== '')
          .join('/')}`,
      );
      expect(path.split('/').slice(1)).not.toEqual(expect.arrayContaining(['..']));
    }),
    { numRuns: 1000 },
  );
});

test('no spelling of a path mounts a cache into the Nix store or /proc', () => {
  const steps = fc.array(fc.constantFrom('nix', 'store', 'proc', 'x', '.', '..', ''), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(steps, parts => {
      const path = `/${parts.join('/')}`;
      if (/^\/(nix\/store|proc)(\/|$)/.test(posix.normalize(path)))
        expect([path, targetProblem(path)]).not.toEqual([path, undefined]);
    }),
    { numRuns: 1000 },
  );
});

test('an accepted directory of the node is below an allowed root', () => {
  const roots = fc.array(
    directory.map(path => `/fast${path}`),
    { maxLength: 2 },
  );
  const path = fc.oneof(
    directory,
    directory.map(below => `/fast${below}`),
    fc.constantFrom('/etc', '/etc/a', '/', '/var/lib', '/var/lib/docker/a', '/nvmeX', '/fast'),
  );
  fc.assert(
    fc.property(path, roots, (at, named) => {
      const allowed = ['/nvme', '/mnt', '/srv', ...named];
      expect(hostPathProblem(at, named) === undefined).toBe(allowed.some(root => at === root || isBelow(at, root)));
    }),
  );
});

test('a path is recognised only as a cache with that path', () => {
  fc.assert(
    fc.property(fc.oneof(target, fc.string()), at => {
      const name = cacheAt(at);
      if (name !== undefined)
        expect([CACHE_CATALOGUE[name].target, ...CACHE_CATALOGUE[name].usualTargets]).toContain(at);
    }),
  );
});
