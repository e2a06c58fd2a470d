import { authType, givenCredential } from '../add/credential';
import { askedRunner, type AddOptions } from '../add/request';
import { buildAll, inWordsOfOptions } from '../add/validate';
import type { Run } from '../command';
import { changeConfig } from '../configuration/change';
import type { ConfigText } from '../configuration/config-text';
import { homeFolder, locate, type Location } from '../configuration/locate';
import { NameError, unknownName } from '../configuration/names';
import { parseConfig } from '../configuration/open';
import type { RunnerRequest } from '../configuration/runner-request';
import { CredentialError, type Credential } from '../credentials/credential';
import { CredentialStore } from '../credentials/store';

export const run: Run = async (call, io) => {
  const options = call.options as AddOptions;
  const asked = askedRunner(call);
  const { name } = asked.request;
  const credential = await givenCredential(options, io);
  const location = locate(call, io);
  const store = new CredentialStore(homeFolder(io), location.path);
  const notices = await changeConfig(location, io, async before => {
    const present = presentSet(before, name, options, location);
    const secret = options.secret ?? present?.secret ?? `${name}-github`;
    if (credential && !options.replace) refuseOther(store.read(secret), credential, secret);

    const requests = requestsFor(asked.request, secret, before, credential !== undefined, options);
    const changed = await inWordsOfOptions(asked, before, async () => {
      let after = before;
      for (const request of requests) after = await parseConfig(after.with(request), location);
      return { text: after.text, result: await buildAll(after, name) };
    });
    if (credential) store.write(secret, credential);
    return changed;
  });
  for (const notice of notices) io.stderr.write(`note: ${notice}\n`);
  io.stderr.write(`${name} is in ${location.shown}; deskrun up puts it on the cluster\n`);
  return 0;
};

function presentSet(config: ConfigText, name: string, { replace }: AddOptions, location: Location) {
  const present = config.runners.find(runner => runner.name === name);
  if (present && !replace)
    throw new NameError(
      `${location.shown} has a runner set ${name} already; --replace changes it, another name adds one`,
    );
  if (!present && replace) throw unknownName(name, config, location);
  return present;
}

/** Two sets may share a Secret, but the second one does not quietly give the first one another credential. */
function refuseOther(stored: Credential | undefined, credential: Credential, secret: string): void {
  if (stored && JSON.stringify(stored) !== JSON.stringify(credential)) {
    throw new CredentialError(
      `another credential is kept for the Secret ${secret} already; --secret names one of its own, --replace changes it`,
    );
  }
}

/** What is asked, and with a new credential, that every set with it is told: ARC itself does not notice. */
function requestsFor(
  request: RunnerRequest,
  secret: string,
  config: ConfigText,
  isNewCredential: boolean,
  options: AddOptions,
): RunnerRequest[] {
  const present = config.runners.some(({ name }) => name === request.name);
  if (present && !isNewCredential && options.secret === undefined) return [request];
  const revision = present && isNewCredential ? new Date().toISOString() : undefined;
  const sharing =
    revision === undefined
      ? []
      : config.runners.filter(other => other.secret === secret && other.name !== request.name);
  return [
    { ...request, secret, revision, authType: authType(options) },
    ...sharing.map(({ name }) => ({ name, secret, revision })),
  ];
}
