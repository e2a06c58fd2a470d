import * as fc from 'fast-check';
import { nearest } from '../../src/schema/nearest';

const keys = ['containerMode', 'cachePaths', 'minRunners', 'maxRunners', 'name'];

test.each([
  ['containermode', 'containerMode', 'a letter in upper case'],
  ['cachePath', 'cachePaths', 'a missing letter'],
  ['container-mode', 'containerMode', 'an extra letter'],
  ['nane', 'name', 'a wrong letter'],
  ['naem', 'name', 'two swapped letters'],
  ['cotnainrMode', 'containerMode', 'several differences in a long word'],
])('%s is similar to %s: %s', (word, meant) => {
  expect(nearest(word, keys)).toBe(meant);
});

test('the most similar candidate is returned', () => {
  expect(nearest('maxRunner', keys)).toBe('maxRunners');
});

test('of equally similar candidates, the first is returned', () => {
  expect(nearest('mixRunners', keys)).toBe('minRunners');
});

test('the same word in another case is more similar than another word', () => {
  expect(nearest('tcp', ['udp', 'tcq', 'TCP'])).toBe('TCP');
});

test.each(['colour', 'no', '', 'containers'])('%p is similar to no candidate', word => {
  expect(nearest(word, keys)).toBeUndefined();
});

test('one letter of a short word may differ, but not the only letter', () => {
  expect(nearest('id', ['ids'])).toBe('ids');
  expect(nearest('ab', ['cd', 'b'])).toBeUndefined();
});

test.each([
  ['abxd', 'acbd', 'a letter moved to the right, and another letter in its place'],
  ['axbd', 'abcd', 'a letter moved to the left, and another letter in its place'],
  ['baxd', 'abcd', 'two swapped letters and a wrong letter'],
  ['xycd', 'abcd', 'two wrong letters'],
])('%s differs in two places from %s: %s', (word, candidate) => {
  expect(nearest(word, [candidate])).toBeUndefined();
  expect(nearest(`${word}ef`, [`${candidate}ef`])).toBe(`${candidate}ef`);
});

test('the result is one of the candidates', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
      const meant = nearest(word, candidates);
      if (meant !== undefined) expect(candidates).toContain(meant);
    }),
  );
});

test('every word is most similar to itself', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (word, others) => {
      expect(nearest(word, [...others, word])?.toLowerCase()).toBe(word.toLowerCase());
    }),
  );
});

test('similarity does not depend on which word was typed', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'B'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => expect(nearest(a, [b]) === undefined).toBe(nearest(b, [a]) === undefined)),
  );
});
