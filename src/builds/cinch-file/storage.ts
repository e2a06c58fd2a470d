import { formatPath, type ValuePath } from '../../errors';
import type { BuildMount, NamedPath } from '../build-config';
import { plainPath } from '../checkout-path';
import { WORKSPACE } from '../layout';
import { readMount } from './mount';
import { containerPath, overlap } from './paths';
import type { Reading } from './reading';
import type { WrittenFile, WrittenContainer, WrittenNamedPath } from './written';

/** What a build keeps, and what it mounts from the node. */
export interface Storage {
  readonly caches: readonly NamedPath[];
  readonly artifacts: readonly NamedPath[];
  readonly output?: string;
  readonly mounts: readonly BuildMount[];
}

const DEFAULT_OUTPUT = 'output';

/** Reads caches, artifacts, output and mounts, and refuses names and paths that clash. */
export function readStorage(file: WrittenFile, container: WrittenContainer, reading: Reading): Storage {
  const { cache = [], artifacts = [] } = file;
  const { mounts = [] } = container;
  const output = file.output && plainPath(file.output.path ?? DEFAULT_OUTPUT);
  if (output === '.')
    reading.refuse(['output', 'path'], 'is the checkout itself; give a directory in it, such as ./artifacts');
  refuseRepeatedNames('cache', cache, reading);
  refuseRepeatedNames('artifacts', artifacts, reading);
  const targets: Target[] = [];
  cache.forEach(({ path }, index) => targets.push({ path: ['cache', index, 'path'], target: containerPath(path) }));
  if (output !== undefined) targets.push({ path: ['output', 'path'], target: `${WORKSPACE}/${output}` });
  mounts.forEach((mount, index) =>
    targets.push({ path: ['container', 'mounts', index], target: readMount(mount).target }),
  );
  refuseOverlaps(targets, reading);
  return {
    caches: cache.map(({ name, path }) => ({ name, path: /^[/~]/.test(path) ? containerPath(path) : plainPath(path) })),
    artifacts: artifacts.map(({ name, path }) => ({ name, path: plainPath(path) })),
    output,
    mounts: mounts.map(readMount),
  };
}

function refuseRepeatedNames(key: string, entries: readonly WrittenNamedPath[], reading: Reading): void {
  const first = new Map<string, number>();
  entries.forEach(({ name }, index) => {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, index);
    else reading.refuse([key, index, 'name'], `${name} is also the name of ${key}[${earlier}]; rename one`);
  });
}

/** Where something is mounted in the container, and the path of the key that says so. */
interface Target {
  readonly path: ValuePath;
  readonly target: string;
}

function refuseOverlaps(all: readonly Target[], reading: Reading): void {
  all.forEach(({ path, target }, index) => {
    const earlier = all.slice(0, index).find(other => overlap(target, other.target));
    if (earlier)
      reading.refuse(
        path,
        target === earlier.target
          ? `is mounted at ${target}, as ${formatPath(earlier.path)} is; remove one of the two`
          : `is mounted at ${target}, which overlaps ${earlier.target} of ${formatPath(earlier.path)}; ` +
              'give directories that are not inside each other',
      );
  });
}
