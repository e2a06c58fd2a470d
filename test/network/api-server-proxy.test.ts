import type { ContainerModeType, RunnerSetProps } from '../../src';
import { noticesOf } from '../../src/app/notices';
import { synthController } from '../controller/controllers';
import { everyMode } from '../support/modes';
import { findingsOf, synthSet } from '../support/sets';
import { pattern } from '../support/pattern';

const proxy = { https: { url: 'http://proxy:3128' } };

test.each([
  '.svc',
  '*.example.com',
  'registry.example:5000',
  'localhost',
  'my_host',
  'Example.com.',
  '10.0.0.1',
  '10.0.0.1:8080',
  '10.0.0.0/8',
  '::1',
  '[::1]:8080',
  'fd00::/8',
  '*',
])('noProxy may have %s', entry => {
  expect(() => synthSet({ proxy: { ...proxy, noProxy: [entry] } })).not.toThrow();
});

test.each(['', 'a b', 'http://example.com', 'example.com/path', '10.0.0.0/33', 'fd00::/129', '10.0.0.*', 'a:b', 'a@b'])(
  'noProxy cannot have %j, which no program reads',
  entry => {
    expect(findingsOf(() => synthSet({ proxy: { ...proxy, noProxy: [entry] } }))).toEqual([
      'proxy.noProxy[0]: must be one host, domain, address or network, such as .svc or 10.0.0.0/8, got ' +
        JSON.stringify(entry),
    ]);
  },
);

describe('a proxy in variables, to which calls to the API server would go', () => {
  const https = { name: 'HTTPS_PROXY', value: 'http://proxy:3128' };
  const except = (value: string) => ({ name: 'NO_PROXY', value });
  const listener = (...env: object[]) => ({ listenerTemplate: { spec: { containers: [{ name: 'listener', env }] } } });
  const inListener = (index: number) => [
    `listenerTemplate.spec.containers[0].env[${index}]: would send the listener's calls to the Kubernetes API server ` +
      'to the proxy; add $(KUBERNETES_SERVICE_HOST) to NO_PROXY',
  ];

  test.each<[string, Partial<RunnerSetProps>, number]>([
    ['HTTPS_PROXY alone', listener(https) as Partial<RunnerSetProps>, 0],
    ['https_proxy alone', listener({ ...https, name: 'https_proxy' }) as Partial<RunnerSetProps>, 0],
    ['NO_PROXY of names', listener(https, except('.svc,kubernetes.default')) as Partial<RunnerSetProps>, 1],
    ['NO_PROXY beside the prop proxy', { proxy, ...(listener(except('.svc')) as object) }, 0],
  ])('is refused in the listener: %s', (_, props, index) => {
    expect(findingsOf(() => synthSet(props))).toEqual(inListener(index));
  });

  test.each([
    [except('$(KUBERNETES_SERVICE_HOST),.svc')],
    [except('.svc, 10.96.0.1')],
    [except('10.0.0.0/8')],
    [except('*')],
    [{ name: 'no_proxy', value: '10.96.0.1' }],
    [{ name: 'NO_PROXY', valueFrom: { configMapKeyRef: { name: 'proxy', key: 'no' } } }],
  ])('is accepted in the listener with %j', exceptions => {
    expect(() => synthSet(listener(https, exceptions) as Partial<RunnerSetProps>)).not.toThrow();
  });

  test('is accepted for HTTP, which the API server does not speak', () => {
    const http = { name: 'HTTP_PROXY', value: 'http://proxy:3128' };
    expect(() => synthSet(listener(http, { name: 'HTTPS_PROXY', value: '' }) as object)).not.toThrow();
  });

  const noticesWith = (type: ContainerModeType, env: Record<string, string>) =>
    noticesOf(synthSet({ containerMode: everyMode[type], env }).set).filter(notice =>
      notice.includes('container hook'),
    );

  test('has a notice where container hooks use it', () => {
    expect(noticesWith('kubernetes', { HTTPS_PROXY: https.value })).toEqual([
      expect.stringMatching(
        pattern(
          /env\.HTTPS_PROXY: the container hook of containerMode kubernetes sends its calls .*; /,
          /add .* to NO_PROXY, or set proxy/,
        ),
      ),
    ]);
    expect(noticesWith('kubernetes', { HTTPS_PROXY: https.value, NO_PROXY: '10.0.0.0/8' })).toEqual([
      expect.stringContaining('env.NO_PROXY: the container hook'),
    ]);
  });

  test.each<[ContainerModeType, string]>([
    ['kubernetes', '$(KUBERNETES_SERVICE_HOST)'],
    ['kubernetes-novolume', '.svc'],
    ['dind', '.svc'],
  ])('has no notice in mode %s with NO_PROXY %s', (type, value) => {
    expect(noticesWith(type, { HTTPS_PROXY: https.value, NO_PROXY: value })).toEqual([]);
  });

  test('has a notice in the controller', () => {
    const noticesOfController = (env: { name: string; value: string }[]) =>
      noticesOf(synthController({ env }).controller);
    expect(noticesOfController([https])).toEqual([
      expect.stringContaining(
        "env[0]: sends the controller's calls to the Kubernetes API server to the proxy; add " +
          '$(KUBERNETES_SERVICE_HOST) to NO_PROXY, or set proxy instead of env',
      ),
    ]);
    expect(noticesOfController([https, except('10.0.0.0/8')])).toEqual([]);
  });
});
