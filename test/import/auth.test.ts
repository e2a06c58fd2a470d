import { imported, novolume, reasonsOf, runnerOf } from './releases';

const TOKEN = 'ghp_notARealTokenButAFake';
const withSecret = (secret: string) =>
  novolume().replace('githubConfigSecret: github', `githubConfigSecret: ${secret}`);

test('the name of a Secret is carried', () => {
  expect(runnerOf(novolume()).auth).toEqual({ secret: 'github' });
});

describe('a credential in the values', () => {
  it('becomes the name of the Secret that the chart makes of it', () => {
    expect(runnerOf(withSecret(`{ github_token: ${TOKEN} }`)).auth).toEqual({ secret: 'docs-gha-rs-github-secret' });
  });

  it('is told of, masked, with how to make the Secret without an argument that holds it', () => {
    expect(imported(withSecret(`{ github_token: ${TOKEN} }`)).notCarried).toEqual([
      {
        file: 'values.yaml',
        path: 'githubConfigSecret.github_token',
        line: 2,
        column: 37,
        value: '(a credential)',
        reason: 'a credential is no part of a configuration: keep it in a Secret',
        remedy:
          'kubectl create secret generic docs-gha-rs-github-secret --namespace arc-runners --from-file=github_token=github_token.txt, each file with the value alone and no line end',
      },
    ]);
  });

  it('of a GitHub App needs all of its keys in the Secret', () => {
    const [first] = imported(
      withSecret('{ github_app_id: "1", github_app_installation_id: "2", github_app_private_key: fake }'),
    ).notCarried;
    expect(first?.remedy).toContain(
      '--from-file=github_app_id=github_app_id.txt --from-file=github_app_installation_id=github_app_installation_id.txt --from-file=github_app_private_key=github_app_private_key.txt,',
    );
  });

  it('is said by a comment to go with the release', () => {
    expect(imported(withSecret(`{ github_token: ${TOKEN} }`)).config).toContain(
      '    # The chart made this Secret and deletes it with its release: make it anew.\n    auth:\n',
    );
  });

  it('is nowhere in what is written or told, whatever it looks like', () => {
    expect(
      JSON.stringify(
        imported(withSecret('{ github_token: plainFakeValue, github_app_private_key: anotherFakeValue }')),
      ),
    ).not.toMatch(/FakeValue/);
  });

  it('is not shown under a key that the chart ignores either', () => {
    const result = imported(withSecret('{ github_tokn: plainFakeValue }'));
    expect(JSON.stringify(result)).not.toContain('plainFakeValue');
    expect(result.notCarried.map(({ reason }) => reason)).toContain(
      'the chart ignores it: the keys of a credential are github_token, github_app_id, github_app_installation_id, github_app_private_key',
    );
  });
});

test('a token beside a GitHub App is told, since the controller takes neither', () => {
  expect(
    reasonsOf(
      withSecret('{ github_token: a, github_app_id: "1", github_app_installation_id: "2", github_app_private_key: b }'),
    )[0],
  ).toBe('githubConfigSecret: has a token and a GitHub App, of which the controller refuses to choose');
});

test('a GitHub App with a part missing is told', () => {
  expect(reasonsOf(withSecret('{ github_app_id: "1" }'))[0]).toBe(
    'githubConfigSecret: has no credential: the chart wants github_token, or all of github_app_id, github_app_installation_id, github_app_private_key',
  );
});

test("no Secret at all leaves the name of the chart's, and says so", () => {
  expect(reasonsOf(withSecret('{}'))[0]).toMatch(/^githubConfigSecret: has no credential/);
});

test.each([
  [
    '""',
    'githubConfigSecret: is required, and the chart stops without it: the name of the Secret with the credential; the runner set is left out',
  ],
  ['[a]', 'githubConfigSecret: must be the name of a Secret, or a credential; the runner set is left out'],
])('a set without any Secret is left out: %s', (secret, reason) => {
  expect(reasonsOf(withSecret(secret))).toEqual([reason]);
});
