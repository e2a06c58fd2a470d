import '../../src/testing/jest';
import { matchers } from '../../src/testing';
import { synthSet } from '../support/sets';

const wrong = [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }, { kind: 'Pod' }];

test('toBeValidManifests passes for the manifests of a set', () => {
  expect(synthSet().manifests).toBeValidManifests();
});

test('its failure lists every problem', () => {
  expect(() => expect(wrong).toBeValidManifests()).toThrow(
    'expected valid manifests, found 2 problems:\n' +
      'document 2: apiVersion: must be a string such as apps/v1, got nothing\n' +
      'document 2: metadata.name: must be a string such as docs, got nothing',
  );
});

test('it takes the text of a file', () => {
  expect(() => expect('kind: Pod\n').toBeValidManifests()).toThrow('found 2 problems');
});

test.each([
  ['an empty list', []],
  ['an empty text', ''],
])('it fails for %s', (_, nothing) => {
  expect(() => expect(nothing).toBeValidManifests()).toThrow(
    'found 1 problem:\nthere are no manifests, so nothing was checked',
  );
});

test('it takes the version of Kubernetes', () => {
  expect(() => expect([]).not.toBeValidManifests({ kubernetesVersion: '1' })).not.toThrow();
  expect(() => expect(wrong).toBeValidManifests({ kubernetesVersion: '1' })).toThrow('kubernetesVersion: must be');
});

test('its opposite passes where there is a problem, and says so where there is none', () => {
  expect(wrong).not.toBeValidManifests();
  expect(() => expect(wrong.slice(0, 1)).not.toBeValidManifests()).toThrow(
    'expected at least one problem in the manifests, found none',
  );
});

test('it is a plain function too', () => {
  expect(matchers.toBeValidManifests(wrong).pass).toBe(false);
});

test('without the global expect of Jest, the module that adds the matchers says what to do', () => {
  const own = expect;
  try {
    Reflect.deleteProperty(globalThis, 'expect');
    jest.resetModules();
    own(() => jest.requireActual('../../src/testing/jest')).toThrow('list it in setupFilesAfterEnv');
  } finally {
    Object.assign(globalThis, { expect: own });
  }
});
