import { ContainerMode, type ContainerModeType, type PrivateCa, type Proxy, type RunnerSetProps } from '../../src';
import { noticesOf } from '../../src/app/notices';
import { fileOfSets, manifestsOf, runnerSet } from '../config/files';
import { synthController } from '../controller/controllers';
import { manifestProblems } from '../support/manifests';
import { everyMode, modes } from '../support/modes';
import {
  envOf,
  findingsOf,
  synthSet,
  type ContainerManifest,
  type PodManifest,
  type SynthesizedSet,
} from '../support/sets';

const proxy: Proxy = {
  http: { url: 'http://proxy:3128' },
  https: { url: 'http://proxy:3129', credentialSecretRef: 'proxy' },
  noProxy: ['.svc', '10.0.0.0/8'],
};
const githubServerTls: PrivateCa = { configMap: 'ca', key: 'ca.crt', runnerMountPath: '/ca' };

/** Containers that only copy files, and need no network. */
const COPYING = ['init-dind-externals', 'fs-init'];

/** Every container of the runner pod and of the job pod in which steps or a daemon run, by name. */
function workers(set: SynthesizedSet): Record<string, ContainerManifest> {
  const all = podsOf(set)
    .flatMap(pod => [...(pod.initContainers ?? []), ...pod.containers])
    .filter(({ name }) => !COPYING.includes(name));
  return Object.fromEntries(all.map(container => [container.name, container]));
}

function podsOf(set: SynthesizedSet): PodManifest[] {
  const jobPod = set.set.scaleSets[0]?.effectiveJobPod();
  return [set.pod, ...(jobPod ? [jobPod.spec as unknown as PodManifest] : [])];
}

const ofEach = <T>(set: SynthesizedSet, what: (container: ContainerManifest) => T) =>
  Object.fromEntries(Object.entries(workers(set)).map(([name, container]) => [name, what(container)]));

const UPPER = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
const BOTH = [...UPPER, 'http_proxy', 'https_proxy', 'no_proxy'];
const hooked = { runner: UPPER, job: BOTH };
const variables: Record<ContainerModeType, object> = {
  runner: { runner: UPPER },
  kubernetes: hooked,
  'kubernetes-novolume': hooked,
  'cached-privileged-kubernetes': hooked,
  dind: { runner: UPPER, dind: BOTH },
};
const mounts: Record<string, string> = { runner: '/ca/ca.crt', job: '/ca/ca.crt', dind: '/etc/ssl/certs/ca.crt' };

const cases: [ContainerModeType, string, ContainerMode][] = [
  ...modes.map(([type, mode]): [ContainerModeType, string, ContainerMode] => [type, '1.36', mode]),
  ['dind', '1.28', everyMode.dind],
];

describe('proxy and githubServerTls of an app with a controller', () => {
  const {
    proxy: ofApp,
    githubServerTls: { runnerMountPath: _, ...ca },
  } = { proxy, githubServerTls };
  const { template, manager } = synthController({ proxy: ofApp, githubServerTls: ca });

  test('the controller has the variables of the proxy in both spellings, and no proxy for the API server', () => {
    expect((manager.env as { name: string }[]).map(({ name }) => name).filter(name => BOTH.includes(name))).toEqual(
      BOTH,
    );
    expect(envOf(manager)).toMatchObject({
      NO_PROXY: '$(KUBERNETES_SERVICE_HOST),.svc,10.0.0.0/8',
      no_proxy: '$(KUBERNETES_SERVICE_HOST),.svc,10.0.0.0/8',
    });
  });

  test('the controller has the certificate in addition to those of its image', () => {
    expect(manager.volumeMounts).toContainEqual({
      name: 'github-server-tls-cert',
      mountPath: '/etc/ssl/certs/ca.crt',
      subPath: 'ca.crt',
      readOnly: true,
    });
    expect(template.spec.volumes).toContainEqual({
      name: 'github-server-tls-cert',
      configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    });
  });

  test.each([
    [{ env: [{ name: 'HTTPS_PROXY', value: 'x' }] }, 'env[0]: HTTPS_PROXY is set by the controller itself; remove it'],
    [
      { volumes: [{ name: 'github-server-tls-cert', emptyDir: {} }] },
      'volumes[0]: github-server-tls-cert is set by the controller itself; remove it',
    ],
    [
      { volumeMounts: [{ name: 'tmp', mountPath: '/etc/ssl/certs/ca.crt' }] },
      'volumeMounts[0]: /etc/ssl/certs/ca.crt is set by the controller itself; remove it',
    ],
  ])('%j is refused in addition', (props, message) => {
    expect(findingsOf(() => synthController({ proxy, githubServerTls: ca, ...props }))).toEqual([message]);
  });

  test.each([
    [{ proxy: {} }, 'proxy: must have http or https; without a proxy leave it out'],
    [
      { githubServerTls: { configMap: 'A b', key: 'ca.crt' } },
      'githubServerTls.configMap: must be the name of a ConfigMap, got "A b"',
    ],
  ])('%j is refused', (props, message) => {
    expect(findingsOf(() => synthController(props))).toEqual([message]);
  });
});

