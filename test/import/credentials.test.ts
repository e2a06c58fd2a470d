import { dind, imported, novolume, reasonsOf, runnerOf } from './releases';

const REASON = 'holds a credential in plain text, which everybody who reads the manifests would have';
const container = (lines: string) =>
  dind(
    `template:\n  spec:\n    containers:\n      - name: runner\n        image: registry.example/runner:5\n        command: [/home/runner/run.sh]\n        ${lines}`,
  );

describe('a variable with a credential', () => {
  it('is known by its value', () => {
    const text = container('env: [{ name: LANG, value: C }, { name: LOGIN, value: ghp_notARealTokenButAFake }]');
    expect(runnerOf(text).env).toEqual({ LANG: 'C' });
    expect(reasonsOf(text)).toEqual([`template.spec.containers[0].env[1]: ${REASON}`]);
  });

  it('is known by its name', () => {
    expect(reasonsOf(container('env: [{ name: NPM_TOKEN, value: plainFakeValue }]'))).toEqual([
      `template.spec.containers[0].env[0]: ${REASON}`,
    ]);
  });

  it('is not shown', () => {
    expect(JSON.stringify(imported(container('env: [{ name: NPM_TOKEN, value: plainFakeValue }]')))).not.toContain(
      'plainFakeValue',
    );
  });

  it("is taken out of those of other containers, and of the listener's", () => {
    const variable = 'env: [{ name: DB_PASSWORD, value: plainFakeValue }, { name: LANG, value: C }]';
    const text = novolume(
      `listenerTemplate: { spec: { containers: [{ name: listener, ${variable} }] } }\ntemplate: { spec: { initContainers: [{ name: a, image: b, ${variable} }] } }`,
    );
    expect(reasonsOf(text)).toEqual([
      `listenerTemplate.spec.containers[0].env[0]: ${REASON}`,
      `template.spec.initContainers[0].env[0]: ${REASON}`,
    ]);
    expect(runnerOf(text).listenerTemplate.spec.containers[0].env).toEqual([{ name: 'LANG', value: 'C' }]);
  });

  it('is one that is told what to do about', () => {
    expect(imported(container('env: [{ name: NPM_TOKEN, value: x }]')).notCarried[0]?.remedy).toBe(
      'keep it in a Secret, and refer to it: valueFrom.secretKeyRef of a variable, credentialSecretRef of a proxy',
    );
  });
});

test.each([
  '{ name: NPM_TOKEN, value: $(OTHER) }',
  '{ name: TOKEN_FILE, value: /run/token }',
  '{ name: EMPTY_TOKEN, value: "" }',
  '{ name: TOKEN, valueFrom: { secretKeyRef: { name: a, key: b } } }',
])('a variable that only refers to one is carried: %s', variable =>
  expect(reasonsOf(container(`env: [${variable}]`))).toEqual([]),
);

test('a password in the URL of a proxy is taken out with it', () => {
  const result = imported(novolume('proxy: { https: { url: "http://me:plainFakeValue@proxy.example:3128" } }'));
  expect(JSON.stringify(result)).not.toContain('plainFakeValue');
  expect(result.notCarried.map(({ path }) => path)).toContain('proxy.https.url');
});

test('a token where a name belongs is taken out with it', () => {
  const text = novolume('labels: { ghp_notARealTokenButAFake: a, team: docs }');
  expect(JSON.stringify(imported(text))).not.toContain('ghp_');
  expect(imported(text).notCarried).toMatchObject([{ path: 'labels.(a credential)', value: 'a' }]);
  expect(runnerOf(text).labels).toEqual({ team: 'docs' });
});

test('a private key in an argument is taken out with it', () => {
  const result = imported(
    container('args: [--once, "-----BEGIN PRIVATE KEY-----\\nplainFakeValue\\n-----END PRIVATE KEY-----"]'),
  );
  expect(JSON.stringify(result)).not.toContain('plainFakeValue');
});
