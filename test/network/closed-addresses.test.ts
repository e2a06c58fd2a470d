import { BlockList } from 'node:net';
import * as fc from 'fast-check';
import type { NetworkPolicyProps, Proxy } from '../../src';
import { checkEndpoints, urlsIn } from '../../src/network/closed-addresses';

const closed: NetworkPolicyProps = { denyPrivateNetworks: true };

function check(url: string, policy: NetworkPolicyProps = closed, proxy?: Proxy, isGuess = false): string {
  const { findings, notices } = checkEndpoints(policy, proxy, [{ url, path: ['env', 'MIRROR'], isGuess }]);
  if (findings.length > 0) return 'refused';
  return notices.length > 0 ? 'noticed' : 'passes';
}

describe('an endpoint', () => {
  test.each([
    ['http://10.0.0.5', 'refused'],
    ['https://172.16.0.1/path', 'refused'],
    ['https://172.32.0.1', 'passes'],
    ['http://192.168.1.4:5000', 'refused'],
    ['tcp://100.64.0.1:2375', 'refused'],
    ['http://[fd00::5]:5000', 'refused'],
    ['http://[fe80::1]', 'refused'],
    ['http://169.254.169.254', 'refused'],
    ['https://140.82.121.4', 'passes'],
    ['http://[2606:50c0::1]', 'passes'],
    ['http://127.0.0.1:3000', 'passes'],
    ['http://localhost:3000', 'passes'],
    ['http://user:$(PASSWORD)@10.0.0.5', 'refused'],
    ['https://github.com/octo/docs', 'passes'],
    ['https://ghe.example/octo/docs', 'noticed'],
    ['http://mirror:5000', 'noticed'],
  ])('%s: %s while private networks are closed', (url, result) => {
    expect(check(url)).toBe(result);
  });

  test.each([
    ['http://10.0.0.5', 'passes'],
    ['http://mirror.corp', 'passes'],
    ['http://169.254.169.254', 'refused'],
  ])('%s: %s while private networks are open', (url, result) => {
    expect(check(url, {})).toBe(result);
  });

  test.each<[string, NetworkPolicyProps['allow'], string]>([
    ['http://10.0.0.5:5000', [{ cidr: '10.0.0.5/32' }], 'passes'],
    ['http://10.0.0.5:5000', [{ cidr: '10.0.0.0/8', ports: [5000] }], 'passes'],
    ['http://10.0.0.5:5000', [{ cidr: '10.0.0.0/8', ports: [443] }], 'refused'],
    ['http://10.0.0.5', [{ cidr: '10.0.0.0/8', ports: [80] }], 'passes'],
    ['http://10.0.0.5:5000', [{ cidr: '10.0.1.0/24' }], 'refused'],
    ['http://[fd00::5]', [{ cidr: 'fd00::/8' }], 'passes'],
    ['http://10.0.0.5', [{ cidr: '::/0' }], 'refused'],
    ['http://[fd00::5]', [{ cidr: '0.0.0.0/0' }], 'refused'],
    ['http://10.96.0.9', [{ podLabels: { app: 'mirror' } }], 'noticed'],
    ['http://10.96.0.9', [{ podLabels: { app: 'mirror' }, ports: [443] }], 'refused'],
    ['http://mirror.services.svc', [{ namespaceLabels: { name: 'services' } }], 'passes'],
    ['http://mirror.example', [{ cidr: '10.0.0.5/32' }], 'passes'],
    ['http://mirror.example', [{ cidr: '10.0.0.5/32', ports: [443] }], 'noticed'],
  ])('%s with allow %j: %s', (url, allow, result) => {
    expect(check(url, { ...closed, allow })).toBe(result);
  });

  test('at the address of the API server passes', () => {
    expect(check('https://10.96.0.1', { ...closed, apiServer: '10.96.0.1/32' })).toBe('passes');
  });

  test.each<[string, readonly string[], string]>([
    ['https://10.0.0.5', [], 'passes'],
    ['http://10.0.0.5', [], 'refused'],
    ['tcp://10.0.0.5:2375', [], 'refused'],
    ['https://10.0.0.5', ['10.0.0.5'], 'refused'],
    ['https://10.0.0.5', ['10.0.0.0/8'], 'refused'],
    ['https://10.0.0.5', ['11.0.0.0/8', 'fd00::/8'], 'passes'],
    ['https://10.0.0.5', ['*'], 'refused'],
    ['https://mirror.corp', ['.corp'], 'noticed'],
    ['https://mirror.corp', ['corp'], 'noticed'],
    ['https://mirror.corp', ['*.corp'], 'noticed'],
    ['https://mirror.corp', ['mirror.corp:443'], 'noticed'],
    ['https://mirror.corp', ['mirror.corp:80'], 'passes'],
    ['https://mirror.corp', ['other.corp'], 'passes'],
  ])('%s with a proxy for https and noProxy %j: %s', (url, noProxy, result) => {
    expect(check(url, closed, { https: { url: 'http://proxy:3128' }, noProxy })).toBe(result);
  });

  test.each([
    ['https://registry.npmjs.org', 'passes'],
    ['http://mirror', 'noticed'],
    ['http://mirror.services.svc.cluster.local', 'noticed'],
    ['http://10.0.0.5', 'refused'],
  ])('%s in a variable: %s', (url, result) => {
    expect(check(url, closed, undefined, true)).toBe(result);
  });

  test('that is refused is accepted with the entry that the message recommends', () => {
    const privateAddress = fc.tuple(fc.constantFrom('10.1', '172.20', '192.168'), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(privateAddress, fc.integer({ min: 1, max: 65535 }), ([net, a, b], port) => {
        const url = `http://${net}.${a}.${b}:${port}`;
        const [finding] = checkEndpoints(closed, undefined, [{ url, path: ['env', 'A'] }]).findings;
        const [, cidr = '', allowedPort] = /add \{ cidr: (\S+), ports: \[(\d+)\] \}/.exec(finding?.message ?? '') ?? [];
        const list = new BlockList();
        list.addSubnet(cidr.split('/')[0] as string, Number(cidr.split('/')[1]));
        expect(list.check(`${net}.${a}.${b}`)).toBe(true);
        expect(check(url, { ...closed, allow: [{ cidr, ports: [Number(allowedPort)] }] })).toBe('passes');
      }),
    );
  });
});

test.each([
  ['--registry-mirror=http://10.0.0.5:5000', ['http://10.0.0.5:5000']],
  ['http://a.example/x,https://b.example', ['http://a.example', 'https://b.example']],
  ['see "http://[fd00::5]:5000/x"', ['http://[fd00::5]:5000']],
  ['http://user:word@10.0.0.5/x', ['http://10.0.0.5']],
  ['http://$(HOST):5000', []],
  ['http://mirror$(N).example', []],
  ['unix:///var/run/docker.sock', []],
  ['10.0.0.5:5000', []],
])('the URLs in %j are %j', (text, urls) => {
  expect(urlsIn(text)).toEqual(urls);
});