describe('proxy and githubServerTls of a deskrun.yaml', () => {
  const said = [
    'proxy: { https: { url: "http://proxy:3129", credentialSecretRef: proxy } }',
    'githubServerTls: { configMap: ca, key: ca.crt, runnerMountPath: /ca }',
    'controller: { install: {} }',
  ];
  const manifests = manifestsOf(
    [...said, fileOfSets(runnerSet('one'), runnerSet('two', '', 'kubernetes-novolume'))].join('\n'),
  );
  const ofKind = (kind: string) => manifests.filter(manifest => manifest.kind === kind);

  test('are set on the controller, and on the fields of each scale set for the client of ARC and the listener', () => {
    expect(envOf(ofKind('Deployment')[0].spec.template.spec.containers[0])).toHaveProperty('HTTPS_PROXY');
    expect(ofKind('AutoscalingRunnerSet').map(({ spec }) => [spec.proxy, spec.githubServerTLS])).toEqual(
      Array.from({ length: 2 }, () => [
        { https: { url: 'http://proxy:3129', credentialSecretRef: 'proxy' } },
        { certificateFrom: { configMapKeyRef: { name: 'ca', key: 'ca.crt' } } },
      ]),
    );
  });

  test('are set on the runner, the Docker daemon and the job pod', () => {
    const [dind, hooked] = ofKind('AutoscalingRunnerSet').map(({ spec }) => spec.template.spec as PodManifest);
    const workers = [
      ...(dind?.initContainers ?? []),
      ...(dind?.containers ?? []),
      ...(hooked?.containers ?? []),
    ].filter(({ name }) => !COPYING.includes(name));
    expect(workers.map(({ name }) => name)).toEqual(['dind', 'runner', 'runner']);
    for (const worker of workers) expect(envOf(worker)).toHaveProperty('HTTPS_PROXY');
    expect(ofKind('ConfigMap').map(({ data }) => data.content as string)).toEqual([
      expect.stringContaining('HTTPS_PROXY'),
    ]);
  });
});

describe.each(cases)(
  'proxy and githubServerTls of a chart, in mode %s on Kubernetes %s:',
  (type, kubernetesVersion, containerMode) => {
    const set = synthSet({ containerMode }, { kubernetesVersion, proxy, githubServerTls });

    test('the runner has the upper-case variables, and every other container has both spellings', () => {
      expect(ofEach(set, ({ env }) => env.map(({ name }) => String(name)).filter(name => BOTH.includes(name)))).toEqual(
        variables[type],
      );
    });

    test('the password is in a variable from a Secret, before the variable that refers to it', () => {
      const secret = (key: string) => ({
        name: `DESKRUN_HTTPS_PROXY_${key.toUpperCase()}`,
        valueFrom: { secretKeyRef: { name: 'proxy', key } },
      });
      for (const { env } of Object.values(workers(set))) {
        const names = env.map(({ name }) => String(name));
        expect(env.slice(names.indexOf('DESKRUN_HTTPS_PROXY_USERNAME'))).toMatchObject([
          secret('username'),
          secret('password'),
          { name: 'HTTP_PROXY', value: 'http://proxy:3128' },
          {
            name: 'HTTPS_PROXY',
            value: 'http://$(DESKRUN_HTTPS_PROXY_USERNAME):$(DESKRUN_HTTPS_PROXY_PASSWORD)@proxy:3129',
          },
          ...env.slice(names.indexOf('NO_PROXY')),
        ]);
      }
    });

    test('the certificate is mounted in every container with steps or a daemon, and Node.js has its path', () => {
      const mounted = Object.keys(variables[type]).map(name => [
        name,
        [{ name: 'github-server-tls-cert', mountPath: mounts[name], subPath: 'ca.crt', readOnly: true }],
      ]);
      expect(
        ofEach(set, ({ volumeMounts }) => volumeMounts.filter(({ name }) => name === 'github-server-tls-cert')),
      ).toEqual(Object.fromEntries(mounted));
      for (const { volumes } of podsOf(set))
        expect(volumes).toContainEqual({
          name: 'github-server-tls-cert',
          configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
        });
      const { dind: _, ...told } = ofEach(set, container => envOf(container).NODE_EXTRA_CA_CERTS);
      expect(told).toEqual({ runner: '/ca/ca.crt', ...('job' in variables[type] && { job: '/ca/ca.crt' }) });
    });
  },
);

