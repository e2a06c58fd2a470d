import { writtenCredentials } from '../../src/auth/written-credentials';
import { formatPath } from '../../src/errors';

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
])('%j is none', value => expect(found({ a: value })).toEqual([]));

test('each is found where it stands, among values and among keys', () => {
  expect(found({ env: { TOKEN: token, LANG: 'C' }, list: [{ a: [token] }, 'x'], [token]: { b: key } })).toEqual([
    'value env.TOKEN',
    'value list[0].a[0]',
    `key ${token}`,
    `value ${token}.b`,
  ]);
});

test('the message says what to do', () => {
  expect(writtenCredentials(token)).toEqual([
    {
      path: [],
      at: 'value',
      message: "looks like a credential itself; make a Secret that holds it and give the Secret's name",
    },
  ]);
});

test('what is no plain data is not looked into', () => {
  class Other {
    readonly text = token;
  }
  expect(found({ a: new Other() })).toEqual([]);
});
