import { configOf, findingsOf, noticesOf, refusalOf } from './files';

const servicesOf = (services: string) => configOf(`build: x\nservices: ${services}`).services;
const refused = (services: string) => refusalOf(`build: x\nservices: ${services}`);

test('a service keeps the order of the file', () => {
  expect(servicesOf('{ b: { image: x }, a: { image: y } }').map(({ name }) => name)).toEqual(['b', 'a']);
});

describe('the ports of a service', () => {
  test('are those of a well-known image by default', () => {
    expect(servicesOf('{ db: { image: "postgres:16" } }')[0]?.ports).toEqual([5432]);
    expect(servicesOf('{ db: { image: example/db } }')[0]?.ports).toEqual([]);
  });

  test('are not known with another command', () => {
    expect(servicesOf('{ db: { image: postgres, command: postgres -p 5433 } }')[0]?.ports).toEqual([]);
  });

  test('are given as numbers, also with the same port on both sides', () => {
    expect(servicesOf('{ db: { image: postgres, ports: [9000, "9001", "9002:9002", 9000] } }')[0]?.ports).toEqual([
      9000, 9001, 9002,
    ]);
  });

  test.each([
    [
      '"8080:80"',
      'maps one port to another, which a pod does not do, got "8080:80"; write 80, where the service listens',
    ],
    ['0', 'must be a port from 1 to 65535, got 0'],
    ['65536', 'must be a port from 1 to 65535, got 65536'],
    ['http', 'must be a port from 1 to 65535, got "http"'],
    ['"53/udp"', 'must be a port from 1 to 65535, got "53/udp"'],
    ['"1:2:3"', 'must be a port from 1 to 65535, got "1:2:3"'],
  ])('%s is refused', (port, message) => {
    expect(refused(`{ a: { image: b, ports: [${port}] } }`)).toBe(`services.a.ports[0]: ${message}`);
  });

  test.each([
    ['{ a: { image: postgres }, b: { image: "postgres:15" } }', 5432],
    ['{ a: { image: x, ports: [80] }, b: { image: nginx } }', 80],
    ['{ a: { image: x, ports: [1, 2] }, b: { image: y, ports: [3, 2] } }', 2],
  ])('of two services must differ: %s', (services, port) => {
    expect(refused(services)).toBe(
      `services.b: listens on port ${port}, as a does, and all services share the ports of one pod; set another port ` +
        'with command and ports',
    );
  });

  test('of two services of one image may differ by command', () => {
    expect(
      servicesOf('{ a: { image: postgres }, b: { image: postgres, command: postgres -p 5433, ports: [5433] } }').map(
        ({ ports }) => ports,
      ),
    ).toEqual([[5432], [5433]]);
  });
});

describe('a health check', () => {
  test('runs every two seconds for a minute by default', () => {
    expect(servicesOf('{ a: { image: b, healthcheck: { cmd: ready } } }')[0]?.healthcheck).toEqual({
      command: 'ready',
      intervalSeconds: 2,
      timeoutSeconds: 10,
      retries: 30,
    });
  });

  test('runs until its timeout', () => {
    const retriesOf = (times: string) =>
      servicesOf(`{ a: { image: b, healthcheck: { cmd: ready, ${times} } } }`)[0]?.healthcheck?.retries;
    expect(retriesOf('timeout: 5s')).toBe(3);
    expect(retriesOf('interval: 5s, timeout: 5s')).toBe(1);
    expect(retriesOf('interval: 500ms, timeout: 5s')).toBe(5);
  });

  test.each([
    ['{}', 'healthcheck.cmd: is required'],
    ['{ cmd: "" }', 'healthcheck.cmd: must not be empty; give a command such as make ci'],
    ['pg_isready', 'healthcheck: must be an object, got "pg_isready"; write healthcheck: { cmd: pg_isready }'],
    ['{ cmd: x, interval: 5s, timeout: 3s }', 'healthcheck: interval (5s) must not be longer than timeout (3s)'],
    ['{ cmd: x, interval: 2m }', 'healthcheck: interval (2m) must not be longer than timeout (60s)'],
    [
      '{ cmd: x, timeout: 60 }',
      'healthcheck.timeout: must be a string, got the number 60; it has no unit: write 60m for ' +
        'minutes or 60s for seconds',
    ],
    [
      '{ cmd: x, retries: 3 }',
      'healthcheck.retries: timeout says how long to wait until the service is ready; remove retries',
    ],
  ])('%s is refused', (healthcheck, finding) => {
    expect(refused(`{ a: { image: b, healthcheck: ${healthcheck} } }`)).toBe(`services.a.${finding}`);
  });
});

test.each([
  ['{ a: {} }', 'services.a.image: is required'],
  ['{ a: }', 'services.a: is empty; give an object or leave it out'],
  ['{ a: postgres }', 'services.a: must be an object, got "postgres"; write a: { image: postgres }'],
  ['[postgres]', 'services: must be an object, got a list'],
  [
    '{ a: { image: b, privileged: true } }',
    'services.a.privileged: services run without privileges; to run Docker, use a runner set with containerMode dind',
  ],
  ['{ a: { image: b, environment: {} } }', 'services.a.environment: unknown key; did you mean env?'],
  [
    '{ a: { image: b, resources: { memory: 1 } } }',
    'services.a.resources.memory: must be at least 4m, got 1 byte; did you mean 1g?',
  ],
  ['{ localhost: { image: b } }', 'services.localhost: a service cannot be named localhost; rename it'],
  [
    '{ a: { image: b, env: { "1 x": c } } }',
    'services.a.env["1 x"]: must be a variable name of letters, digits, _, - and ., got "1 x"',
  ],
])('%s is refused', (services, finding) => {
  expect(refused(services)).toBe(finding);
});

test.each([
  ['my_db', '; did you mean my-db?'],
  ['DB', '; did you mean db?'],
  ['-a', ''],
  ['a'.repeat(51), ''],
  ['ä', ''],
])('%s is not the name of a service, since it is a host name', (name, remedy) => {
  const [, message] = refused(`{ ${JSON.stringify(name)}: { image: x } }`).split(': ');
  expect(message).toBe(
    'the name of a service must have at most 50 lower-case letters, digits and -, starting and ending with ' +
      `a letter or digit, got ${JSON.stringify(name)}${remedy}`,
  );
});

test('a wrong service does not hide what is wrong with the others', () => {
  expect(findingsOf('build: x\nservices: { a: {}, b: { image: redis }, c_d: { image: redis } }')).toEqual([
    '2:16  services.a.image: is required',
    expect.stringContaining('2:41  services.c_d: the name of a service must have'),
    expect.stringContaining('2:41  services.c_d: listens on port 6379, as b does'),
  ]);
});

test('services are reached without a network, which a notice says', () => {
  const text = 'command: x\nservices: { a: { image: b } }\ncontainer: { network: none }';
  expect(noticesOf(text)).toEqual([
    '3:23  container.network: is none: the command reaches the services, by their names and on localhost, ' +
      'and nothing else',
  ]);
  expect(noticesOf(text.replace('none', 'host'))).toEqual([]);
  expect(noticesOf('command: x\ncontainer: { network: none }')).toEqual([]);
});
