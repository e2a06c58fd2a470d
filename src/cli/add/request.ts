import { CACHE_CATALOGUE, type CacheName } from '../../caches/catalogue';
import { PropsError } from '../../errors';
import type { ContainerModeType } from '../../modes/capabilities';
import { nearest } from '../../schema/nearest';
import type { Call } from '../command';
import { isCache, mountProblem, parseMount, type Mount } from '../configuration/mount';
import type { RunnerRequest } from '../configuration/runner-request';
import type { SourceOptions } from '../credentials/sources';
import { UsageError } from '../usage-error';

/** The parsed options of `add`. */
export interface AddOptions extends SourceOptions {
  readonly repository?: string;
  readonly mode?: ContainerModeType;
  readonly cache?: readonly string[];
  readonly mount?: readonly string[];
  readonly instances?: string;
  readonly 'min-runners'?: string;
  readonly 'max-runners'?: string;
  readonly 'auth-type'?: 'pat' | 'github-app';
  readonly 'app-id'?: string;
  readonly 'installation-id'?: string;
  readonly secret?: string;
  readonly replace?: boolean;
}

/** The requested runner set, and the option of each of its caches and volumes for messages. */
export interface AskedRunner {
  /** The command whose options appear in messages. */
  readonly command: 'add' | 'init';
  readonly request: RunnerRequest;
  readonly cachePathOptions: readonly string[];
  readonly cacheOptions: readonly string[];
  readonly volumeOptions: readonly string[];
}

/**
 * Reads the request from the options. Building the runner set validates the rest.
 *
 * @throws UsageError for values that cannot be parsed
 */
export function askedRunner(call: Call, command: AskedRunner['command'] = 'add'): AskedRunner {
  const options = call.options as AddOptions;
  const problems: string[] = [];
  const count = (name: 'instances' | 'min-runners' | 'max-runners') => {
    const written = options[name];
    if (written === undefined) return undefined;
    if (!/^\d{1,9}$/.test(written)) problems.push(`--${name} must be a whole number, got ${JSON.stringify(written)}`);
    // A config.json with 0 instances has one, so that the option would have no effect.
    else if (name === 'instances' && Number(written) === 0) problems.push('--instances must be at least 1, got 0');
    return Number(written);
  };
  const caches = listed(options.cache);
  const mounts = [
    ...listed(options.mount).map(written => ({ option: `--mount ${written}`, written })),
    ...caches.filter(isPath).map(written => ({ option: `--cache ${written}`, written })),
  ].flatMap(({ option, written }) => {
    const mount = mountOf(written, option, problems);
    return mount ? [{ option, mount }] : [];
  });
  const names = caches.filter(written => !isPath(written));
  problems.push(...names.flatMap(cacheNameProblem));
  const request: RunnerRequest = {
    name: call.positionals[0] as string,
    repository: options.repository === undefined ? undefined : normalizeUrl(options.repository),
    mode: options.mode ?? (options.replace ? undefined : 'kubernetes'),
    instances: count('instances'),
    minRunners: count('min-runners'),
    maxRunners: count('max-runners'),
    mounts: mounts.length > 0 ? mounts.map(({ mount }) => mount) : undefined,
    caches: names.length > 0 ? (names as CacheName[]) : undefined,
  };
  if (request.repository === undefined && !options.replace)
    problems.push(
      '--repository is missing: --repository https://github.com/owner/repo, or --replace to change an existing runner set',
    );
  if (problems.length > 0) throw new UsageError([...problems, `see deskrun ${command} --help`].join('\n'));
  return {
    command,
    request,
    cachePathOptions: mounts.filter(({ mount }) => isCache(mount)).map(({ option }) => option),
    cacheOptions: names.map(name => `--cache ${name}`),
    volumeOptions: mounts.filter(({ mount }) => !isCache(mount)).map(({ option }) => option),
  };
}

/** The values of an option that may be repeated and may have lists separated by commas. */
function listed(values: readonly string[] = []): string[] {
  return values.flatMap(value => value.split(',')).map(value => value.trim());
}

/** Reports whether a cache is given by its path. Names of tools have no slash and no colon. */
function isPath(written: string): boolean {
  return /[/:]/.test(written);
}

function mountOf(written: string, option: string, problems: string[]): Mount | undefined {
  if (written === '') {
    problems.push('--mount has an empty part; remove the comma');
    return undefined;
  }
  try {
    const mount = parseMount(written);
    const problem =
      option.startsWith('--cache') && mount.type !== undefined
        ? 'a cache cannot have a type; write source:target'
        : mountProblem(mount);
    if (problem === undefined) return mount;
    problems.push(`${option}: ${problem}`);
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    problems.push(...error.findings.map(({ message }) => `${option}: ${message}`));
  }
  return undefined;
}

function cacheNameProblem(name: string): string[] {
  const known = Object.keys(CACHE_CATALOGUE);
  if (known.includes(name)) return [];
  if (name === '') return ['--cache has an empty part; remove the comma'];
  const meant = nearest(name, known);
  const problem =
    meant === undefined
      ? `must be a path, source:target, or one of ${known.join(', ')}`
      : `unknown tool; did you mean ${meant}?`;
  return [`--cache ${name}: ${problem}`];
}

/**
 * A GitHub URL with https and without slashes at its end. Upstream deskrun (rkoster/deskrun) accepts the other forms
 * too.
 */
export function normalizeUrl(url: string): string {
  return url.replace(/^http:\/\/github\.com(?=\/|$)/, 'https://github.com').replace(/(?<=[^/:])\/+$/, '');
}
