import { ConfigFileError, DeskrunError, type Finding } from '../../errors';
import type { ConfigText } from '../configuration/config-text';
import type { AskedRunner } from './request';

/** A runner set that cannot work, in the words of the command line. */
export class RefusedRunnerError extends DeskrunError {}

/** Builds everything that a configuration describes, as the cluster would get it. Returns what works and should be known of one set. */
export async function buildAll(config: ConfigText, name: string): Promise<readonly string[]> {
  const app = await config.app();
  const { noticesOf } = await import('../../app/notices');
  app.manifests();
  // The chart of a set is called as the set, or so that its file sorts behind what has to be applied first.
  return noticesOf(app)
    .filter(notice => notice.startsWith(`[${name}/`) || notice.startsWith(`[runners-${name}/`))
    .map(notice => notice.replace(/^\[[^\]]*\]/, `${name}:`));
}

/**
 * Does something with the configuration that a command line asks for.
 *
 * @throws RefusedRunnerError for what the command line asks and cannot work
 * @throws ConfigFileError when something is wrong with the rest of the configuration too
 */
export async function inWordsOfOptions<T>(asked: AskedRunner, before: ConfigText, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    const own = before.findingsOf(asked.request.name, error.findings);
    if (own.length === 0 || own.length < error.findings.length) throw error;
    const lines = own.map(finding => `${optionOf(finding, asked)}: ${finding.message}`);
    throw new RefusedRunnerError(
      [...lines, `${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`].join('\n'),
    );
  }
}

const OPTIONS: Readonly<Record<string, string>> = {
  name: '<name>',
  repository: '--repository',
  githubConfigUrl: '--repository',
  containerMode: '--mode',
  instances: '--instances',
  minRunners: '--min-runners',
  maxRunners: '--max-runners',
  auth: '--secret',
};

/** The option that asks for what a finding is about. */
function optionOf(
  { path: [key = '', index] }: Finding,
  { cachePathOptions, cacheOptions, volumeOptions }: AskedRunner,
): string {
  const listed = key === 'cachePaths' ? cachePathOptions : key === 'caches' ? cacheOptions : undefined;
  if (listed) return listed[index as number] ?? listed.join(', ');
  return OPTIONS[key] ?? (volumeOptions.length > 0 ? volumeOptions.join(', ') : String(key));
}
