import { valuesToConfig, valuesToProps } from '../../src';
import { dind, imported, novolume, reasonsOf, releaseOf, runnerOf } from './releases';

const LEFT_OUT = '; the runner set is left out';

describe('the name', () => {
  it("is the release's", () => {
    expect(runnerOf(novolume())).toMatchObject({ name: 'docs' });
  });

  it('is the one that the values say', () => {
    expect(runnerOf(novolume('runnerScaleSetName: images')).name).toBe('images');
  });

  it('with an underscore is that of the scale set alone', () => {
    expect(runnerOf(novolume('runnerScaleSetName: big_docs'))).toMatchObject({
      name: 'big-docs',
      runnerScaleSetName: 'big_docs',
    });
  });

  it('has to come from somewhere', () => {
    const { notCarried } = imported(novolume(), { releaseName: undefined });
    expect(notCarried).toMatchObject([
      {
        path: 'runnerScaleSetName',
        reason: `is missing, and no release lends its name${LEFT_OUT}`,
        remedy: 'say the name of the release',
      },
    ]);
  });

  it('must be a text', () => {
    expect(reasonsOf(novolume('runnerScaleSetName: [a]'))).toEqual([`runnerScaleSetName: must be a text${LEFT_OUT}`]);
  });

  it('must not be so long that job pods collide, which the chart lets pass', () => {
    expect(reasonsOf(novolume(`runnerScaleSetName: ${'a'.repeat(40)}`))[0]).toMatch(
      /^runnerScaleSetName: must have at most 35 characters .*; the runner set is left out$/,
    );
  });
});

describe('the namespace', () => {
  it("is the release's", () => {
    expect(valuesToProps({ runnerSets: [releaseOf(novolume())] }).config.namespace).toBe('arc-runners');
  });

  it("is helm's own when nobody says", () => {
    expect(valuesToProps({ runnerSets: [{ ...releaseOf(novolume()), namespace: undefined }] }).config.namespace).toBe(
      'default',
    );
  });

  it("is the set's own where the file's is another", () => {
    const { config } = valuesToProps({
      runnerSets: [releaseOf(novolume()), releaseOf(novolume('namespaceOverride: elsewhere'), 'images')],
    });
    expect(config).toMatchObject({
      namespace: 'arc-runners',
      runners: [{ name: 'docs' }, { name: 'images', namespace: 'elsewhere' }],
    });
    expect(config.runners[0]).not.toHaveProperty('namespace');
  });

  it('must be one, or the set is left out', () => {
    expect(reasonsOf(novolume('namespaceOverride: No_Namespace'))[0]).toMatch(
      /^namespaceOverride: must be a DNS label .*; the runner set is left out$/,
    );
  });
});

describe('whom the runners are for', () => {
  it.each([
    ['https://github.com/rubionic/docs', { repository: 'https://github.com/rubionic/docs' }],
    ['https://github.com/rubionic/docs/', { repository: 'https://github.com/rubionic/docs' }],
    ['https://github.com/rubionic', { githubConfigUrl: 'https://github.com/rubionic' }],
    ['https://github.com/enterprises/rubionic', { githubConfigUrl: 'https://github.com/enterprises/rubionic' }],
  ])('is carried: %s', (url, keys) => {
    expect(runnerOf(novolume().replace(/https.*/, url))).toMatchObject(keys);
  });

  it('must be of a form that ARC knows, which the chart does not look at', () => {
    expect(reasonsOf(novolume().replace(/https.*/, 'https://github.com/a/b/c'))[0]).toMatch(
      /^githubConfigUrl: must point at a repository, .*; the runner set is left out$/,
    );
  });
});

describe('how many runners there are', () => {
  it('is without a limit where the values say none, and a comment says so', () => {
    expect(imported(novolume()).config).toContain(
      '    # Without a limit, as the chart had it: choose one.\n    maxRunners: 2147483647\n',
    );
  });

  it('is carried', () => {
    expect(runnerOf(novolume('minRunners: 1\nmaxRunners: 3'))).toMatchObject({ minRunners: 1, maxRunners: 3 });
  });

  it('may be none', () => {
    expect(runnerOf(novolume('minRunners: 0\nmaxRunners: 0'))).toMatchObject({ minRunners: 0, maxRunners: 0 });
  });

  it('is told where it is no number, which the chart passes over', () => {
    expect(imported(novolume('maxRunners: "3"')).notCarried).toMatchObject([
      {
        path: 'maxRunners',
        value: '3',
        reason:
          'the chart passes over what is not a number; here it is 2147483647, which is no limit, as with the chart',
        remedy: 'write maxRunners as a number',
      },
    ]);
  });

  it('is told where there are to be more idle runners than runners', () => {
    expect(reasonsOf(novolume('minRunners: 4\nmaxRunners: 3'))).toEqual([
      'maxRunners: must be at least minRunners (4), got 3; here it is 5',
    ]);
  });
});

