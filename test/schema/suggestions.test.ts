import { parse } from 'yaml';
import { configSchema } from '../../src/config/schema';
import { checkYaml } from '../../src/schema/check';

const runner = { name: 'a', containerMode: 'dind', repository: 'https://github.com/a/b', auth: { secret: 'x' } };

/** Returns the messages for a runner set with these additional keys. */
function messagesOf(written: string): string[] {
  const keys = parse(written) as object;
  const value = { namespace: 'ci', runners: [{ ...runner, ...keys }] };
  return checkYaml(configSchema, value).map(({ message }) => message);
}

const messagesOfFile = (written: string) =>
  checkYaml(configSchema, { namespace: 'ci', runners: [], ...(parse(written) as object) }).map(
    ({ message }) => message,
  );

test.each([
  ['auth: github', 'must be an object, got "github"; write auth: { secret: github }'],
  ['auth: [github]', 'must be an object, got a list; write auth: { secret: github }'],
  ['auth: { secret: { name: github } }', 'must be a string, got an object; write secret: github'],
  ['cachePaths: [/root/.npm]', 'must be an object, got "/root/.npm"; write { target: /root/.npm }'],
  ['cachePaths: ["/nvme/a:/b"]', 'must be an object, got "/nvme/a:/b"; write { source: /nvme/a, target: /b }'],
  ['cachePaths: /a', 'must be a list, got "/a"; write cachePaths: [{ target: /a }]'],
  ['cachePaths: { /nvme/a: /b }', 'must be a list, got an object; write cachePaths: [{ source: /nvme/a, target: /b }]'],
  ['cachePaths: { target: /b }', 'must be a list, got an object; write cachePaths: [{ target: /b }]'],
  ['caches: npm', 'must be a list, got "npm"; write caches: [npm]'],
  ['caches: npm, cargo', 'must be a list, got "npm, cargo"; write caches: [npm, cargo]'],
  ['caches: [nmp]', expect.stringMatching(/^must be one of npm, .*, got "nmp"; did you mean npm\?$/)],
  [
    'caches: [/a]',
    expect.stringMatching(/^must be one of npm, .*, got "\/a"; write cachePaths: \[\{ target: \/a \}\]$/),
  ],
  ['caches: ["/a:/b"]', expect.stringMatching(/; write cachePaths: \[\{ source: \/a, target: \/b \}\]$/)],
  ['caches: [":/b"]', expect.stringMatching(/; write cachePaths: \[\{ source: '', target: \/b \}\]$/)],
  ['cachePaths: [{ target: /a, sizeLimit: 20 }]', 'must be a string, got the number 20; add the unit, such as 20Gi'],
  [
    'cachePaths: [{ target: /a, local: { nodes: [a], capacity: 1.5 } }]',
    'must be a string, got the number 1.5; add the unit, such as 1.5Gi',
  ],
  ['workVolumeClaim: { storage: 10 }', 'must be a string, got the number 10; add the unit, such as 10Gi'],
  [
    'caches: { docker: { sharing: shared } }',
    'must be a list, got an object; write caches: [{ name: docker, sharing: shared }]',
  ],
  ['labels: [a=b]', 'must be an object, got a list; write labels: { a: b }'],
  ['labels: [gpu]', 'must be an object, got a list'],
  ['env: [{ name: A, value: b }]', 'must be an object, got a list; write env: { A: b }'],
  ['env: { A: true }', 'must be a string, got true; write A: "true"'],
  ['env: { A: 1.5 }', 'must be a string, got the number 1.5; put it in quotes'],
  ['nodeSelector: disk=nvme', 'must be an object, got "disk=nvme"; write nodeSelector: { disk: nvme }'],
  ['maxRunners: "5"', 'must be an integer, got "5"; write maxRunners: 5'],
  ['maxRunners: five', 'must be an integer, got "five"'],
  ['dind: true', 'must be an object, got true; write dind: {}'],
  ['proxy: http://proxy:3128', 'must be an object, got "http://proxy:3128"; keys of the object: http, https, noProxy'],
  ['proxy: { http: http://proxy:1 }', 'must be an object, got "http://proxy:1"; write http: { url: http://proxy:1 }'],
  ['secret: github', 'unknown key; write auth: { secret: github }'],
  ['hostPID: true', 'unknown key; write privileges: { hostPID: true }'],
  [
    'runtimeClassName: kata',
    'unknown key; it is a field of the pod: write template: { spec: { runtimeClassName: ... } }',
  ],
  [
    'imagePullPolicy: Always',
    'unknown key; it is a field of the container: ' +
      'write template: { spec: { containers: [{ name: runner, imagePullPolicy: ... }] } }',
  ],
  [
    'jobPod: { hostUsers: false }',
    'unknown key; it is a field of the pod: write template: { spec: { hostUsers: ... } }',
  ],
  [
    'jobPod: { volumeMounts: [] }',
    'unknown key; it is a field of the container: ' +
      'write template: { spec: { containers: [{ name: $job, volumeMounts: ... }] } }',
  ],
  ['resources: { cpu: 2 }', 'unknown key; write requests: { cpu: 2 } or limits: { cpu: 2 }'],
  ['min_runners: 1', 'unknown key; did you mean minRunners?'],
  ['max-runners: 1', 'unknown key; did you mean maxRunners?'],
  ['max: 1', 'unknown key; did you mean maxRunners?'],
  ['cachePaths: [{ hostPath: /a, mountPath: /b }]', 'unknown key; did you mean source?'],
])('in a runner set: %s', (written, message) => {
  expect(messagesOf(written)[0]).toEqual(message);
});

