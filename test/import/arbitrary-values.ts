import * as fc from 'fast-check';
import { isPlainObject } from '../../src/kubernetes';
import { placesIn } from '../support/places';
import type { Data } from './helm-gives';
import { asHelmReads, features, release } from './releases';

/** Texts, those among them that mean something. */
export const words = fc.oneof(
  fc.constantFrom('', 'x', '/', 'runner', 'dind', 'work', 'kubernetes', 'Never', 'Always', 'https://github.com/a', '1Gi', '-1', 'toString', '__proto__', 'constructor', '$job', 'a b', 'x'.repeat(300)),
  fc.string(),
);

/** Values that are seldom right. */
export const wrong = fc.oneof(words, fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, [], {}, [null], ['x', 'x'], { x: 1 }, { name: 'runner' }, [{ name: 'runner' }, { name: 'runner' }]), fc.jsonValue());

/** The values of a feature with some places of them changed. */
export const mutated = fc.tuple(fc.constantFrom(...features), fc.array(fc.tuple(fc.nat(), wrong, fc.option(words)), { minLength: 1, maxLength: 4 })).map(([feature, changes]) => {
  const values = asHelmReads(release(feature).text);
  for (const [place, shared, name] of changes) {
    const value = structuredClone(shared);
    const all = placesIn(values);
    const [holder, key] = all[place % all.length] as (typeof all)[number];
    if (name === null || Array.isArray(holder)) holder[key] = value;
    else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return values;
});

/** The values of several features in one, the last of them the loudest, in the mode of the first. */
export const combined = fc.tuple(fc.constantFrom(...features), fc.array(fc.constantFrom(...features), { minLength: 1, maxLength: 3 })).map(([first, others]) => {
  const values = asHelmReads(release(first).text);
  const { containerMode } = values;
  return { ...others.reduce((all, feature) => merged(all, asHelmReads(release(feature).text)), values), containerMode };
});

function merged(one: Data, other: Data): Data {
  if (!isPlainObject(one) || !isPlainObject(other)) return other;
  return { ...one, ...Object.fromEntries(Object.entries(other).map(([key, value]) => [key, Object.hasOwn(one, key) ? merged(one[key], value) : value])) };
}
