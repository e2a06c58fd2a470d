import { authType, givenCredential } from '../add/credential';
import { judge } from '../add/judge';
import { askedRunner, type AddOptions } from '../add/request';
import type { Run } from '../command';
import { changeConfig } from '../configuration/change';
import type { ConfigText } from '../configuration/config-text';
import { homeFolder, locate, type Location } from '../configuration/locate';
import { NameError, unknownName } from '../configuration/names';
import { parseConfig, readForChange } from '../configuration/open';
import type { RunnerRequest } from '../configuration/runner-request';
import { warnOfOtherFindings } from '../configuration/warn';
import { CredentialError, type Credential } from '../credentials/credential';
import { CredentialStore } from '../credentials/store';
import type { RunnerSummary } from '../project';
import { workflowHint } from '../workflow-snippet';
import { instanceNames } from '../../runners/naming';

export const run: Run = async (call, io) => {
  const options = call.options as AddOptions;
  const asked = askedRunner(call);
  const { name } = asked.request;
  const { credential, failure } = await givenCredential(options, io);
  const location = locate(call, io, { creates: options.replace !== true });
  const store = new CredentialStore(homeFolder(io), location.path);
  const decide = async (before: ConfigText) => {
    checkName(before, name, options, location);
    const secret = options.secret ?? before.secretOf(name) ?? `${name}-github`;
    if (credential && !options.replace) refuseOverwrite(store.read(secret), credential, secret);

    let changed = before;
    for (const request of requestsFor(asked.request, secret, before, credential !== undefined, options))
      changed = await parseConfig(changed.with(request), location);
    const result = { after: changed, verdict: await judge(asked, before, changed, location, failure) };
    if (credential) store.write(secret, credential);
    return { text: changed.text, result };
  };
  // Throws, without creating the folder of the configuration for a lock.
  if (failure) await decide(await readForChange(location, io));
  const { after, verdict } = await changeConfig(location, io, decide);
  for (const notice of verdict.notices) io.stderr.write(`note: ${notice}\n`);
  await warnOfOtherFindings(verdict.left, after, location, io);
  io.stderr.write(`${name} is in ${location.shown}; deskrun up applies it\n`);
  const runner = after.runners.find(other => other.name === name);
  if (runner) io.stderr.write(workflowHint(scaleSetNamesOf(runner), runner.mode));
  return 0;
};

function scaleSetNamesOf({ name, instances = 1, runnerScaleSetName }: RunnerSummary): string[] {
  return runnerScaleSetName === undefined ? instanceNames(name, instances) : [runnerScaleSetName];
}

function checkName({ names }: ConfigText, name: string, { replace }: AddOptions, location: Location): void {
  const isPresent = names.includes(name);
  if (isPresent && !replace)
    throw new NameError(
      `${location.shown} already has a runner set ${name}; add --replace to change it, or use another name`,
    );
  if (!isPresent && replace) throw unknownName(name, { names }, location);
}

/** Refuses to overwrite the credential of a Secret that another runner set may share. */
function refuseOverwrite(stored: Credential | undefined, credential: Credential, secret: string): void {
  if (stored && JSON.stringify(stored) !== JSON.stringify(credential)) {
    throw new CredentialError(
      `a different credential is already stored for the Secret ${secret}; ` +
        'use another Secret (--secret), or change this one with --replace',
    );
  }
}

/**
 * The request, and when the credential changes, a new revision for every other runner set with the same Secret: ARC
 * does not watch the Secret, so only a change of the AutoscalingRunnerSet restarts the listeners.
 */
function requestsFor(
  request: RunnerRequest,
  secret: string,
  config: ConfigText,
  isNewCredential: boolean,
  options: AddOptions,
): RunnerRequest[] {
  const present = config.names.includes(request.name);
  if (present && !isNewCredential && options.secret === undefined) return [request];
  const revision = present && isNewCredential ? new Date().toISOString() : undefined;
  const sharing =
    revision === undefined
      ? []
      : config.names.filter(name => config.secretOf(name) === secret && name !== request.name);
  return [
    { ...request, secret, revision, authType: authType(options) },
    ...sharing.map(name => ({ name, secret, revision })),
  ];
}
