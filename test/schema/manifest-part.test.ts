import { Lazy } from 'cdk8s';
import { k8s } from '../../src/kubernetes';
import { findUnwritable } from '../../src/schema/manifest-part';

class Container {
  readonly name = 'runner';
}

test.each([
  ['text', 'a'],
  ['a number', 1.5],
  ['true', true],
  ['null', null],
  ['nothing', undefined],
  ['an undefined property', { a: undefined }],
  ['nested lists and objects', [{ a: [{}, []] }]],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
  ['a quantity', { cpu: k8s.Quantity.fromString('1') }],
  ['a port', [k8s.IntOrString.fromNumber(80)]],
  ['a lazy value', { image: Lazy.any({ produce: () => 'a' }) }],
  ['a token', { resolve: () => 'a' }],
])('%s can be written', (_, part) => {
  expect(findUnwritable(part, ['template'])).toEqual([]);
});

test('the same object in two places can be written', () => {
  const resources = { limits: {} };
  expect(findUnwritable({ a: resources, b: [resources, resources] }, [])).toEqual([]);
});

test.each([
  ['a Map', new Map()],
  ['a Set', new Set()],
  ['a Date', new Date(0)],
  ['a RegExp', /a/],
  ['an object', new Container()],
  ['a function', () => 'a'],
  ['a symbol', Symbol('a')],
  ['a bigint', 1n],
  ['the number NaN', NaN],
  ['the number Infinity', Infinity],
])('%s cannot be written', (what, value) => {
  expect(findUnwritable({ a: [0, value] }, ['template'])).toEqual([
    { path: ['template', 'a', 1], message: `must be plain data (text, numbers, lists, objects), got ${what}` },
  ]);
});

test.each([
  ['undefined in a list', [undefined]],
  ['a missing entry of a list', new Array<unknown>(1)],
])('%s is reported as empty', (_, list) => {
  expect(findUnwritable(list, ['args'])).toEqual([{ path: ['args', 0], message: 'is empty; give a value' }]);
});

test('a value that contains itself is refused at its path', () => {
  const pod: Record<string, unknown> = { spec: { containers: [] } };
  (pod.spec as { containers: unknown[] }).containers.push({ pod });
  expect(findUnwritable(pod, [])).toEqual([
    { path: ['spec', 'containers', 0, 'pod'], message: 'must not contain itself' },
  ]);
});