describe('proxy and githubServerTls of a chart', () => {
  const sets = modes.map(([, containerMode]) => synthSet({ containerMode }, { proxy, githubServerTls }));

  test('are set in the fields of ARC for the listener', () => {
    for (const { runnerSet } of sets) {
      expect(runnerSet.spec).toMatchObject({
        proxy,
        githubServerTLS: { certificateFrom: { configMapKeyRef: { name: 'ca', key: 'ca.crt' } } },
      });
    }
  });

  test('make the start script of the runner install the certificate', () => {
    expect(sets.map(({ runner }) => envOf(runner).RUNNER_UPDATE_CA_CERTS)).toEqual(modes.map(() => '1'));
  });

  test('give valid manifests', () => {
    expect(sets.flatMap(({ manifests }) => manifestProblems(manifests, ['ConfigMap arc-runners/ca']))).toEqual([]);
  });
});

describe('a certificate authority without runnerMountPath', () => {
  const [plain, set] = [
    synthSet({ containerMode: everyMode.dind }),
    synthSet({ containerMode: everyMode.dind, githubServerTls: { configMap: 'ca', key: 'ca.crt' } }),
  ];

  test('changes no pod', () => {
    expect(set.pod).toEqual(plain.pod);
  });

  test('is read by the controller, whose Role allows it to read ConfigMaps', () => {
    expect(set.runnerSet.spec.githubServerTLS).toEqual({
      certificateFrom: { configMapKeyRef: { name: 'ca', key: 'ca.crt' } },
    });
    expect(set.one('Role', '-manager').rules).toEqual([
      ...plain.one('Role', '-manager').rules,
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
    ]);
  });
});

describe('the API server is reached without the proxy', () => {
  const https = { url: 'http://proxy:3128' };
  const listenerOf = ({ runnerSet }: SynthesizedSet) => runnerSet.spec.listenerTemplate.spec;

  test.each([
    [undefined, '$(KUBERNETES_SERVICE_HOST)'],
    [[], '$(KUBERNETES_SERVICE_HOST)'],
    [['.svc', '10.0.0.0/8'], '$(KUBERNETES_SERVICE_HOST),.svc,10.0.0.0/8'],
    [['*'], '*'],
    [['*', '.svc'], '$(KUBERNETES_SERVICE_HOST),*,.svc'],
  ])('with noProxy %j, by runner, job pod and listener', (noProxy, value) => {
    const set = synthSet({ proxy: { https, noProxy } });
    expect(envOf(set.runner).NO_PROXY).toBe(value);
    expect(envOf(set.job)).toMatchObject({ NO_PROXY: value, no_proxy: value });
    expect(listenerOf(set)).toEqual({
      terminationGracePeriodSeconds: 60,
      containers: [{ name: 'listener', env: [{ name: 'NO_PROXY', value }] }],
    });
  });

  test('noProxy is written unchanged for ARC', () => {
    expect(synthSet({ proxy: { https, noProxy: [] } }).runnerSet.spec.proxy).toEqual({ https });
    expect(synthSet({ proxy: { https, noProxy: ['.svc'] } }).runnerSet.spec.proxy).toEqual({
      https,
      noProxy: ['.svc'],
    });
  });

  test('a listenerTemplate keeps its fields', () => {
    const sidecar = { name: 'sidecar', image: 'sidecar:1' };
    const env = [{ name: 'LOG', value: 'debug' }];
    const template = { spec: { nodeSelector: { disk: 'nvme' }, containers: [sidecar, { name: 'listener', env }] } };
    expect(listenerOf(synthSet({ proxy: { https }, listenerTemplate: template }))).toEqual({
      terminationGracePeriodSeconds: 60,
      nodeSelector: { disk: 'nvme' },
      containers: [
        sidecar,
        { name: 'listener', env: [...env, { name: 'NO_PROXY', value: '$(KUBERNETES_SERVICE_HOST)' }] },
      ],
    });
  });

  test.each(['NO_PROXY', 'no_proxy'])('%s of a listenerTemplate is kept', name => {
    const env = [{ name, value: '10.96.0.1' }];
    const listenerTemplate = { spec: { containers: [{ name: 'listener', env }] } };
    expect(listenerOf(synthSet({ proxy: { https }, listenerTemplate })).containers).toEqual([
      { name: 'listener', env },
    ]);
  });

  test('without a proxy no listener template is written', () => {
    expect(synthSet({}).runnerSet.spec).not.toHaveProperty('listenerTemplate');
  });

  test('a variable in noProxy is refused', () => {
    expect(findingsOf(() => synthSet({ proxy: { https, noProxy: ['$(KUBERNETES_SERVICE_HOST)'] } }))).toEqual([
      'proxy.noProxy[0]: must be written out, got "$(KUBERNETES_SERVICE_HOST)": ARC keeps noProxy in a ' +
        'Secret, where no variable is expanded',
    ]);
  });

  const isNoticed = (containerMode: ContainerMode, noProxy: readonly string[]) =>
    noticesOf(synthSet({ containerMode, proxy: { https, noProxy } }).set).some(notice =>
      notice.includes('proxy.noProxy: the container hook of containerMode kubernetes reads no network or name'),
    );

  test.each([
    ['kubernetes', ['.svc', '10.0.0.0/8'], true],
    ['kubernetes', ['kubernetes.default.svc'], true],
    ['kubernetes', ['.svc', '10.96.0.1'], false],
    ['kubernetes', ['*'], false],
    ['kubernetes', [], false],
    ['kubernetes-novolume', ['.svc'], false],
    ['dind', ['.svc'], false],
  ] as const)('mode %s with noProxy %j, a notice: %s', (type, noProxy, noticed) => {
    expect(isNoticed(everyMode[type], noProxy)).toBe(noticed);
  });
});

