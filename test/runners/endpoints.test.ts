import { ContainerMode, type RunnerSetProps } from '../../src';
import { noticesOf } from '../../src/app/notices';
import type { k8s } from '../../src/kubernetes';
import { everyMode } from '../support/modes';
import { findingsOf, synthSet } from '../support/sets';

const networkPolicy = { denyPrivateNetworks: true, apiServer: '10.96.0.1/32' };
const refused = (props: Partial<RunnerSetProps>) => findingsOf(() => synthSet({ networkPolicy, ...props }));
const closes = (place: string, url: string, allow: string) =>
  `${place}: ${url} is in a network that networkPolicy closes; add ${allow} to networkPolicy.allow`;
const container = (fields: Partial<k8s.Container>): k8s.PodTemplateSpec => ({
  spec: { containers: [{ name: 'runner', ...fields }] },
});

describe('a private address that the network policy closes is refused', () => {
  test.each<[string, Partial<RunnerSetProps>, string]>([
    [
      'as proxy',
      { proxy: { https: { url: 'http://10.0.0.5:3128' } } },
      closes('proxy.https.url', 'http://10.0.0.5:3128', '{ cidr: 10.0.0.5/32, ports: [3128] }'),
    ],
    [
      'as proxy of plain HTTP only',
      { proxy: { http: { url: 'http://10.0.0.5:3128' } } },
      closes('proxy.http.url', 'http://10.0.0.5:3128', '{ cidr: 10.0.0.5/32, ports: [3128] }'),
    ],
    [
      'as proxy with an https URL',
      { proxy: { https: { url: 'https://10.0.0.5:3128' } } },
      closes('proxy.https.url', 'https://10.0.0.5:3128', '{ cidr: 10.0.0.5/32, ports: [3128] }'),
    ],
    [
      'as GitHub Enterprise Server',
      { githubConfigUrl: 'https://192.168.1.9/octo/docs' },
      closes('githubConfigUrl', 'https://192.168.1.9/octo/docs', '{ cidr: 192.168.1.9/32, ports: [443] }'),
    ],
    [
      'as registry mirror',
      { containerMode: ContainerMode.dind({ registryMirrors: ['https://mirror.gcr.io', 'http://10.0.0.5:5000'] }) },
      closes('containerMode.registryMirrors[1]', 'http://10.0.0.5:5000', '{ cidr: 10.0.0.5/32, ports: [5000] }'),
    ],
    [
      'as registry mirror in the arguments of the daemon',
      { containerMode: ContainerMode.dind({ daemonArgs: ['--debug', '--registry-mirror=http://10.0.0.5:5000'] }) },
      closes('containerMode.daemonArgs[1]', 'http://10.0.0.5:5000', '{ cidr: 10.0.0.5/32, ports: [5000] }'),
    ],
    [
      'in a variable of the set',
      { env: { GOPROXY: 'http://10.0.0.5/go,direct' } },
      closes('env.GOPROXY', 'http://10.0.0.5', '{ cidr: 10.0.0.5/32, ports: [80] }'),
    ],
    [
      'in a variable of template',
      { template: container({ env: [{ name: 'X', value: 'tcp://[fd00::5]:99' }] }) },
      closes('template.spec.containers[0].env[0].value', 'tcp://[fd00::5]:99', '{ cidr: "fd00::5/128", ports: [99] }'),
    ],
    [
      'in an argument of a job pod',
      {
        containerMode: everyMode['kubernetes-novolume'],
        jobPod: {
          template: { spec: { containers: [{ name: 'side', image: 'side:1', args: ['--to=http://10.0.0.5'] }] } },
        },
      },
      closes('jobPod.template.spec.containers[0].args[0]', 'http://10.0.0.5', '{ cidr: 10.0.0.5/32, ports: [80] }'),
    ],
  ])('%s', (_, props, finding) => {
    expect(refused(props)).toEqual([finding]);
  });

  test('as the proxy of both schemes, once for each', () => {
    const server = { url: 'http://10.0.0.5:3128' };
    expect(refused({ proxy: { http: server, https: server } })).toEqual(
      ['proxy.http.url', 'proxy.https.url'].map(place =>
        closes(place, server.url, '{ cidr: 10.0.0.5/32, ports: [3128] }'),
      ),
    );
  });

  test('once for all instances', () => {
    expect(refused({ instances: 3, env: { A: 'http://10.0.0.5' } })).toHaveLength(1);
  });
});

describe('a private address is accepted', () => {
  test.each<[string, Partial<RunnerSetProps>]>([
    ['without a policy', { networkPolicy: undefined, proxy: { https: { url: 'http://10.0.0.5:3128' } } }],
    [
      'that networkPolicy.allow has',
      { networkPolicy: { ...networkPolicy, allow: [{ cidr: '10.0.0.0/8' }] }, env: { A: 'http://10.0.0.5' } },
    ],
    [
      'of the bridge of Docker, which is inside the pod',
      { containerMode: everyMode.dind, env: { A: 'http://172.17.0.1:5000' } },
    ],
    ['that is the socket of the daemon', { containerMode: everyMode.dind }],
  ])('%s', (_, props) => {
    expect(() => synthSet({ networkPolicy, ...props })).not.toThrow();
  });
});

test('a host name that may have a private address gives one notice', () => {
  const { set } = synthSet({ networkPolicy, instances: 2, proxy: { https: { url: 'http://proxy.example:3128' } } });
  expect(noticesOf(set).filter(notice => notice.includes('networkPolicy'))).toEqual([
    expect.stringContaining(
      'proxy.https.url: networkPolicy.denyPrivateNetworks closes http://proxy.example:3128 if proxy.example ' +
        'has a private address; then add its network, or the labels of its pods, to networkPolicy.allow',
    ),
  ]);
});
