import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { appCredential, tokenCredential } from '../../../src/cli/credentials/credential';

const key = '-----BEGIN RSA PRIVATE KEY-----\nZmFrZQ==\n-----END RSA PRIVATE KEY-----';

describe('a token', () => {
  test.each(['ghp_fake', 'ghp_fake\n', 'ghp_fake\r\n', 'ghp_fake\n\n'])(
    '%j is stored without trailing line breaks',
    text => {
      expect(tokenCredential(text)).toEqual({ github_token: 'ghp_fake' });
    },
  );

  test.each([
    ['\n', 'the token is empty'],
    [' ghp_fake', 'the token has spaces, line breaks or other invalid characters'],
    ['ghp_fake\nghp_more', 'the token has spaces, line breaks or other invalid characters'],
    ['\ufeffghp_fake', 'the token has spaces, line breaks or other invalid characters'],
    [key, 'the token is a private key; use --auth-type github-app'],
    ['GITHUB_TOKEN=ghp_fake', 'the token has a name before it, as in GITHUB_TOKEN=...; write only the token'],
    ['export TOKEN=ghp_fake', 'the token has a name before it'],
    ['TOKEN="ghp_fake"', 'the token has a name before it'],
    ['github_token: ghp_fake', 'the token has a name before it'],
    ['"ghp_fake"', 'the token has quotes around it; write only the token'],
    ["'ghp_fake'\n", 'the token has quotes around it'],
    ['ghp_fake"', 'the token has quotes around it'],
    ['{"token":"ghp_fake"}', 'the token has characters that no token of GitHub has; write only the token'],
    ['<ghp_fake>', 'the token has characters that no token of GitHub has'],
    ['$GITHUB_TOKEN', 'the token has characters that no token of GitHub has'],
    ['https://ghp_fake@github.com', 'the token has characters that no token of GitHub has'],
  ])('must not be %j', (text, message) => {
    expect(() => tokenCredential(text)).toThrow(message);
  });
});

describe('a GitHub App', () => {
  test.each(['12345', 'Iv1.8a61f9b3a7aba766', 'Iv23liabcdefghij'])(
    'with ID %s is stored with the keys that ARC reads',
    id => {
      expect(appCredential(id, '678', `${key}\r\n`)).toEqual({
        github_app_id: id,
        github_app_installation_id: '678',
        github_app_private_key: `${key}\n`,
      });
    },
  );

  test.each<[string, [string | undefined, string | undefined, string], string]>([
    ['an app ID', [undefined, '678', key], '--app-id is missing: the app ID or client ID of the GitHub App'],
    [
      'an installation ID',
      ['12345', undefined, key],
      "--installation-id is missing: the number at the end of the installation's URL",
    ],
    [
      'a valid app ID',
      ['my-app', '678', key],
      '--app-id must be a number, or a client ID that starts with Iv, got "my-app"',
    ],
    ['an installation ID that is a number', ['12345', 'x', key], '--installation-id must be a number, got "x"'],
    [
      'a private key',
      ['12345', '678', 'ghp_fake'],
      'the private key must be a PEM file, from its BEGIN line to its END line',
    ],
    [
      'a complete private key',
      ['12345', '678', key.slice(0, 50)],
      'the private key must be a PEM file, from its BEGIN line to its END line',
    ],
  ])('needs %s', (_, [id, installation, text], message) => {
    expect(() => appCredential(id, installation, text)).toThrow(message);
  });

  const pem = (kind: string, body = 'ZmFrZQ==') => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----`;
  const ofType = (make: () => { privateKey: KeyObject }) =>
    make().privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

  test.each<[string, string, RegExp]>([
    ['encrypted (PKCS 8)', pem('ENCRYPTED PRIVATE KEY'), /^the private key is encrypted, .*openssl rsa/],
    [
      'encrypted (PKCS 1)',
      pem('RSA PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nZmFrZQ=='),
      /^the private key is encrypted, .*openssl rsa/,
    ],
    ['on one line with \\n', key.replaceAll('\n', '\\n'), /^the private key has \\n in place of line breaks/],
    ['on one line with \\r\\n', key.replaceAll('\n', '\\r\\n'), /^the private key has \\n in place of/],
    ['in quotes', `"${key}"`, /^the private key has quotes around it/],
    ['in base64', Buffer.from(key).toString('base64'), /^the private key is encoded in base64; decode it/],
    [
      'in base64 with line breaks',
      Buffer.from(key).toString('base64').replace(/.{76}/g, '$&\n'),
      /^the private key is encoded in base64; decode it/,
    ],
    ['after a name', `KEY=${key}`, /^the private key has a name before it/],
    ['an EC key', pem('EC PRIVATE KEY'), /^the private key is not an RSA key \(EC\)/],
    ['an SSH key', pem('OPENSSH PRIVATE KEY'), /^the private key is not an RSA key \(OPENSSH\)/],
    [
      'an EC key in PKCS 8',
      ofType(() => generateKeyPairSync('ec', { namedCurve: 'P-256' })),
      /^the private key is not an RSA key \(ec\)/,
    ],
    ['an Ed25519 key', ofType(() => generateKeyPairSync('ed25519')), /^the private key is not an RSA key \(ed25519\)/],
    ['of two kinds', `-----BEGIN RSA PRIVATE KEY-----\nx\n-----END EC PRIVATE KEY-----`, /must be a PEM file/],
  ])('must not have a private key that is %s', (_, text, message) => {
    expect(() => appCredential('12345', '678', text)).toThrow(message);
    expect(() => appCredential('12345', '678', text)).not.toThrow('ZmFrZQ');
  });

  test('may have an RSA key in PKCS #8', () => {
    const text = ofType(() => generateKeyPairSync('rsa', { modulusLength: 1024 }));
    expect(appCredential('12345', '678', text).github_app_private_key).toBe(text);
  });

  test('is refused with all errors at once', () => {
    expect(() => appCredential(undefined, undefined, '')).toThrow(/app-id[\s\S]*installation-id[\s\S]*PEM/);
  });
});
