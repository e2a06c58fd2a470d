import { ConfigFileError } from '../../../src';
import { CINCH_FILES, findCinchFile } from '../../../src/builds/cinch-file/find';

test('the first file of the order is read, and the others are named', () => {
  expect(findCinchFile(['README.md', 'cinch.yml', 'cinch.json'])).toEqual({
    name: 'cinch.yml',
    ignored: ['cinch.json'],
  });
  expect(findCinchFile(['cinch.yaml', '.cinch.yaml'])).toEqual({ name: '.cinch.yaml', ignored: ['cinch.yaml'] });
  expect(findCinchFile(CINCH_FILES)).toEqual({ name: '.cinch.yaml', ignored: CINCH_FILES.slice(1) });
});

test('the order is that of cinch', () => {
  expect(CINCH_FILES).toEqual([
    '.cinch.yaml',
    '.cinch.yml',
    '.cinch.toml',
    '.cinch.json',
    'cinch.yaml',
    'cinch.yml',
    'cinch.toml',
    'cinch.json',
  ]);
});

test('a checkout without a file has none', () => {
  expect(findCinchFile(['README.md', 'x.cinch.yaml', '.CINCH.yaml'])).toBeUndefined();
});

test.each([
  ['.cinch.toml', '.cinch.yaml'],
  ['cinch.toml', 'cinch.yaml'],
])('%s is refused', (toml, yaml) => {
  expect(() => findCinchFile([toml])).toThrow(
    new ConfigFileError(`${toml}: TOML is not read; write the same keys as YAML into ${yaml}; nothing was written`),
  );
});

test('TOML that is not the first file is ignored', () => {
  expect(findCinchFile(['.cinch.toml', '.cinch.yml'])).toEqual({ name: '.cinch.yml', ignored: ['.cinch.toml'] });
});
