import { parse, parseAllDocuments } from 'yaml';
import { yamlSerializer } from '../../src/testing';
import * as moduleOfJest from '../../src/testing/yaml-serializer';
import { synthSet } from '../support/sets';

test('manifests are written as documents, and read back as they were', () => {
  const { manifests } = synthSet();
  const text = yamlSerializer.serialize(manifests);
  expect(text.match(/^---$/gm)).toHaveLength(manifests.length - 1);
  expect(parseAllDocuments(text, { version: '1.1' }).map(document => document.toJS() as unknown)).toEqual(manifests);
});

test('any other list is one document', () => {
  expect(yamlSerializer.serialize([{ kind: 'Pod' }, 'on'])).toBe('- kind: Pod\n- "on"');
});

test('a text of several lines is written as it is', () => {
  expect(yamlSerializer.test('a: 1\nb: 2\n')).toBe(true);
  expect(yamlSerializer.serialize('a: 1\nb: 2\n')).toBe('a: 1\nb: 2\n');
});

test('other values are left to Jest', () => {
  expect(['one line', 1, null, undefined, new Date(), new Map()].map(value => yamlSerializer.test(value))).toEqual(
    Array(6).fill(false),
  );
});

test('an object that stands in two places is written twice', () => {
  const shared = { a: 1 };
  expect(parse(yamlSerializer.serialize({ first: shared, second: shared }))).toEqual({
    first: { a: 1 },
    second: { a: 1 },
  });
  expect(yamlSerializer.serialize({ first: shared, second: shared })).not.toMatch(/[&*]/);
});

test('the module that snapshotSerializers names has the functions of the serializer', () => {
  expect({ ...moduleOfJest }).toMatchObject(yamlSerializer);
});