test.each([
  ['gitOps: argo', 'must be one of argocd, kapp, got "argo"'],
  [
    'gitOps: flux',
    'must be one of argocd, kapp, got "flux"; ' +
      'write gitOps: { flux: { sourceRef: { kind: GitRepository, name: NAME } } }',
  ],
  ['runner: []', 'unknown key; allowed: '],
  ['maxRunners: 3', 'unknown key; move it to the entries of runners'],
  ['install: {}', 'unknown key; write controller: { install: {} }'],
  ['createNamespace: "yes"', 'must be true or false, got "yes"; write createNamespace: true'],
  ['kubernetesVersion: 1.30', 'must be a string, got the number 1.3; put it in quotes'],
  [
    'runners: { docs: { repository: u, containerMode: dind, auth: { secret: s } } }',
    'must be a list, got an object; ' +
      'write runners: [{ name: docs, repository: u, containerMode: dind, auth: { secret: s } }]',
  ],
  ['hostRoots: /x', 'must be a list, got "/x"; write hostRoots: [/x]'],
])('at the top of the file: %s', (written, message) => {
  expect(messagesOfFile(written)[0]).toContain(message);
});

test('a key under another name is not reported as missing too', () => {
  const { repository, containerMode, ...rest } = runner;
  const value = { namespace: 'ci', runner: [{ ...rest, repo: repository, mode: containerMode }] };
  expect(checkYaml(configSchema, value).map(({ message }) => message)).toEqual(['unknown key; did you mean runners?']);
  expect(checkYaml(configSchema, { namespace: 'ci', runners: value.runner }).map(({ message }) => message)).toEqual([
    'unknown key; did you mean repository?',
    'unknown key; did you mean containerMode?',
  ]);
});

test('every suggestion is valid', () => {
  for (const written of ['auth: github', 'cachePaths: [/a]', 'caches: npm', 'env: [A=b]', 'dind: true']) {
    const [, key, form] = /; write (?:(\w+): )?(.*)$/.exec(messagesOf(written)[0] as string) ?? [];
    const corrected = key === undefined ? `cachePaths: [${form}]` : `${key}: ${form}`;
    expect(messagesOf(corrected)).toEqual([]);
  }
});
