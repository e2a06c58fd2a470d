import { dind, imported, novolume, reasonsOf, runnerOf } from './releases';

const REASON = 'holds a credential in plain text, which everyone who reads the manifests would see';
const container = (line: string) =>
  dind(`template:
  spec:
    containers:
      - name: runner
        image: registry.example/runner:5
        command: [/home/runner/run.sh]
        ${line}`);

describe('a variable with a credential', () => {
  it('is recognized by its value', () => {
    const text = container('env: [{ name: LANG, value: C }, { name: LOGIN, value: ghp_notARealTokenButAFake }]');
    expect(runnerOf(text).env).toEqual({ LANG: 'C' });
    expect(reasonsOf(text)).toEqual([`template.spec.containers[0].env[1]: ${REASON}`]);
  });

  it('is recognized by its name', () => {
    expect(reasonsOf(container('env: [{ name: NPM_TOKEN, value: plainFakeValue }]'))).toEqual([
      `template.spec.containers[0].env[0]: ${REASON}`,
    ]);
  });

  it('is not shown', () => {
    expect(JSON.stringify(imported(container('env: [{ name: NPM_TOKEN, value: plainFakeValue }]')))).not.toContain(
      'plainFakeValue',
    );
  });

  it('is removed from other containers and from the listener', () => {
    const variable = 'env: [{ name: DB_PASSWORD, value: plainFakeValue }, { name: LANG, value: C }]';
    const text = novolume(
      `listenerTemplate: { spec: { containers: [{ name: listener, ${variable} }] } }
template: { spec: { initContainers: [{ name: a, image: b, ${variable} }] } }`,
    );
    expect(reasonsOf(text)).toEqual([
      `listenerTemplate.spec.containers[0].env[0]: ${REASON}`,
      `template.spec.initContainers[0].env[0]: ${REASON}`,
    ]);
    expect(runnerOf(text).listenerTemplate.spec.containers[0].env).toEqual([{ name: 'LANG', value: 'C' }]);
  });

  it('is reported with a remedy', () => {
    expect(imported(container('env: [{ name: NPM_TOKEN, value: x }]')).notCarried[0]?.remedy).toBe(
      'move it to a Secret: use valueFrom.secretKeyRef of the variable, or credentialSecretRef of the proxy',
    );
  });
});

test.each([
  '{ name: NPM_TOKEN, value: $(OTHER) }',
  '{ name: TOKEN_FILE, value: /run/token }',
  '{ name: EMPTY_TOKEN, value: "" }',
  '{ name: TOKEN, valueFrom: { secretKeyRef: { name: a, key: b } } }',
])('a variable that holds no credential itself is imported: %s', variable =>
  expect(reasonsOf(container(`env: [${variable}]`))).toEqual([]),
);

test('a proxy URL with a password is removed', () => {
  const result = imported(novolume('proxy: { https: { url: "http://me:plainFakeValue@proxy.example:3128" } }'));
  expect(JSON.stringify(result)).not.toContain('plainFakeValue');
  expect(result.notCarried.map(({ path }) => path)).toContain('proxy.https.url');
});

test('a label whose key is a token is removed', () => {
  const text = novolume('labels: { ghp_notARealTokenButAFake: a, team: docs }');
  expect(JSON.stringify(imported(text))).not.toContain('ghp_');
  expect(imported(text).notCarried).toMatchObject([{ path: 'labels.(a credential)', value: 'a' }]);
  expect(runnerOf(text).labels).toEqual({ team: 'docs' });
});

test('an argument with a private key is removed', () => {
  const result = imported(
    container('args: [--once, "-----BEGIN PRIVATE KEY-----\\nplainFakeValue\\n-----END PRIVATE KEY-----"]'),
  );
  expect(JSON.stringify(result)).not.toContain('plainFakeValue');
});
