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
])('%s is an image', image => {
  expect(imageFindings(image, ['runnerImage'])).toEqual([]);
});

test.each([
  ['', 'nothing'],
  ['Runner', 'upper case'],
  ['ghcr.io/Actions/runner', 'upper case'],
  ['runner:', 'an empty tag'],
  ['runner: 1', 'a space'],
  ['runner:1\n', 'a line break'],
  ['-runner', 'a dash first'],
  ['runner/', 'an empty part'],
  ['/runner', 'an empty part'],
  ['ghcr.io//runner', 'an empty part'],
  ['ghcr.io/a..b', 'two points'],
  ['ghcr.io/-runner', 'a dash first'],
  ['https://ghcr.io/a/runner', 'a URL'],
  ['runner:1:2', 'two tags'],
  [`runner:${'a'.repeat(129)}`, 'too long a tag'],
  ['runner@sha256:0a', 'half a digest'],
  [`runner${digest}0`, 'more than a digest'],
  [`runner${digest.toUpperCase()}`, 'a digest in capitals'],
  [`runner@sha256:${'0g'.repeat(32)}`, 'a digest of other letters'],
  [`runner@sha512:${'0a'.repeat(32)}`, 'a digest of another kind'],
  [digest, 'a digest alone'],
  [' runner', 'a space first'],
  ['runner:-tag', 'a tag that begins with a dash'],
  ['runner:.tag', 'a tag that begins with a point'],
  ['runner:tag+x', 'a tag with a plus'],
  ['a___b', 'three underscores'],
  ['a.-b', 'a point and a dash'],
  ['a_', 'an underscore last'],
  ['a/b.', 'a point last'],
  ['a/b/c-', 'a dash last'],
  ['a/B', 'upper case'],
  ['ghcr.io:/a', 'a colon without a port'],
  ['ghcr.io:5a/b', 'a port with a letter'],
  ['-ghcr.io:5000/a', 'a host that begins with a dash'],
  ['gh_cr.io:5000/a', 'a host with an underscore'],
  ['a:5000/b:5000/c', 'two ports'],
  ['ghcr..io/a', 'two points in a host'],
  ['ghcr..io:5000/a', 'two points in a host with a port'],
  ['ghcr.-io:5000/a', 'a part of a host that begins with a dash'],
  ['ghcr.io-:5000/a', 'a part of a host that ends with a dash'],
  ['ghcr.:5000/a', 'a host that ends with a point'],
  ['runner@latest', 'a tag for a digest'],
])('%p is no image: %s', image => {
  expect(imageFindings(image, ['runnerImage'])).toEqual([
    {
      path: ['runnerImage'],
      message: `must be an image such as ghcr.io/actions/actions-runner:2.337.0, got ${JSON.stringify(image)}`,
    },
  ]);
});

test('no image has nothing wrong with it', () => {
  expect(imageFindings(undefined, ['runnerImage'])).toEqual([]);
});
