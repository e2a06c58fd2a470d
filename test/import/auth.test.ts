import { imported, novolume, reasonsOf, runnerOf } from './releases';

const TOKEN = 'ghp_notARealTokenButAFake';
const withSecret = (secret: string) =>
  novolume().replace('githubConfigSecret: github', `githubConfigSecret: ${secret}`);

test('the name of a Secret is imported', () => {
  expect(runnerOf(novolume()).auth).toEqual({ secret: 'github' });
});

describe('a credential in the values', () => {
  it('becomes the name of the Secret that the chart creates for it', () => {
    expect(runnerOf(withSecret(`{ github_token: ${TOKEN} }`)).auth).toEqual({ secret: 'docs-gha-rs-github-secret' });
  });

  it('is reported masked, with a command that creates the Secret without the credential as an argument', () => {
    expect(imported(withSecret(`{ github_token: ${TOKEN} }`)).notCarried).toEqual([
      {
        file: 'values.yaml',
        path: 'githubConfigSecret.github_token',
        line: 2,
        column: 37,
        value: '(a credential)',
        reason: 'credentials are not imported: create the Secret that the configuration refers to',
        remedy:
          'kubectl create secret generic docs-gha-rs-github-secret --namespace arc-runners ' +
          '--from-file=github_token=github_token.txt, ' +
          'where each file contains only the value, without a newline at the end',
      },
    ]);
  });

  it('of a GitHub App needs all of its keys in the Secret', () => {
    const [first] = imported(
      withSecret('{ github_app_id: "1", github_app_installation_id: "2", github_app_private_key: fake }'),
    ).notCarried;
    expect(first?.remedy).toContain(
      '--from-file=github_app_id=github_app_id.txt ' +
        '--from-file=github_app_installation_id=github_app_installation_id.txt ' +
        '--from-file=github_app_private_key=github_app_private_key.txt,',
    );
  });

  it('adds a comment that the Secret is deleted with the release', () => {
    expect(imported(withSecret(`{ github_token: ${TOKEN} }`)).config).toContain(
      '    # The chart created this Secret and deletes it with its release: create it again afterwards.\n    auth:\n',
    );
  });

  it('is neither in the configuration nor in the report, whatever it looks like', () => {
    expect(
      JSON.stringify(
        imported(withSecret('{ github_token: plainFakeValue, github_app_private_key: anotherFakeValue }')),
      ),
    ).not.toMatch(/FakeValue/);
  });

  it('is not shown under a key that the chart ignores', () => {
    const result = imported(withSecret('{ github_tokn: plainFakeValue }'));
    expect(JSON.stringify(result)).not.toContain('plainFakeValue');
    expect(result.notCarried.map(({ reason }) => reason)).toContain(
      'the chart ignores it: the keys of a credential are ' +
        'github_token, github_app_id, github_app_installation_id, github_app_private_key',
    );
  });
});

test('both a token and a GitHub App are reported, because the controller accepts only one of them', () => {
  expect(
    reasonsOf(
      withSecret('{ github_token: a, github_app_id: "1", github_app_installation_id: "2", github_app_private_key: b }'),
    )[0],
  ).toBe('githubConfigSecret: has both a token and a GitHub App; the controller accepts only one of them');
});

test('an incomplete GitHub App is reported', () => {
  expect(reasonsOf(withSecret('{ github_app_id: "1" }'))[0]).toBe(
    'githubConfigSecret: has no complete credential: ' +
      'the chart needs github_token, or all of github_app_id, github_app_installation_id, github_app_private_key',
  );
});

test('an empty map is reported', () => {
  expect(reasonsOf(withSecret('{}'))[0]).toMatch(/^githubConfigSecret: has no complete credential/);
});

test.each([
  [
    '""',
    'githubConfigSecret: is required: the name of the Secret with the credential; the chart fails without it; ' +
      'the runner set is skipped',
  ],
  ['[a]', 'githubConfigSecret: must be the name of a Secret or a map with a credential; the runner set is skipped'],
])('a set without a Secret is skipped: %s', (secret, reason) => {
  expect(reasonsOf(withSecret(secret))).toEqual([reason]);
});
