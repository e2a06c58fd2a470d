import { createInterface } from 'node:readline';
import type { Finding } from '../../errors';
import { MODE_CAPABILITIES, type ContainerModeType } from '../../modes/capabilities';
import { urlFindings } from '../../runners/github-url';
import { setNameFindings } from '../../runners/naming';
import { normalizeUrl } from '../add/request';
import type { Io } from '../command';
import { InterruptedError } from '../interrupted-error';
import { UsageError } from '../usage-error';

/** The options of `init` that describe its first runner set. */
export interface FirstRunnerOptions {
  readonly repository?: string;
  readonly mode?: ContainerModeType;
  readonly name?: string;
  readonly secret?: string;
}

export type FirstRunner = Required<FirstRunnerOptions>;

const DEFAULT_MODE: ContainerModeType = 'kubernetes';

/**
 * The first runner set of the options, with defaults for missing ones. Undefined when there are no options.
 *
 * @throws UsageError when the options do not include a repository
 */
export function firstRunner(options: FirstRunnerOptions): FirstRunner | undefined {
  const { repository, mode = DEFAULT_MODE, name, secret } = options;
  if (Object.values(options).every(value => value === undefined)) return undefined;
  if (repository === undefined)
    throw new UsageError(
      '--repository is missing: --repository https://github.com/owner/repo\nsee deskrun init --help',
    );
  const chosen = name ?? defaultName(repository);
  return { repository, mode, name: chosen, secret: secret ?? `${chosen}-github` };
}

/**
 * Asks on the terminal for missing options, and repeats a question until its answer is valid. Undefined when the user
 * wants no runner set yet.
 *
 * @throws InterruptedError when the user ends the input or presses Ctrl-C
 */
export async function askForFirstRunner(options: FirstRunnerOptions, io: Io): Promise<FirstRunner | undefined> {
  const lines = createInterface({ input: io.stdin, terminal: false });
  const abort = (): void => lines.close();
  io.signal.addEventListener('abort', abort);
  const answers = lines[Symbol.asyncIterator]();
  const ask: Ask = async (question, check, preset) => {
    for (;;) {
      io.stderr.write(`${question}${preset ? ` [${preset}]` : ''}: `);
      const line: IteratorResult<string, unknown> = await answers.next();
      if (line.done || io.signal.aborted) throw new InterruptedError('interrupted; nothing was written');
      const answer = line.value.trim() || (preset ?? '');
      const problem = check(answer);
      if (problem === undefined) return answer;
      io.stderr.write(`${problem}\n`);
    }
  };
  try {
    return await askForMissing(options, ask);
  } finally {
    io.signal.removeEventListener('abort', abort);
    lines.close();
  }
}

type Ask = (question: string, check: (answer: string) => string | undefined, preset?: string) => Promise<string>;

async function askForMissing(options: FirstRunnerOptions, ask: Ask): Promise<FirstRunner | undefined> {
  const repository =
    options.repository ??
    (await ask('URL of the repository, organization or enterprise (empty: no runner set yet)', url =>
      url === '' ? undefined : firstMessage(urlFindings(normalizeUrl(url))),
    ));
  if (repository === '') return undefined;
  const mode = options.mode ?? ((await ask(`mode: ${MODES.join(', ')}`, checkMode, DEFAULT_MODE)) as ContainerModeType);
  const name =
    options.name ??
    (await ask(
      'name of the runner set, for runs-on in workflows',
      answer => firstMessage(setNameFindings(answer, 1, MODE_CAPABILITIES[mode].nameBudget, mode)),
      defaultName(repository),
    ));
  const secret =
    options.secret ?? (await ask('Secret that holds the GitHub credential', () => undefined, `${name}-github`));
  return { repository, mode, name, secret };
}

const MODES = Object.keys(MODE_CAPABILITIES);

function checkMode(answer: string): string | undefined {
  return MODES.includes(answer) ? undefined : `must be one of ${MODES.join(', ')}, got ${JSON.stringify(answer)}`;
}

function firstMessage([finding]: readonly Finding[]): string | undefined {
  return finding?.message;
}

/** The last part of a repository's URL as the name of a runner set: `https://github.com/owner/My.Repo` -> `my-repo`. */
function defaultName(repository: string): string {
  const last = repository.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
