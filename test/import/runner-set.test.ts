import { valuesToConfig, valuesToProps } from '../../src';
import { dind, imported, novolume, reasonsOf, releaseOf, runnerOf } from './releases';

const SKIPPED = '; the runner set is skipped';

describe('the name', () => {
  it('is the name of the release', () => {
    expect(runnerOf(novolume())).toMatchObject({ name: 'docs' });
  });

  it('is runnerScaleSetName if the values set it', () => {
    expect(runnerOf(novolume('runnerScaleSetName: images')).name).toBe('images');
  });

  it('with an underscore is only used for the scale set', () => {
    expect(runnerOf(novolume('runnerScaleSetName: big_docs'))).toMatchObject({
      name: 'big-docs',
      runnerScaleSetName: 'big_docs',
    });
  });

  it('is required', () => {
    const { notCarried } = imported(novolume(), { releaseName: undefined });
    expect(notCarried).toMatchObject([
      {
        path: 'runnerScaleSetName',
        reason: `is required if the release has no name${SKIPPED}`,
        remedy: 'pass the name of the release',
      },
    ]);
  });

  it('must be a string', () => {
    expect(reasonsOf(novolume('runnerScaleSetName: [a]'))).toEqual([`runnerScaleSetName: must be a string${SKIPPED}`]);
  });

  it('must be short enough for unique names of job pods, although the chart accepts longer ones', () => {
    expect(reasonsOf(novolume(`runnerScaleSetName: ${'a'.repeat(40)}`))[0]).toMatch(
      /^runnerScaleSetName: must have at most 35 characters .*; the runner set is skipped$/,
    );
  });
});

describe('the namespace', () => {
  it('is that of the release', () => {
    expect(valuesToProps({ runnerSets: [releaseOf(novolume())] }).config.namespace).toBe('arc-runners');
  });

  it('is default, as in helm, if the release has none', () => {
    expect(valuesToProps({ runnerSets: [{ ...releaseOf(novolume()), namespace: undefined }] }).config.namespace).toBe(
      'default',
    );
  });

  it('is set on a runner set if it differs from that of the file', () => {
    const { config } = valuesToProps({
      runnerSets: [releaseOf(novolume()), releaseOf(novolume('namespaceOverride: elsewhere'), 'images')],
    });
    expect(config).toMatchObject({
      namespace: 'arc-runners',
      runners: [{ name: 'docs' }, { name: 'images', namespace: 'elsewhere' }],
    });
    expect(config.runners[0]).not.toHaveProperty('namespace');
  });

  it('must be valid, or the set is skipped', () => {
    expect(reasonsOf(novolume('namespaceOverride: No_Namespace'))[0]).toMatch(
      /^namespaceOverride: must be a DNS label .*; the runner set is skipped$/,
    );
  });
});

describe('githubConfigUrl', () => {
  it.each([
    ['https://github.com/rubionic/docs', { repository: 'https://github.com/rubionic/docs' }],
    ['https://github.com/rubionic/docs/', { repository: 'https://github.com/rubionic/docs' }],
    ['https://github.com/rubionic', { githubConfigUrl: 'https://github.com/rubionic' }],
    ['https://github.com/enterprises/rubionic', { githubConfigUrl: 'https://github.com/enterprises/rubionic' }],
  ])('is imported: %s', (url, keys) => {
    expect(runnerOf(novolume().replace(/https.*/, url))).toMatchObject(keys);
  });

  it('must be a URL that ARC supports, although the chart accepts any', () => {
    expect(reasonsOf(novolume().replace(/https.*/, 'https://github.com/a/b/c'))[0]).toMatch(
      /^githubConfigUrl: must point at a repository, .*; the runner set is skipped$/,
    );
  });
});

describe('minRunners and maxRunners', () => {
  it('have no limit if the values set none, with a comment', () => {
    expect(imported(novolume()).config).toContain(
      '    # No limit, as with the chart. Set a limit.\n    maxRunners: 2147483647\n',
    );
  });

  it('are imported', () => {
    expect(runnerOf(novolume('minRunners: 1\nmaxRunners: 3'))).toMatchObject({ minRunners: 1, maxRunners: 3 });
  });

  it('can be 0', () => {
    expect(runnerOf(novolume('minRunners: 0\nmaxRunners: 0'))).toMatchObject({ minRunners: 0, maxRunners: 0 });
  });

  it('are reported if they are not numbers, which the chart ignores', () => {
    expect(imported(novolume('maxRunners: "3"')).notCarried).toMatchObject([
      {
        path: 'maxRunners',
        value: '3',
        reason: 'must be a number; the chart ignores anything else; set to 2147483647 (no limit)',
        remedy: 'write maxRunners as a number',
      },
    ]);
  });

  it('are reported if minRunners is greater than maxRunners', () => {
    expect(reasonsOf(novolume('minRunners: 4\nmaxRunners: 3'))).toEqual([
      'maxRunners: must be at least minRunners (4), got 3; set to 5',
    ]);
  });
});

