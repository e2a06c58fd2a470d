import type { DevContainer } from '../../../src/builds/devcontainer/dev-container';
import { readDevContainer } from '../../../src/builds/devcontainer/read';
import { formatFinding } from '../../../src/builds/devcontainer/report';
import { ConfigFileError } from '../../../src/errors';
import { CASES, LOCAL_ENV, type Case } from './corpus';
import { podSpecOf, problemsOf } from './reading';

test.each(CASES.map(one => [one.name, one] as const))('%s', (_, one) => {
  const outcome = read(one);
  if (typeof outcome === 'string') expect({ refused: outcome.split('\n') }).toMatchSnapshot();
  else {
    expect(problemsOf(outcome)).toEqual([]);
    expect(summaryOf(outcome)).toMatchSnapshot();
  }
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
