import { imageFindings } from '../../src/pod/image';

const digest = `@sha256:${'0a'.repeat(32)}`;

test.each([
  'runner',
  'runner:1',
  'library/runner',
  'ghcr.io/actions/actions-runner:2.337.0',
  'localhost:5000/runner',
  'localhost:5000/a/b:c',
  '10.0.0.1:5000/runner',
  'a-b/c_d/e.f:G_1.2-3',
  `runner${digest}`,
  `ghcr.io/a/b:1${digest}`,
  'r',
  '1',
  'a__b',
  'a---b',
  'a.b.c',
  'a_b__c-d',
  'r/a',
  'my-registry.example-1.com:443/team-a/runner',
  'a/b__c/d---e/f.g.h',
  'actions-runner:1',
  'h:5000/a',
  'a.b:5000/a',
  'a-b.c--d.e1:5000/a',
  'a.b2:5000/c',
  'ghcr.io/a',
  'runner:_tag',
  'runner:1-rc.1_x',
  `runner:${'a'.repeat(128)}`,
])('%s is accepted', image => {
  expect(imageFindings(image, ['runnerImage'])).toEqual([]);
});

test.each([
  ['', 'an empty string'],
  ['Runner', 'upper case'],
  ['ghcr.io/Actions/runner', 'upper case'],
  ['runner:', 'an empty tag'],
  ['runner: 1', 'a space'],
  ['runner:1\n', 'a line break'],
  ['-runner', 'a leading hyphen'],
  ['runner/', 'an empty part'],
  ['/runner', 'an empty part'],
  ['ghcr.io//runner', 'an empty part'],
  ['ghcr.io/a..b', 'two dots'],
  ['ghcr.io/-runner', 'a leading hyphen'],
  ['https://ghcr.io/a/runner', 'a URL'],
  ['runner:1:2', 'two tags'],
  [`runner:${'a'.repeat(129)}`, 'a tag that is too long'],
  ['runner@sha256:0a', 'an incomplete digest'],
  [`runner${digest}0`, 'a digest that is too long'],
  [`runner${digest.toUpperCase()}`, 'a digest in upper case'],
  [`runner@sha256:${'0g'.repeat(32)}`, 'a digest that is not hexadecimal'],
  [`runner@sha512:${'0a'.repeat(32)}`, 'a digest with another algorithm'],
  [digest, 'a digest without a name'],
  [' runner', 'a leading space'],
  ['runner:-tag', 'a tag that starts with a hyphen'],
  ['runner:.tag', 'a tag that starts with a dot'],
  ['runner:tag+x', 'a tag with a plus'],
  ['a___b', 'three underscores'],
  ['a.-b', 'a dot and a hyphen'],
  ['a_', 'a trailing underscore'],
  ['a/b.', 'a trailing dot'],
  ['a/b/c-', 'a trailing hyphen'],
  ['a/B', 'upper case'],
  ['ghcr.io:/a', 'a colon without a port'],
  ['ghcr.io:5a/b', 'a port with a letter'],
  ['-ghcr.io:5000/a', 'a host that starts with a hyphen'],
  ['gh_cr.io:5000/a', 'a host with an underscore'],
  ['a:5000/b:5000/c', 'two ports'],
  ['ghcr..io/a', 'two dots in a host'],
  ['ghcr..io:5000/a', 'two dots in a host with a port'],
  ['ghcr.-io:5000/a', 'a part of a host that starts with a hyphen'],
  ['ghcr.io-:5000/a', 'a part of a host that ends with a hyphen'],
  ['ghcr.:5000/a', 'a host that ends with a dot'],
  ['runner@latest', 'a tag in place of a digest'],
])('%p is refused: %s', image => {
  expect(imageFindings(image, ['runnerImage'])).toEqual([
    {
      path: ['runnerImage'],
      message: `must be an image such as ghcr.io/actions/actions-runner:2.337.0, got ${JSON.stringify(image)}`,
    },
  ]);
});

test('an image that is not set is accepted', () => {
  expect(imageFindings(undefined, ['runnerImage'])).toEqual([]);
});
