import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arcVersionProblem, DEFAULT_ARC_VERSION, minorOf, type ArcVersion } from '../../src/app/versions';
import { arcAssets } from './assets';

/** The version of the ARC build in {@link arcAssets}. */
export interface ArcBuild {
  /** The version that it reports. It deletes the runner sets of other minor versions. */
  readonly version: ArcVersion;

  /** True if its code is older than its version label, and than every version that this library supports. */
  readonly isOlder: boolean;
}

/**
 * The file `version` in the assets says which version they are. Where there is none, it is the newest that has the
 * fields of their definitions. Code that is older than any version that we write for is built under the name of the
 * default one.
 *
 * @throws when the file names a version that we do not write for
 */
export function arcBuild(): ArcBuild {
  const folder = arcAssets();
  const has = (kind: string, field: string): boolean =>
    new RegExp(`^ +${field}:$`, 'm').test(
      readFileSync(join(folder, 'crds', `actions.github.com_${kind}.yaml`), 'utf8'),
    );
  const isOlder = !has('ephemeralrunnersets', 'patchID');
  const file = join(folder, 'version');
  if (existsSync(file)) {
    const version = readFileSync(file, 'utf8').trim();
    const problem = arcVersionProblem(version);
    if (problem !== undefined) throw new Error(`${file} ${problem}`);
    return { version: version as ArcVersion, isOlder };
  }
  if (isOlder || has('autoscalingrunnersets', 'runnerScaleSetLabels')) return { version: DEFAULT_ARC_VERSION, isOlder };
  return { version: has('autoscalingrunnersets', 'hostnameOverride') ? '0.13.1' : '0.12.1', isOlder };
}

/** Returns a version whose runner sets this ARC build deletes. */
export function otherArcVersion(): ArcVersion {
  return minorOf(arcBuild().version) === minorOf(DEFAULT_ARC_VERSION) ? '0.13.1' : DEFAULT_ARC_VERSION;
}

/**
 * Removes arguments that the controller in the assets does not support. A controller of a supported version gets all
 * arguments.
 */
export function knownArguments(args: readonly string[]): string[] {
  if (!arcBuild().isOlder) return [...args];
  // The flag package of Go prints every flag, one per line, for --help.
  const { stderr } = spawnSync(join(arcAssets(), 'manager'), ['--help'], { encoding: 'utf8' });
  const known = new Set([...stderr.matchAll(/^ {2}-([\w-]+)/gm)].map(([, flag]) => flag));
  return args.filter(argument => known.has(/^--([\w-]+)/.exec(argument)?.[1]));
}
