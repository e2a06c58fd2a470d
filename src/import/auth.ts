import { CREDENTIAL_KEYS } from '../auth/github-auth';
import { isPlainObject } from '../kubernetes';
import type { ChartValues } from './chart-values';
import type { Draft } from './draft';
import type { ValuesFile } from './values-file';

const KEYS = Object.values(CREDENTIAL_KEYS).flat();

/**
 * Imports the reference to the Secret with the credential of the runners. A credential in the values is never imported:
 * the set refers to the Secret that the chart creates for it, `createdSecret`.
 */
export function importAuth(draft: Draft, values: ChartValues, createdSecret: string, namespace: string): void {
  const { file } = values;
  const place = file.place('githubConfigSecret');
  const written = values.get('githubConfigSecret') ?? {};
  if (typeof written === 'string') {
    if (written === '')
      draft.omit(
        place,
        'is required: the name of the Secret with the credential; the chart fails without it; ' +
          'the runner set is skipped',
      );
    else draft.set(['auth', 'secret'], written, place);
    return;
  }
  if (!isPlainObject(written)) {
    draft.omit(place, 'must be the name of a Secret or a map with a credential; the runner set is skipped');
    return;
  }
  draft.set(['auth', 'secret'], createdSecret, place);
  const found = KEYS.filter(key => written[key] !== undefined && written[key] !== '');
  omitCredentials(draft, file, written, found, createSecretCommand(createdSecret, namespace, found));
}

function omitCredentials(
  draft: Draft,
  file: ValuesFile,
  written: Readonly<Record<string, unknown>>,
  found: readonly string[],
  remedy: string,
): void {
  const place = file.place('githubConfigSecret');
  for (const key of Object.keys(written)) {
    const at = file.place('githubConfigSecret', key);
    if (found.includes(key))
      draft.omissions.push({
        place: at,
        value: '(a credential)',
        reason: 'credentials are not imported: create the Secret that the configuration refers to',
        remedy,
      });
    else if (!KEYS.includes(key))
      draft.omissions.push({
        place: { ...at, at: 'key' },
        value: '(not shown)',
        reason: `the chart ignores it: the keys of a credential are ${KEYS.join(', ')}`,
      });
  }
  const complete = (kind: readonly string[]) => kind.every(key => found.includes(key));
  const { pat, app } = CREDENTIAL_KEYS;
  const problem =
    complete(pat) && complete(app)
      ? 'has both a token and a GitHub App; the controller accepts only one of them'
      : complete(pat) || complete(app)
        ? undefined
        : `has no complete credential: the chart needs ${pat.join()}, or all of ${app.join(', ')}`;
  if (problem !== undefined) draft.omissions.push({ place, value: undefined, reason: problem, remedy });
}

/** Returns the command that creates the Secret. It reads credentials from files: other users can read arguments. */
function createSecretCommand(secret: string, namespace: string, found: readonly string[]): string {
  const keys = found.length > 0 ? found : CREDENTIAL_KEYS.pat;
  const files = keys.map(key => `--from-file=${key}=${key}.txt`).join(' ');
  return (
    `kubectl create secret generic ${secret} --namespace ${namespace} ${files}` +
    ', where each file contains only the value, without a newline at the end'
  );
}
