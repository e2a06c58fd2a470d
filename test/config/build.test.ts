import { expectFindings, fileOfSets, refusalOf, runnerFile, runnerSet } from './files';

describe('a finding of a construct is reported at its position in the file', () => {
  test('repository, if the file sets that', () => {
    expectFindings(
      runnerFile().replace('https', '➤http'),
      'runners[0].repository: must start with https://, got "http://"',
    );
  });

  test('githubConfigUrl, if the file sets that', () => {
    expectFindings(
      runnerFile().replace('repository: https', 'githubConfigUrl: ➤http'),
      'runners[0].githubConfigUrl: must start with https://, got "http://"',
    );
  });

  test('name', () => {
    expectFindings(
      runnerFile().replace('docs', '➤Docs'),
      'runners[0].name: must be lower-case letters, digits and -, starting and ending with a letter or digit, ' +
        'got "Docs"',
    );
  });

  test('auth', () => {
    expectFindings(
      runnerFile().replace('github }', '➤"My Secret" }'),
      'runners[0].auth.secret: must be the name of a Secret (lower-case letters, digits, - and .), got "My Secret"',
    );
  });

  test.each([
    ['maxRunners', 'minRunners: 3\n    maxRunners: ➤2', 'maxRunners: must be at least minRunners (3), got 2'],
    [
      'runnerGroup',
      'runnerGroup: ➤desk',
      'runnerGroup: exists only for organizations and enterprises, and the URL is that of a repository; leave it out',
    ],
    [
      'runnerScaleSetLabels',
      'runnerScaleSetLabels: [nvme, ➤nvme]',
      'runnerScaleSetLabels[1]: "nvme": duplicate; remove one',
    ],
    [
      'runnerImage',
      'runnerImage: ➤"the newest"',
      'runnerImage: must be an image such as ghcr.io/actions/actions-runner:2.337.0, got "the newest"',
    ],
    [
      'resources',
      'resources: { limits: { memory: ➤lots } }',
      'resources.limits.memory: must be an amount such as 512Mi or 4Gi, got "lots"',
    ],
    [
      'resources that are numbers',
      'resources: { requests: { cpu: ➤3 }, limits: { cpu: 2 } }',
      'resources.requests.cpu: must be at most the limit (2), got 3',
    ],
    [
      'jobPod',
      'jobPod: ➤{ labels: { a: b } }',
      'jobPod: does not exist in containerMode dind, where steps run in the runner; set it on the runner set itself',
    ],
    [
      'cachePaths',
      'cachePaths:\n      - target: /a\n      - target: ➤a',
      'cachePaths[1].target: must be an absolute path, got "a"',
    ],
    [
      'the source of cachePaths',
      'cachePaths: [{ source: ➤/home/a, target: /a }]',
      'cachePaths[0].source: "/home/a" is outside the directories that caches may use (/nvme, /mnt, /data, /srv, ' +
        '/var/cache, /var/lib/deskrun, /nix); to allow it, add its root to hostRoots',
    ],
    ['caches', 'caches: [npm, { name: pip, target: ➤a }]', 'caches[1].target: must be an absolute path, got "a"'],
    [
      'the source of caches',
      'caches: [{ name: pip, source: ➤/etc/pip }]',
      'caches[0].source: must not be /etc, which the node itself uses; use another directory, such as ' +
        '/var/lib/deskrun/cache',
    ],
    [
      'local',
      'caches: [{ name: pip, source: /nvme/pip, local: { nodes: [desk], capacity: ➤big } }]',
      'caches[0].local.capacity: must be an amount such as 100Gi, got "big"',
    ],
    [
      'one mount for two caches',
      'cachePaths:\n      - target: /a\n      - ➤target: /a',
      'cachePaths[1]: sets mountPath "/a" of container runner, which cachePaths[0] sets too; remove one, or ' +
        'set the value in template',
    ],
    [
      'dind.daemonArgs',
      'dind: { daemonArgs: [--mtu=1400, ➤mtu] }',
      'dind.daemonArgs[1]: must be one argument such as --mtu=1400, got "mtu"; join name and value with =',
    ],
    [
      'dind.registryMirrors',
      'dind: { registryMirrors: [➤mirror] }',
      'dind.registryMirrors[0]: must be a URL such as https://mirror.example or ' +
        'https://mirror.example/docker-hub, without ? or #, got "mirror"',
    ],
    [
      'template',
      'template: { spec: { restartPolicy: ➤Always } }',
      'template.spec.restartPolicy: must be Never, got Always: a runner works for one job; leave it out',
    ],
  ])('%s', (_, line, message) => {
    expectFindings(runnerFile(`    ${line}`), `runners[0].${message}`);
  });

  test.each([
    [
      'kubernetes',
      'workVolumeClaim: { storage: ➤big }',
      'workVolumeClaim.storage: must be an amount such as 20Gi, got "big"',
    ],
    [
      'kubernetes',
      'jobPod: { nodeSelector: ➤{ disk: nvme } }',
      'jobPod.nodeSelector: cannot move the job pod, which runs on the node of its runner because they ' +
        'share a volume; ' +
        'set it on the runner set itself',
    ],
    [
      'kubernetes',
      'jobPod: { template: { spec: { nodeName: ➤desk } } }',
      "jobPod.template.spec.nodeName: has no effect: hook 0.7.0 pins the job pod to the runner's node because " +
        'they share a volume; set it on the runner pod instead',
    ],
    [
      'kubernetes',
      'cachePaths: [➤{ target: /var/lib/docker }]',
      'cachePaths[0]: /var/lib/docker is for a Docker daemon, and containerMode kubernetes runs none; use dind ' +
        'or cached-privileged-kubernetes, or leave it out',
    ],
    [
      'cached-privileged-kubernetes',
      'privileges: { allowPrivilegeEscalation: ➤false }',
      'privileges.allowPrivilegeEscalation: cannot be false while privileged is true; set privileged: false too',
    ],
    [
      'cached-privileged-kubernetes',
      'privileges: { capabilities: [➤CAP_SYS_ADMIN] }',
      'privileges.capabilities[0]: must be a Linux capability without CAP_, such as SYS_ADMIN, got "CAP_SYS_ADMIN"',
    ],
  ])('%s: %s', (mode, line, message) => {
    expectFindings(runnerFile(`    ${line}`, mode), `runners[0].${message}`);
  });

  test('an exclusive cache, with every remedy', () => {
    expectFindings(
      runnerFile('    maxRunners: 5\n    cachePaths:\n      - ➤source: /nvme/docker\n        target: /var/lib/docker'),
      [
        'runners[0].cachePaths[0]: /var/lib/docker can be used by one runner at a time, but maxRunners is 5',
        '        a second Docker daemon on the directory does not start, and its jobs have no Docker (moby#42336)',
        '        choose: instances: 5, maxRunners: 1 (5 sets of one runner, a directory each)',
        '            or: perRunner: true on this cache (a fresh directory a pod)',
        '            or: leave it out and share content instead: a registry mirror or one BuildKit daemon a node',
      ].join('\n'),
    );
  });

  test.each([
    ['namespace', 'namespace: ➤ARC', 'must be a DNS label of at most 63 characters, got "ARC"'],
    [
      'kubernetesVersion',
      'namespace: arc\nkubernetesVersion: ➤"1.20"',
      'must be a minor version, 1.27 or later, such as "1.36", got "1.20"',
    ],
    [
      'cacheRoot',
      'namespace: arc\ncacheRoot: ➤/etc/cache',
      'must not be /etc, which the node itself uses; use another directory, such as /var/lib/deskrun/cache',
    ],
    ['hostRoots[1]', 'namespace: arc\nhostRoots: [/home/ci, ➤here]', 'must be an absolute path, got "here"'],
  ])('%s, which applies to all sets', (path, top, message) => {
    expectFindings(runnerFile().replace('namespace: arc-runners', top), `${path}: ${message}`);
  });

  test.each([
    ['namespace: ➤ARC', 'namespace: must be a DNS label of at most 63 characters, got "ARC"'],
    [
      'namespace: arc\ncacheRoot: ➤/etc/cache',
      'cacheRoot: must not be /etc, which the node itself uses; use another directory, such as ' +
        '/var/lib/deskrun/cache',
    ],
  ])('a top-level key once, however many sets there are: %j', (top, message) => {
    expectFindings(fileOfSets(runnerSet('docs'), runnerSet('more')).replace('namespace: arc-runners', top), message);
  });
});

