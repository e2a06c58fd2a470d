import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DevContainer } from '../../../src/builds/devcontainer/dev-container';
import { readDevContainer } from '../../../src/builds/devcontainer/read';
import { formatFinding } from '../../../src/builds/devcontainer/report';
import { ConfigFileError } from '../../../src/errors';
import { CASES, LOCAL_ENV, type Case } from './corpus';
import { podSpecOf, problemsOf } from './reading';

// ACCEPT_DIFF=1 rewrites the files of `expected`.
test.each(CASES.map(one => [one.name, one] as const))('%s', (name, one) => {
  const outcome = read(one);
  const isRefused = typeof outcome === 'string';
  if (!isRefused) expect(problemsOf(outcome)).toEqual([]);
  const text = stringify(isRefused ? { refused: outcome.split('\n') } : summaryOf(outcome), { lineWidth: 0 });
  const file = join(__dirname, 'expected', `${name}.yaml`);
  if (process.env.ACCEPT_DIFF) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

test('every expected reading is that of a checkout', () => {
  const names = readdirSync(join(__dirname, 'expected')).map(file => file.replace(/\.yaml$/, ''));
  expect(names.sort()).toEqual(CASES.map(({ name }) => name));
});

/** The container, or the message of the error that refuses it. */
function read({ checkout, file, options }: Case): DevContainer | string {
  const text = checkout.read(file) as string;
  try {
    return readDevContainer(text, { file, checkout, repository: 'web', localEnv: LOCAL_ENV, ...options });
  } catch (error) {
    if (error instanceof ConfigFileError) return error.message;
    throw error;
  }
}

/** What is read, without what is empty. */
function summaryOf(container: DevContainer): unknown {
  const { image, remoteUser, remoteEnv, entrypoints, hooks, needsDocker, notices } = container;
  const whole = {
    image,
    remoteUser,
    remoteEnv,
    entrypoints,
    hooks,
    needsDocker: needsDocker || undefined,
    pod: podSpecOf(container),
    notices: notices.map(formatFinding),
  };
  return JSON.parse(
    JSON.stringify(whole, (key, value: unknown) => (key !== 'emptyDir' && isEmpty(value) ? undefined : value)),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
