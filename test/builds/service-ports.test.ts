import type { BuildService } from '../../src/builds/build-config';
import { portClashes, wellKnownPort } from '../../src/builds/service-ports';

test.each([
  ['postgres', 5432],
  ['postgres:16', 5432],
  ['postgres@sha256:0', 5432],
  ['registry.example.com:5000/library/redis:7-alpine', 6379],
  ['bitnami/mysql', 3306],
  ['postgres-exporter', undefined],
  ['constructor', undefined],
])('the port of %s is %p', (image, port) => {
  expect(wellKnownPort(image)).toBe(port);
});

const service = (name: string, ...ports: number[]): BuildService => ({ name, image: 'x', env: {}, ports });

test('services on different ports do not clash', () => {
  expect(portClashes([service('a', 1, 2), service('b', 3), service('c')])).toEqual([]);
});

test('each port of a service that an earlier one has is a clash', () => {
  const [a, b, c] = [service('a', 1, 2), service('b', 2, 3), service('c', 3, 1)] as const;
  expect(portClashes([a, b, c])).toEqual([
    { service: b, earlier: a, port: 2 },
    { service: c, earlier: b, port: 3 },
    { service: c, earlier: a, port: 1 },
  ]);
});