describe('a finding about the composed pod is reported at the key that caused it', () => {
  test.each([
    ['dind.volumeMounts', 'dind: { volumeMounts: [{ name: nowhere, mountPath: /w }] }'],
    ['dind.volumeMounts', 'dind: { volumeMounts: [{ name: work, mountPath: /var/run }] }'],
    ['dind.env', 'dind: { env: { 1A: x } }'],
    ['dind.resources', 'dind: { resources: { limits: { memory: lots } } }'],
    ['dind.resources', 'dind: { resources: { requests: { cpu: 3 }, limits: { cpu: 2 } } }'],
    ['env', 'env: { 1A: x }'],
    ['template.spec.containers[0]', 'template: { spec: { containers: [{ name: beside }] } }'],
    [
      'template.spec.containers[0]',
      'template: { spec: { containers: [{ name: runner, volumeMounts: [{ name: nowhere, mountPath: /w }] }] } }',
    ],
  ])('%s: %s', (path, lines) => {
    const [line] = refusalOf(runnerFile(`    ${lines}`)).split('\n');
    expect(line).toMatch(/^deskrun\.yaml:[78]:\d+ /);
    expect(line).toContain(`  runners[0].${path}`);
  });

  test('the environment variable that perRunner needs: at one of the two keys', () => {
    const [line] = refusalOf(
      runnerFile('    cachePaths: [{ target: /a, perRunner: true }]\n    env: { DESKRUN_POD_NAME: x }'),
    ).split('\n');
    expect(line).toMatch(/^deskrun\.yaml:[78]:\d+ {2}runners\[0\]\.(cachePaths\[0\]|env)/);
  });

  test.each([
    ["the set's own variables", '    caches: [npm]\n    env: { npm_config_cache: /npm }'],
    ['the mode', '    env: { DOCKER_HOST: x }'],
  ])('naming the other key: %s', (_, lines) => {
    expect(refusalOf(runnerFile(lines))).toMatch(/, which \S.* sets too; /);
  });
});

describe('one mistake gives one finding', () => {
  test.each([
    ['a variable with an impossible name', 'env: { 1A: x }', 'dind'],
    ['a variable that ARC sets', 'env: { ACTIONS_RUNNER_INPUT_JITCONFIG: x }', 'dind'],
    [
      'a job that would start again',
      'jobPod: { template: { spec: { restartPolicy: Always } } }',
      'kubernetes-novolume',
    ],
    ['a cache that is named twice', 'caches: [npm, npm]', 'dind'],
  ])('%s', (_, line, mode) => {
    expect(refusalOf(runnerFile(`    ${line}`, mode)).split('\n')).toHaveLength(2);
  });
});
