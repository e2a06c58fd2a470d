import { ConfigFileError, DeskrunError, type Finding } from '../../errors';
import type { ConfigText } from '../configuration/config-text';
import type { AskedRunner } from './request';

/** A runner set that cannot work, in the words of the command line. */
export class RefusedRunnerError extends DeskrunError {}

/**
 * Builds everything that a configuration describes, as the cluster would get it. Returns what works and should be known.
 *
 * @throws RefusedRunnerError for what the command line asks and cannot work
 * @throws ConfigFileError for what was wrong with the configuration before
 */
export async function validate(config: ConfigText, asked: AskedRunner): Promise<readonly string[]> {
  try {
    const app = await config.app();
    const { refuseProblems } = await import('../configuration/synthesis');
    refuseProblems(app);
    const { noticesOf } = await import('../../app/notices');
    const { name } = asked.request;
    return noticesOf(app).filter(notice => notice.startsWith(`[${name}/`)).map(notice => notice.replace(/^\[[^\]]*\]/, `${name}:`));
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    const own = config.findingsOf(asked.request.name, error.findings);
    if (own.length === 0 || own.length < error.findings.length) throw error;
    const lines = own.map(finding => `${optionOf(finding, asked)}: ${finding.message}`);
    throw new RefusedRunnerError([...lines, `${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`].join('\n'));
  }
}

const OPTIONS: Readonly<Record<string, string>> = {
  name: '<name>', repository: '--repository', githubConfigUrl: '--repository', containerMode: '--mode', instances: '--instances',
  minRunners: '--min-runners', maxRunners: '--max-runners', auth: '--secret',
};

/** The option that asks for what a finding is about. */
function optionOf({ path: [key = '', index] }: Finding, { cachePathOptions, cacheOptions, volumeOptions }: AskedRunner): string {
  const listed = key === 'cachePaths' ? cachePathOptions : key === 'caches' ? cacheOptions : undefined;
  if (listed) return listed[index as number] ?? listed.join(', ');
  return OPTIONS[key] ?? (volumeOptions.length > 0 ? volumeOptions.join(', ') : String(key));
}
