import { CREDENTIAL_KEYS } from '../auth/github-auth';
import { isPlainObject } from '../kubernetes';
import type { ChartValues } from './chart-values';
import type { Draft } from './draft';
import type { ValuesFile } from './values-file';

const KEYS = Object.values(CREDENTIAL_KEYS).flat();

/** The Secret with the runners' credential: the one that is named, or the one that the chart makes. The credential itself is never carried. */
export function carryAuth(draft: Draft, values: ChartValues, made: string, namespace: string): void {
  const { file } = values;
  const place = file.place('githubConfigSecret');
  const written = values.get('githubConfigSecret') ?? {};
  if (typeof written === 'string') {
    if (written === '')
      draft.leave(
        place,
        'is required, and the chart stops without it: the name of the Secret with the credential; the runner set is left out',
      );
    else draft.set(['auth', 'secret'], written, place);
    return;
  }
  if (!isPlainObject(written)) {
    draft.leave(place, 'must be the name of a Secret, or a credential; the runner set is left out');
    return;
  }
  draft.set(['auth', 'secret'], made, place);
  const found = KEYS.filter(key => written[key] !== undefined && written[key] !== '');
  leaveCredentials(draft, file, written, found, command(made, namespace, found));
}

function leaveCredentials(
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
      draft.left.push({
        place: at,
        value: '(a credential)',
        reason: 'a credential is no part of a configuration: keep it in a Secret',
        remedy,
      });
    else if (!KEYS.includes(key))
      draft.left.push({
        place: { ...at, at: 'key' },
        value: '(not shown)',
        reason: `the chart ignores it: the keys of a credential are ${KEYS.join(', ')}`,
      });
  }
  const complete = (kind: readonly string[]) => kind.every(key => found.includes(key));
  const { pat, app } = CREDENTIAL_KEYS;
  const problem =
    complete(pat) && complete(app)
      ? 'has a token and a GitHub App, of which the controller refuses to choose'
      : complete(pat) || complete(app)
        ? undefined
        : `has no credential: the chart wants ${pat.join()}, or all of ${app.join(', ')}`;
  if (problem !== undefined) draft.left.push({ place, value: undefined, reason: problem, remedy });
}

/** How to make the Secret without any credential in an argument. */
function command(secret: string, namespace: string, found: readonly string[]): string {
  const keys = found.length > 0 ? found : CREDENTIAL_KEYS.pat;
  const files = keys.map(key => `--from-file=${key}=${key}.txt`).join(' ');
  return `kubectl create secret generic ${secret} --namespace ${namespace} ${files}, each file with the value alone and no line end`;
}