test.each([
  [
    'a group for a repository',
    'runnerGroup: desk',
    'runnerGroup: exists only for organizations and enterprises, and the URL is that of a repository; leave it out',
  ],
  ['a label without letters', 'scaleSetLabels: [""]', 'scaleSetLabels[0]: must have 1 to 255 characters, got 0'],
  [
    "a label of ARC's own",
    'labels: { app.kubernetes.io/version: "1", team: docs }',
    'labels.app.kubernetes.io/version: app.kubernetes.io/version is reserved for ARC; remove it',
  ],
  [
    'a metric that ARC does not have',
    'listenerMetrics: { gauges: { gha_runners: { labels: [] } } }',
    'listenerMetrics.gauges.gha_runners: unknown metric; the gauges of the listener are',
  ],
  [
    'a proxy without a URL',
    'proxy: { http: { credentialSecretRef: a }, https: { url: "http://proxy.example:3128" } }',
    'proxy.http: url: ',
  ],
])('%s is left, and the rest carried', (_, line, reason) => {
  expect(reasonsOf(novolume(line))).toEqual([expect.stringContaining(reason)]);
  expect(runnerOf(novolume(line)).name).toBe('docs');
});

describe('a private authority', () => {
  const tls = (reference: string, rest = '') =>
    dind(`githubServerTLS: { certificateFrom: { configMapKeyRef: ${reference} }${rest} }`);

  it('is carried', () => {
    expect(runnerOf(tls('{ name: ca, key: ca.crt }')).githubServerTls).toEqual({ configMap: 'ca', key: 'ca.crt' });
  });

  it.each(['/certificates/', '/certificates', '/etc/../certificates//'])('is mounted at the plain form of %s', path => {
    expect(
      runnerOf(tls('{ name: ca, key: ca.crt }', `, runnerMountPath: ${path}`)).githubServerTls.runnerMountPath,
    ).toBe('/certificates');
  });

  it('without a key is told, which the chart lets pass', () => {
    expect(reasonsOf(tls('{ name: ca }'))).toEqual([
      'githubServerTLS: names no ConfigMap and key in certificateFrom.configMapKeyRef; ARC has no certificate by this',
    ]);
  });

  it('loses a field that the chart does not hand on', () => {
    expect(reasonsOf(tls('{ name: ca, key: ca.crt, optional: true }'))).toEqual([
      'githubServerTLS.certificateFrom.configMapKeyRef.optional: the chart ignores it: unknown key; allowed: name, key',
    ]);
  });
});

describe('a vault', () => {
  const vault = (keys: string) => novolume(`keyVault: { ${keys} }`);

  it('without a type is ignored', () => {
    expect(reasonsOf(vault('azureKeyVault: { url: "https://a.vault.azure.net" }'))).toEqual([
      'keyVault: the chart ignores a vault without type',
    ]);
  });

  it('of a type that ARC does not know leaves the set out', () => {
    expect(reasonsOf(vault('type: azureKeyVault'))).toEqual([
      `keyVault.type: must be azure_key_vault, the only vault that ARC knows, and the chart stops at it${LEFT_OUT}`,
    ]);
  });

  it('that is not whole leaves the set out, whose credential would come from elsewhere', () => {
    expect(
      reasonsOf(vault('type: azure_key_vault, azureKeyVault: { url: "https://a.vault.azure.net" }')).at(-1),
    ).toMatch(/^keyVault.*is required; the runner set is left out$/);
  });

  it('loses a key that the API server drops', () => {
    expect(reasonsOf(vault('type: azure_key_vault, azureKeyVault: { secretKey: a }'))).toContain(
      'keyVault.azureKeyVault.secretKey: is no field of an AutoscalingRunnerSet: the API server drops it',
    );
  });
});

describe('metadata of single objects', () => {
  it('of the Secret is told, which is not written here', () => {
    expect(imported(novolume('resourceMeta: { githubConfigSecret: { labels: { a: b } } }')).notCarried).toMatchObject([
      {
        path: 'resourceMeta.githubConfigSecret',
        value: { labels: { a: 'b' } },
        reason: 'the Secret is not written here, only referred to',
        remedy: 'label the Secret where it is made',
      },
    ]);
  });

  it('of an object that the set does not have is told', () => {
    expect(reasonsOf(novolume('resourceMeta: { noPermissionServiceAccount: { labels: { a: b } } }'))).toEqual([
      'resourceMeta.noPermissionServiceAccount: names an object that this runner set does not have; remove it',
    ]);
  });
});

test('of two sets of one name the second is left out', () => {
  const { config, notCarried } = valuesToProps({
    runnerSets: [releaseOf(novolume()), { ...releaseOf(novolume()), file: 'second.yaml' }],
  });
  expect(config.runners).toHaveLength(1);
  expect(notCarried).toMatchObject([
    { file: 'second.yaml', reason: `docs is also the name of runners[0]; rename one${LEFT_OUT}` },
  ]);
});

test('what is left is told in the order of the file', () => {
  expect(
    valuesToConfig({ runnerSets: [releaseOf(novolume('zebra: 1\nminRunners: -1\napple: 2'))] }).notCarried.map(
      ({ path }) => path,
    ),
  ).toEqual(['zebra', 'minRunners', 'apple']);
});
