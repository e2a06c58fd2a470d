import * as fc from 'fast-check';
import { nearest } from '../../src/schema/nearest';

const keys = ['containerMode', 'cachePaths', 'minRunners', 'maxRunners', 'name'];

test.each([
  ['containermode', 'containerMode', 'the case differs'],
  ['cachePath', 'cachePaths', 'a letter is missing'],
  ['container-mode', 'containerMode', 'a letter is too many'],
  ['nane', 'name', 'a letter is another'],
  ['naem', 'name', 'two neighbours are swapped'],
  ['cotnainrMode', 'containerMode', 'several slips in a long word'],
])('%s means %s: %s', (word, meant) => {
  expect(nearest(word, keys)).toBe(meant);
});

test('of several that are near the nearest is meant', () => {
  expect(nearest('maxRunner', keys)).toBe('maxRunners');
});

test('of several that are equally near the first is meant', () => {
  expect(nearest('mixRunners', keys)).toBe('minRunners');
});

test('the same word in other case is nearer than a slip', () => {
  expect(nearest('tcp', ['udp', 'tcq', 'TCP'])).toBe('TCP');
});

test.each(['colour', 'no', '', 'containers'])('%p means none of them', word => {
  expect(nearest(word, keys)).toBeUndefined();
});

test('a short word may be one letter off, a single letter none', () => {
  expect(nearest('id', ['ids'])).toBe('ids');
  expect(nearest('ab', ['cd', 'b'])).toBeUndefined();
});

test.each([
  ['abxd', 'acbd', 'one letter came a place later, and another took its place'],
  ['axbd', 'abcd', 'one letter came a place earlier, and another took its place'],
  ['baxd', 'abcd', 'two are swapped, and one is another'],
  ['xycd', 'abcd', 'two are others'],
])('%s is two slips from %s: %s', (word, candidate) => {
  expect(nearest(word, [candidate])).toBeUndefined();
  expect(nearest(`${word}ef`, [`${candidate}ef`])).toBe(`${candidate}ef`);
});

test('what it answers is a candidate', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
      const meant = nearest(word, candidates);
      if (meant !== undefined) expect(candidates).toContain(meant);
    }),
  );
});

test('every word is nearest to itself', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (word, others) => {
      expect(nearest(word, [...others, word])?.toLowerCase()).toBe(word.toLowerCase());
    }),
  );
});

test('two words are near whichever of them was typed', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'B'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => expect(nearest(a, [b]) === undefined).toBe(nearest(b, [a]) === undefined)),
  );
});
