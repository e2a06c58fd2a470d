import { ConfigSource } from '../../src/config-file/source';

describe('the text of a scalar', () => {
  const source = new ConfigSource(
    'version: 1.30\ntext: "a\\tb"\nlist: [0x10, ~]\nshared: &shared { v: 2.0 }\ncopy: *shared\n' +
      'number: &number 3.10\nagain: *number\n',
    'a.yaml',
  );

  test.each([
    [['version'], '1.30'],
    [['text'], 'a\tb'],
    [['list', 0], '0x10'],
    [['list', 1], '~'],
    [['copy', 'v'], '2.0'],
    [['again'], '3.10'],
    [['list'], undefined],
    [['list', 2], undefined],
    [['missing', 'deep'], undefined],
    [[], undefined],
  ])('at %j is %j', (path, text) => {
    expect(source.scalarText(path)).toBe(text);
  });

  test('of a file that is one scalar is that scalar', () => {
    expect(new ConfigSource('1.0', 'a.yaml').scalarText([])).toBe('1.0');
  });
});
