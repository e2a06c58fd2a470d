import { appCredential, tokenCredential } from '../../../src/cli/credentials/credential';

const key = '-----BEGIN RSA PRIVATE KEY-----\nZmFrZQ==\n-----END RSA PRIVATE KEY-----';

describe('a token', () => {
  test.each(['ghp_fake', 'ghp_fake\n', 'ghp_fake\r\n', 'ghp_fake\n\n'])(
    '%j is kept without the line breaks at its end',
    text => {
      expect(tokenCredential(text)).toEqual({ github_token: 'ghp_fake' });
    },
  );

  test.each([
    ['\n', 'the token is empty'],
    [' ghp_fake', 'the token has spaces, line breaks or other characters that no token has'],
    ['ghp_fake\nghp_more', 'the token has spaces, line breaks or other characters that no token has'],
    ['\ufeffghp_fake', 'the token has spaces, line breaks or other characters that no token has'],
    [key, 'this is a private key, not a token; use --auth-type github-app'],
  ])('is not %j', (text, message) => {
    expect(() => tokenCredential(text)).toThrow(message);
  });
});

describe('an App', () => {
  test.each(['12345', 'Iv1.8a61f9b3a7aba766', 'Iv23liabcdefghij'])('has the keys that ARC reads, with id %s', id => {
    expect(appCredential(id, '678', `${key}\r\n`)).toEqual({
      github_app_id: id,
      github_app_installation_id: '678',
      github_app_private_key: `${key}\n`,
    });
  });

  test.each<[string, [string | undefined, string | undefined, string], string]>([
    ['its id', [undefined, '678', key], "--app-id is missing: the App's id or client id"],
    [
      'its installation',
      ['12345', undefined, key],
      "--installation-id is missing: the number at the end of the installation's URL",
    ],
    [
      'an id that is one',
      ['my-app', '678', key],
      '--app-id must be a number, or a client id that starts with Iv, got "my-app"',
    ],
    ['an installation that is a number', ['12345', 'x', key], '--installation-id must be a number, got "x"'],
    ['a key', ['12345', '678', 'ghp_fake'], 'the private key must be a PEM file, from its BEGIN line to its END line'],
    [
      'a whole key',
      ['12345', '678', key.slice(0, 50)],
      'the private key must be a PEM file, from its BEGIN line to its END line',
    ],
  ])('needs %s', (_, [id, installation, text], message) => {
    expect(() => appCredential(id, installation, text)).toThrow(message);
  });

  test('is told everything that is wrong with it at once', () => {
    expect(() => appCredential(undefined, undefined, '')).toThrow(/app-id[\s\S]*installation-id[\s\S]*PEM/);
  });
});