test('an env variable that the proxy sets too is refused, with its key', () => {
  expect(findingsOf(() => synthSet({ proxy, env: { HTTPS_PROXY: 'x' } }))).toEqual([
    'env.HTTPS_PROXY: sets env variable "HTTPS_PROXY" of container runner, which proxy sets too; leave it out, or ' +
      'set the value in template',
  ]);
});

test('a certificate in the root directory has a normalized path', () => {
  const set = synthSet({ githubServerTls: { configMap: 'ca', key: 'ca.crt', runnerMountPath: '/' } });
  expect(envOf(set.runner).NODE_EXTRA_CA_CERTS).toBe('/ca.crt');
});

const https = (url: string): Partial<RunnerSetProps> => ({ proxy: { https: { url } } });
const wanted = 'proxy.https.url: must be a URL such as http://proxy.example:3128';

test.each<[string, Partial<RunnerSetProps>, string]>([
  ['no server', { proxy: { noProxy: ['.svc'] } }, 'proxy: must have http or https; without a proxy leave it out'],
  [
    'a password with another scheme',
    https('socks5://me:secret@proxy:1080'),
    'proxy.https.url: must not contain credentials; put them into a Secret, and name it in credentialSecretRef',
  ],
  [
    'a password',
    https('http://me:secret@proxy:3128'),
    'proxy.https.url: must not contain credentials; put them into a Secret, and name it in credentialSecretRef',
  ],
  ['a path', https('http://proxy:3128/way'), `${wanted}, without a path, got "http://proxy:3128/way"`],
  [
    'no name of a Secret',
    { proxy: { http: { url: 'http://proxy', credentialSecretRef: 'My Secret' } } },
    'proxy.http.credentialSecretRef: must be the name of a Secret, got "My Secret"',
  ],
  [
    'several hosts in one',
    { proxy: { ...proxy, noProxy: ['.svc', 'a,b'] } },
    'proxy.noProxy[1]: must be one host, domain, address or network, such as .svc or 10.0.0.0/8, got "a,b"',
  ],
  [
    'no name of a ConfigMap',
    { githubServerTls: { configMap: 'My CA', key: 'ca.crt' } },
    'githubServerTls.configMap: must be the name of a ConfigMap, got "My CA"',
  ],
  [
    'a key that update-ca-certificates passes over',
    { githubServerTls: { configMap: 'ca', key: 'ca.cer' } },
    'githubServerTls.key: must be a file name that ends in .crt or .pem, got "ca.cer"',
  ],
  [
    'a relative mount path',
    { githubServerTls: { ...githubServerTls, runnerMountPath: 'ca' } },
    'githubServerTls.runnerMountPath: must be an absolute path, got "ca"',
  ],
])('%s is refused', (_, props, finding) => {
  expect(findingsOf(() => synthSet({ containerMode: ContainerMode.dind(), ...props }))).toEqual([finding]);
});

test.each(['http://proxy:3128?x=1', 'http:proxy:3128', ' http://proxy:3128'])(
  '%j is refused: a proxy URL has a scheme, a host and a port only',
  url => {
    expect(findingsOf(() => synthSet(https(url)))).toEqual([expect.stringContaining(wanted)]);
  },
);

test('a password in a URL without a scheme is not quoted in the message', () => {
  expect(findingsOf(() => synthSet(https('me:secret@proxy:3128'))).join()).not.toContain('secret');
});
