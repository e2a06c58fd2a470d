import { CACHE_CATALOGUE, type CacheName } from '../../caches/catalogue';
import { PropsError } from '../../errors';
import type { ContainerModeType } from '../../modes/capabilities';
import { nearest } from '../../schema/nearest';
import type { Call } from '../command';
import { isCache, mountProblem, parseMount, type Mount } from '../configuration/mount';
import type { RunnerRequest } from '../configuration/runner-request';
import type { SourceOptions } from '../credentials/sources';
import { UsageError } from '../usage-error';

/** The options of `add`, as the parser hands them over. */
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

/** What is asked, and which option asks for each cache path and each named cache, for messages about them. */
export interface AskedRunner {
  /** The command whose options messages name. */
  readonly command: 'add' | 'init';
  readonly request: RunnerRequest;
  readonly cachePathOptions: readonly string[];
  readonly cacheOptions: readonly string[];
  readonly volumeOptions: readonly string[];
}

/** @throws UsageError for values that cannot be read; what they are worth is found out when the set is made */
export function askedRunner(call: Call, command: AskedRunner['command'] = 'add'): AskedRunner {
  const options = call.options as AddOptions;
  const problems: string[] = [];
  const count = (name: 'instances' | 'min-runners' | 'max-runners') => {
    const written = options[name];
    if (written === undefined) return undefined;
    if (!/^\d{1,9}$/.test(written)) problems.push(`--${name} must be a whole number, got ${JSON.stringify(written)}`);
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
    problems.push('--repository is missing: --repository https://github.com/owner/repo');
  if (problems.length > 0) throw new UsageError([...problems, `see deskrun ${command} --help`].join('\n'));
  return {
    command,
    request,
    cachePathOptions: mounts.filter(({ mount }) => isCache(mount)).map(({ option }) => option),
    cacheOptions: names.map(name => `--cache ${name}`),
    volumeOptions: mounts.filter(({ mount }) => !isCache(mount)).map(({ option }) => option),
  };
}

/** An option may be repeated, and each may be a list. */
function listed(values: readonly string[] = []): string[] {
  return values.flatMap(value => value.split(',')).map(value => value.trim());
}

/** The name of a tool has neither slash nor colon. */
function isPath(written: string): boolean {
  return /[/:]/.test(written);
}

function mountOf(written: string, option: string, problems: string[]): Mount | undefined {
  if (written === '') {
    problems.push('--mount has an empty part; leave out the comma');
    return undefined;
  }
  try {
    const mount = parseMount(written);
    const problem =
      option.startsWith('--cache') && mount.type !== undefined
        ? 'a cache has no type: source:target'
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
  if (name === '') return ['--cache has an empty part; leave out the comma'];
  const meant = nearest(name, known);
  return [
    `--cache ${name}: ${meant === undefined ? `must be a path, source:target, or one of ${known.join(', ')}` : `unknown tool; did you mean ${meant}?`}`,
  ];
}

/** A GitHub URL with https and without slashes at its end. Upstream deskrun (rkoster/deskrun) accepts the other forms too. */
export function normalizeUrl(url: string): string {
  return url.replace(/^http:\/\/github\.com(?=\/|$)/, 'https://github.com').replace(/(?<=[^/:])\/+$/, '');
}
