import { fieldChanges } from '../../../src/cli/apply/changes';

const object = (more: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'a', ...metadata },
  ...more,
});

describe('what changes between two states of an object', () => {
  it('is nothing, if only the order of fields differs', () => {
    expect(fieldChanges(object({ spec: { a: 1, b: 2 } }), object({ spec: { b: 2, a: 1 } }))).toEqual([]);
  });

  it('is a field, by its path, with what it was and will be', () => {
    expect(fieldChanges(object({ spec: { maxRunners: 5 } }), object({ spec: { maxRunners: 3 } }))).toEqual([
      { path: 'spec.maxRunners', before: 5, after: 3 },
    ]);
  });

  it('is an added field', () => {
    expect(fieldChanges(object({ spec: {} }), object({ spec: { a: 1 } }))).toEqual([{ path: 'spec.a', after: 1 }]);
  });

  it('is an added empty map', () => {
    expect(fieldChanges(object({ spec: {} }), object({ spec: { emptyDir: {} } }))).toEqual([
      { path: 'spec.emptyDir', after: {} },
    ]);
  });

  it('is a removed field', () => {
    expect(fieldChanges(object({ spec: { a: 1, b: 2 } }), object({ spec: { a: 1 } }))).toEqual([
      { path: 'spec.b', before: 2 },
    ]);
  });

  it.each([['name'], ['mountPath'], ['key']])('is one item of a list, by its %s, and not the items after it', key => {
    const entry = (id: string, value: number) => ({ [key]: id, value });
    expect(
      fieldChanges(object({ list: [entry('x', 1)] }), object({ list: [entry('y', 2), entry('x', 1)] })).map(
        ({ path }) => path,
      ),
    ).toEqual(['list[y]']);
  });

  it('is one change for an added or removed container, and one for each changed field of a container', () => {
    const runner = { name: 'runner', image: 'a', env: [{ name: 'A', value: '1' }] };
    const dind = { name: 'dind', image: 'docker', securityContext: { privileged: true } };
    const pod = (...containers: object[]) => object({ spec: { containers } });
    expect(fieldChanges(pod(runner, dind), pod(runner))).toEqual([{ path: 'spec.containers[dind]', before: dind }]);
    expect(fieldChanges(pod(runner), pod(runner, dind))).toEqual([{ path: 'spec.containers[dind]', after: dind }]);
    expect(fieldChanges(pod(runner), pod({ ...runner, image: 'b' }))).toEqual([
      { path: 'spec.containers[runner].image', before: 'a', after: 'b' },
    ]);
    expect(fieldChanges(object({ spec: {} }), object({ spec: { volumes: [{ name: 'work' }] } }))).toEqual([
      { path: 'spec.volumes', after: [{ name: 'work' }] },
    ]);
  });

  it('is an item by its position, if two have the same name', () => {
    const list = (...values: string[]) => object({ list: values.map(value => ({ name: 'a', value })) });
    expect(fieldChanges(list('x', 'y'), list('x', 'z'))).toEqual([{ path: 'list[1].value', before: 'y', after: 'z' }]);
  });

  it('is an item by its position, if it has no name', () => {
    expect(
      fieldChanges(object({ rules: [{ verbs: ['get'] }] }), object({ rules: [{ verbs: ['get', 'list'] }] })),
    ).toEqual([{ path: 'rules[0].verbs', before: ['get'], after: ['get', 'list'] }]);
  });

  it.each(['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp'])(
    'is not %s, which the API server writes',
    field => {
      expect(fieldChanges(object({}, { [field]: '1' }), object({}, { [field]: '2' }))).toEqual([]);
    },
  );

  it('is not the status', () => {
    expect(fieldChanges(object({ status: { phase: 'a' } }), object({ status: { phase: 'b' } }))).toEqual([]);
  });

  it('is a label', () => {
    expect(fieldChanges(object({}), object({}, { labels: { team: 'x' } }))).toEqual([
      { path: 'metadata.labels.team', after: 'x' },
    ]);
  });

  it('does not contain the values of a Secret', () => {
    const secret = (token: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      data: { github_token: token },
    });
    expect(fieldChanges(secret('b2xk'), secret('bmV3'))).toEqual([
      { path: 'data.github_token', before: '(secret)', after: '(secret)' },
    ]);
  });
});
