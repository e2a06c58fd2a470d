import { cloneUrlFindings, normalizedCloneUrl, repoHash } from '../../src/builds/repository';
import { PropsError } from '../../src';

describe('all clone URLs of a repository are the same', () => {
  test.each([
    'https://github.com/a/b',
    'https://github.com/a/b/',
    'https://github.com/a/b.git',
    'https://github.com/a/b.git/',
    'http://github.com/a/b',
    'https://github.com:443/a/b',
    'http://github.com:80/a/b',
    'https://user@github.com/a/b',
    'https://x-access-token:fake@github.com/a/b',
    'https://user:p@ss@github.com/a/b.git',
    'HTTPS://GitHub.com/A/B',
    'git@github.com:a/b.git',
    'git@github.com:/a/b.git',
    'github.com:a/b',
    'ssh://git@github.com/a/b',
    'ssh://git@github.com:22/a/b.git',
    'git://github.com/a/b',
    'git://github.com:9418/a/b',
    'https://github.com//a//b',
  ])('%s', url => {
    expect(cloneUrlFindings(url, [])).toEqual([]);
    expect(normalizedCloneUrl(url)).toBe('github.com/a/b');
    expect(repoHash(url)).toBe('b703f2afd8642d79');
  });
});

test.each([
  ['https://gitlab.example.com/Group/Sub/Name.git', 'gitlab.example.com/Group/Sub/Name'],
  ['git@Git.Example.com:Team/Name', 'git.example.com/Team/Name'],
  ['ssh://git@git.example.com:2222/team/name', 'git.example.com:2222/team/name'],
  ['git@git.example.com:2222/name', 'git.example.com/2222/name'],
  ['https://git.example.com:80/a/b', 'git.example.com:80/a/b'],
  ['ssh://git@git.example.com:443/a/b', 'git.example.com:443/a/b'],
  ['ssh://git@[::1]:2222/a', '[::1]:2222/a'],
  ['https://git.example.com/~user/name', 'git.example.com/~user/name'],
])('%s is %s', (url, normalized) => {
  expect(normalizedCloneUrl(url)).toBe(normalized);
});

test.each([
  ['https://github.com/a/b', 'https://github.com/a/c'],
  ['https://gitlab.com/a/b', 'https://gitlab.com/a/B'],
  ['https://gitlab.com/a/b', 'https://github.com/a/b'],
  ['https://git.example.com/a', 'https://git.example.com:8443/a'],
])('%s is another repository than %s', (one, other) => {
  expect(repoHash(one)).not.toBe(repoHash(other));
});

test('the hash has 16 hexadecimal digits', () => {
  expect(repoHash('https://git.example.com/team/name')).toMatch(/^[0-9a-f]{16}$/);
});

test.each([
  '',
  'a/b',
  '/srv/git/a.git',
  './a',
  'file:///srv/git/a.git',
  'C:\\git\\a',
  'C:/git/a',
  'https://github.com',
  'https://github.com/',
  'https://github.com/.git',
  'https:///a/b',
  'ftp://example.com/a',
  'git@github.com:',
  'git@github.com:..',
  'https://github.com/a/../b',
  'https://github.com/a b',
  'https://github.com/a/b?ref=main',
  'https://github.com/a/b#main',
])('%j is refused', url => {
  const message =
    'must be a clone URL such as https://github.com/owner/name.git or git@github.com:owner/name.git, got ' +
    JSON.stringify(url);
  expect(cloneUrlFindings(url, ['repo', 'url'])).toEqual([{ path: ['repo', 'url'], message }]);
  expect(() => normalizedCloneUrl(url)).toThrow(PropsError);
  expect(() => repoHash(url)).toThrow(message);
});

test('the refusal of a URL does not show its password', () => {
  expect(() => repoHash('https://user:fake-password@example.com')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('fake-password') as string }) as Error,
  );
});
