import { imageFindings } from '../../src/pod/image';

const digest = `@sha256:${'0a'.repeat(32)}`;

test.each([
  'runner', 'runner:1', 'library/runner', 'ghcr.io/actions/actions-runner:2.337.0', 'localhost:5000/runner', 'localhost:5000/a/b:c', '10.0.0.1:5000/runner', 'a-b/c_d/e.f:G_1.2-3',
  `runner${digest}`, `ghcr.io/a/b:1${digest}`,
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
  ['runner@latest', 'a tag for a digest'],
])('%p is no image: %s', image => {
  expect(imageFindings(image, ['runnerImage'])).toEqual([
    { path: ['runnerImage'], message: `must be an image such as ghcr.io/actions/actions-runner:2.337.0, got ${JSON.stringify(image)}` },
  ]);
});

test('no image has nothing wrong with it', () => {
  expect(imageFindings(undefined, ['runnerImage'])).toEqual([]);
});
