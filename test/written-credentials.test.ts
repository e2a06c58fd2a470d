import { writtenCredentials } from '../src/written-credentials';
import { redact } from '../src/credential-text';
import { formatPath } from '../src/errors';

const token = `ghp_${'FAKE'.repeat(9)}`;
const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nFAKE\n-----END OPENSSH PRIVATE KEY-----';
const found = (value: unknown) => writtenCredentials(value).map(({ path, at }) => `${at} ${formatPath(path)}`);

test.each([
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr', 'github_pat'].map(prefix => `${prefix}_${'FAKE'.repeat(5)}`),
  key,
  '-----BEGIN PRIVATE KEY-----',
  `https://${token}@github.com/a/b`,
  `echo ${token} > file`,
])('%j is a credential', text => expect(found({ a: text })).toEqual(['value a']));

test.each([
  `ghp_${'FAKE'.repeat(5).slice(1)}`,
  'ghx_'.padEnd(40, 'a'),
  'github_token',
  'ghp_',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN PUBLIC KEY-----',
  'ghp_ FAKEFAKEFAKEFAKEFAKEFAKE',
  1,
  true,
  null,
  undefined,
])('%j is not a credential', value => expect(found({ a: value })).toEqual([]));

describe('a URL with a password', () => {
  test.each([
    'http://me:fakePassword@proxy.example:3128',
    'https://:fakePassword@host',
    'HTTPS://ME:FAKE@HOST/path',
    'mongodb+srv://me:fakePassword@host/db',
    'jdbc:postgresql://me:fakePassword@host',
    '--registry-mirror=https://me:fakePassword@mirror.example/v2',
    'http://a.example:3128,http://me:fakePassword@b.example',
    'curl "https://me:fake@Pass@word@host/x"',
    'http://me:fake/Password@host',
    'http://me@corp:fakePassword@proxy:3128',
    'http://me:fake:Password@[::1]:80',
    'http://$(USER):fakePassword@host',
  ])('%j is refused and not shown', text => {
    expect(found({ a: text })).toEqual(['value a']);
    expect(redact(`got ${text}`)).not.toMatch(/fake|Password|FAKE|Pass|word/);
  });

  test.each([
    'http://proxy.example:3128',
    'https://host:8080/path@x',
    'https://host:8080?mail=a@b',
    'http://[::1]:8080/a@b',
    'ssh://git@github.com/a/b',
    'git+ssh://git@github.com:owner/repo@v1',
    'https://user@host/x',
    'http://$(USER):$(PASSWORD)@proxy:3128',
    'http://$(USER):$(PASSWORD)@proxy:3128,a@b',
    'https://me:${PASSWORD}@host',
    'https://me:$PASSWORD@host',
    'https://me:@host',
    'docker://docker.io/library/alpine:3.20@sha256:0000',
    'docker://alpine:3.20@sha256:0000',
    'git@github.com:owner/repo',
    'mailto:me:you@example.com',
  ])('%j is accepted and shown unchanged', text => {
    expect(found({ a: text })).toEqual([]);
    expect(redact(text)).toBe(text);
  });

  test('has a message of its own', () => {
    expect(writtenCredentials('http://me:fakePassword@host')).toEqual([
      {
        path: [],
        at: 'value',
        message:
          'contains a URL with a password; put the password into a Secret and refer to it (a variable: ' +
          'valueFrom.secretKeyRef; a proxy: credentialSecretRef)',
      },
    ]);
  });
});

test('credentials are found in nested values and in keys', () => {
  expect(found({ env: { TOKEN: token, LANG: 'C' }, list: [{ a: [token] }, 'x'], [token]: { b: key } })).toEqual([
    'value env.TOKEN',
    'value list[0].a[0]',
    `key ${token}`,
    `value ${token}.b`,
  ]);
});

test('the message has a remedy', () => {
  expect(writtenCredentials(token)).toEqual([
    {
      path: [],
      at: 'value',
      message: 'looks like a credential; put it into a Secret, and give the name of the Secret',
    },
  ]);
});

test('instances of classes are not searched', () => {
  class Other {
    readonly text = token;
  }
  expect(found({ a: new Other() })).toEqual([]);
});
