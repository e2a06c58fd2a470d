import { sizeBytes, sizeProblem } from '../../src/builds/size';

const MI = 2 ** 20;

test.each([
  ['4g', 4096 * MI],
  ['4G', 4096 * MI],
  ['4gb', 4096 * MI],
  ['4GiB', 4096 * MI],
  ['4 g', 4096 * MI],
  ['4Gi', 4096 * MI],
  ['512m', 512 * MI],
  ['512Mi', 512 * MI],
  ['512MB', 512 * MI],
  ['8192k', 8 * MI],
  ['8192Ki', 8 * MI],
  ['1.5g', 1536 * MI],
  ['1t', 2 ** 40],
  ['1p', 2 ** 50],
  ['8388608', 8 * MI],
  ['8388608b', 8 * MI],
  [8388608, 8 * MI],
  [4e9, 4_000_000_000],
  ['1.1g', 1181116006],
])('%j is %d bytes', (size, bytes) => {
  expect(sizeProblem(size)).toBeUndefined();
  expect(sizeBytes(size)).toBe(bytes);
});

test.each([
  '4x',
  '',
  ' ',
  'g',
  '-4g',
  '+4g',
  '4  g',
  '4i',
  '4 ib',
  '4bb',
  '1e9',
  '4,5g',
  '.5g',
  '4.g',
  '4g ',
  -1,
  1e30,
  0.5,
])('%j is refused', size => {
  expect(sizeProblem(size)).toBe(
    size === 0.5
      ? 'must be greater than 0, got 0.5'
      : `must be a size such as 512m, 4g or 4Gi, got ${JSON.stringify(size)}`,
  );
});

test.each([
  [4, 'must be at least 4m, got 4 bytes; did you mean 4g?'],
  ['4', 'must be at least 4m, got 4 bytes; did you mean 4g?'],
  [1, 'must be at least 4m, got 1 byte; did you mean 1g?'],
  [512, 'must be at least 4m, got 512 bytes; did you mean 512m?'],
  ['64k', 'must be at least 4m, got 65536 bytes'],
  ['3m', 'must be at least 4m, got 3145728 bytes'],
  [0, 'must be greater than 0, got 0'],
  ['0g', 'must be greater than 0, got "0g"'],
  ['9p', 'is more memory than any node has, got "9p"'],
])('%j is refused for its value', (size, message) => {
  expect(sizeProblem(size)).toBe(message);
});

test('4m is the least', () => {
  expect(sizeProblem('4m')).toBeUndefined();
});