test.each([
  [
    'a runner group for a repository',
    'runnerGroup: desk',
    'runnerGroup: exists only for organizations and enterprises, and the URL is that of a repository; leave it out',
  ],
  ['an empty label', 'scaleSetLabels: [""]', 'scaleSetLabels[0]: must have 1 to 255 characters, got 0'],
  [
    'a label that ARC sets',
    'labels: { app.kubernetes.io/version: "1", team: docs }',
    'labels.app.kubernetes.io/version: app.kubernetes.io/version is reserved for ARC; remove it',
  ],
  [
    'an unknown metric',
    'listenerMetrics: { gauges: { gha_runners: { labels: [] } } }',
    'listenerMetrics.gauges.gha_runners: unknown metric; the gauges of the listener are',
  ],
  [
    'a proxy without a URL',
    'proxy: { http: { credentialSecretRef: a }, https: { url: "http://proxy.example:3128" } }',
    'proxy.http: url: ',
  ],
])('%s is omitted, and the rest imported', (_, line, reason) => {
  expect(reasonsOf(novolume(line))).toEqual([expect.stringContaining(reason)]);
  expect(runnerOf(novolume(line)).name).toBe('docs');
});

describe('a private CA', () => {
  const tls = (reference: string, rest = '') =>
    dind(`githubServerTLS: { certificateFrom: { configMapKeyRef: ${reference} }${rest} }`);

  it('is imported', () => {
    expect(runnerOf(tls('{ name: ca, key: ca.crt }')).githubServerTls).toEqual({ configMap: 'ca', key: 'ca.crt' });
  });

  it.each(['/certificates/', '/certificates', '/etc/../certificates//'])('has a normalized mount path: %s', path => {
    expect(
      runnerOf(tls('{ name: ca, key: ca.crt }', `, runnerMountPath: ${path}`)).githubServerTls.runnerMountPath,
    ).toBe('/certificates');
  });

  it('without a key is reported, although the chart accepts it', () => {
    expect(reasonsOf(tls('{ name: ca }'))).toEqual([
      'githubServerTLS: must have name and key in certificateFrom.configMapKeyRef; ' +
        'without them ARC uses no certificate',
    ]);
  });

  it('loses a field that the chart ignores', () => {
    expect(reasonsOf(tls('{ name: ca, key: ca.crt, optional: true }'))).toEqual([
      'githubServerTLS.certificateFrom.configMapKeyRef.optional: the chart ignores it: unknown key; allowed: name, key',
    ]);
  });
});

describe('a vault', () => {
  const vault = (keys: string) => novolume(`keyVault: { ${keys} }`);

  it('without a type is reported', () => {
    expect(reasonsOf(vault('azureKeyVault: { url: "https://a.vault.azure.net" }'))).toEqual([
      'keyVault: needs a type; the chart ignores a vault without one',
    ]);
  });

  it('of an unsupported type skips the set', () => {
    expect(reasonsOf(vault('type: azureKeyVault'))).toEqual([
      `keyVault.type: must be azure_key_vault, the only vault that ARC supports; the chart fails${SKIPPED}`,
    ]);
  });

  it('that is incomplete skips the set, because its credential would come from elsewhere', () => {
    expect(
      reasonsOf(vault('type: azure_key_vault, azureKeyVault: { url: "https://a.vault.azure.net" }')).at(-1),
    ).toMatch(/^keyVault.*is required; the runner set is skipped$/);
  });

  it('loses a key that the API server drops', () => {
    expect(reasonsOf(vault('type: azure_key_vault, azureKeyVault: { secretKey: a }'))).toContain(
      'keyVault.azureKeyVault.secretKey: is not a field of AutoscalingRunnerSet; the API server drops it',
    );
  });
});

describe('resourceMeta', () => {
  it('of the Secret is reported, because the Secret is not created', () => {
    expect(imported(novolume('resourceMeta: { githubConfigSecret: { labels: { a: b } } }')).notCarried).toMatchObject([
      {
        path: 'resourceMeta.githubConfigSecret',
        value: { labels: { a: 'b' } },
        reason: 'the configuration refers to the Secret but does not create it',
        remedy: 'label the Secret itself',
      },
    ]);
  });

  it('of an object that the set does not have is reported', () => {
    expect(reasonsOf(novolume('resourceMeta: { noPermissionServiceAccount: { labels: { a: b } } }'))).toEqual([
      'resourceMeta.noPermissionServiceAccount: names an object that this runner set does not have; remove it',
    ]);
  });
});

test('a set with the name of another is skipped', () => {
  const { config, notCarried } = valuesToProps({
    runnerSets: [releaseOf(novolume()), { ...releaseOf(novolume()), file: 'second.yaml' }],
  });
  expect(config.runners).toHaveLength(1);
  expect(notCarried).toMatchObject([
    { file: 'second.yaml', reason: `docs is also the name of runners[0]; rename one${SKIPPED}` },
  ]);
});

test('the report is in the order of the file', () => {
  expect(
    valuesToConfig({ runnerSets: [releaseOf(novolume('zebra: 1\nminRunners: -1\napple: 2'))] }).notCarried.map(
      ({ path }) => path,
    ),
  ).toEqual(['zebra', 'minRunners', 'apple']);
});
