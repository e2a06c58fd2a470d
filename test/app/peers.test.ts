import { join, resolve } from 'node:path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { DeskrunApp } from '../../src';
import { isUnpatched } from '../../src/app/json-patches';
import { makesPlainDocuments, plainDocument, describeContent } from '../../src/app/plain-document';

// `npm run test:peers` runs this with the lowest and the newest cdk8s that package.json allows. Private members of
// cdk8s may change in any version. The code then falls back to public ones, which is slower, or ignores an option.
// These tests fail first.

const data = { key: 'value' };

function configMap(): ApiObject {
  const chart = new Chart(new App(), 'chart', { namespace: 'ci', labels: { team: 'web' } });
  return new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', data });
}

test('cdk8s is loaded from the folder whose peers are tested', () => {
  let stack: string | undefined;
  try {
    Chart.of(new App());
  } catch (error) {
    ({ stack } = error as Error);
  }
  expect(stack).toContain(join(process.env.TEST_PEERS ?? resolve(__dirname, '../..'), 'node_modules/cdk8s/'));
});

test('an app has the three built-in resolvers in the private member resolvers', () => {
  expect(Reflect.get(new App(), 'resolvers')).toHaveLength(3);
  expect(makesPlainDocuments(new App())).toBe(true);
});

test('the private member resolvers also has those of the user', () => {
  expect(makesPlainDocuments(new App({ resolvers: [{ resolve: () => undefined }] }))).toBe(false);
});

test('an app has its prop recordConstructMetadata in the private member of that name', () => {
  expect(Reflect.get(new DeskrunApp({ recordConstructMetadata: true }), 'recordConstructMetadata')).toBe(true);
});

test('an object has its patches in the private member patches', () => {
  const object = configMap();
  expect(Reflect.get(object, 'patches')).toEqual([]);
  expect(isUnpatched(object)).toBe(true);
  object.addJsonPatch(JsonPatch.remove('/data'));
  expect(isUnpatched(object)).toBe(false);
});

test('the metadata of an object can be read from private members', () => {
  const object = configMap();
  describeContent(object, () => ({ data }));
  object.metadata.addLabel('tier', 'cache');
  object.metadata.addAnnotation('note', 'peers');
  object.metadata.addFinalizers('example.com/keep');
  object.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'owner', uid: '1' });
  expect(plainDocument(object)).toEqual(object.toJson());
});

test('additional metadata fields can be read as well', () => {
  const object = configMap();
  describeContent(object, () => ({ data }));
  object.metadata.add('generateName', 'map-');
  expect(plainDocument(object)).toBeUndefined();
});
