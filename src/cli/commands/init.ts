import { existsSync, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { DeskrunError, refuse } from '../../errors';
import { namespaceFindings } from '../../runners/naming';
import { judge } from '../add/judge';
import { askedRunner } from '../add/request';
import type { Io, Run } from '../command';
import { NEW_NAMESPACE } from '../configuration/config-text';
import { locate, type Location } from '../configuration/locate';
import { parseConfig } from '../configuration/open';
import { writeAtomically } from '../files/atomic-write';
import { withLock } from '../files/lock';
import { askForFirstRunner, firstRunner, type FirstRunner, type FirstRunnerOptions } from '../init/first-runner';
import { newConfig, schemaPath } from '../init/new-config';
import { UsageError } from '../usage-error';
import { workflowHint } from '../workflow-snippet';

/** The file that `init` would create exists. */
export class FileExistsError extends DeskrunError {}

export const run: Run = async ({ options }, io) => {
  const { config = 'deskrun.yaml', namespace = NEW_NAMESPACE } = options as { config?: string; namespace?: string };
  const { repository, mode, name, secret } = options as FirstRunnerOptions;
  const location = locate({ positionals: [], options: { config } }, io, { creates: true });
  if (location.form === 'config.json')
    throw new UsageError(
      `--config must name a YAML file, such as deskrun.yaml, got ${config}; deskrun add creates a config.json`,
    );
  refuse(namespaceFindings(namespace).map(finding => ({ ...finding, path: ['--namespace'] })));
  if (existsSync(location.path)) throw existsAlready(config);
  const given = { repository, mode, name, secret };
  const runner = io.stdin.isTTY ? await askForFirstRunner(given, io) : firstRunner(given);
  const empty = newConfig(namespace, schemaPath(dirname(location.path)));
  const text = runner ? await withRunner(empty, runner, location, io) : empty;
  await withLock(
    location.path,
    () => {
      // A dangling link counts as an existing file.
      if (lstatSync(location.path, { throwIfNoEntry: false }) !== undefined) throw existsAlready(config);
      writeAtomically(location.path, text);
      return Promise.resolve();
    },
    { signal: io.signal },
  );
  io.stderr.write(`created ${config}\n${nextSteps(config, namespace, runner)}`);
  return 0;
};

function existsAlready(config: string): FileExistsError {
  return new FileExistsError(`${config} already exists; add runner sets to it with deskrun add`);
}

/** @throws RefusedRunnerError when the manifests of the runner set could not be written */
async function withRunner(empty: string, runner: FirstRunner, location: Location, io: Io): Promise<string> {
  const { repository, mode, name, secret } = runner;
  const asked = askedRunner({ positionals: [name], options: { repository, mode } }, 'init');
  const before = await parseConfig(empty, location);
  const after = await parseConfig(before.with({ ...asked.request, secret }), location);
  const { notices } = await judge(asked, before, after, location);
  for (const notice of notices) io.stderr.write(`note: ${notice}\n`);
  return after.text;
}

function nextSteps(config: string, namespace: string, runner: FirstRunner | undefined): string {
  const file = config === 'deskrun.yaml' ? '' : ` --config ${config}`;
  if (runner === undefined)
    return `it has no runner set yet; to add one: deskrun add <name> --repository <url>${file}\n`;
  const { name, mode, secret } = runner;
  return [
    'next:',
    `  1. edit ${config} where the defaults do not fit`,
    `  2. store the credential: deskrun add ${name} --replace --auth-file token.txt${file}`,
    `     or create the Secret ${secret} in the namespace ${namespace} yourself`,
    `  3. apply it: deskrun up${file}`,
    `     or write the manifests: deskrun synth${file}, then kubectl apply --recursive -f dist`,
    workflowHint([name], mode),
  ].join('\n');
}
