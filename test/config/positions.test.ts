import { expectFindings, refusalOf, runnerFile } from './files';

const someKeys =
  'name, repository, githubConfigUrl, containerMode, auth, instances, minRunners, maxRunners, cachePaths, ' +
  'caches, runnerGroup, runnerScaleSetLabels and 26 more';

describe('an unknown key is reported at its position', () => {
  test('with the likely key', () => {
    expectFindings(runnerFile('    ➤maxrunner: 3'), 'runners[0].maxrunner: unknown key; did you mean maxRunners?');
  });

  test('with the allowed keys, if none is similar', () => {
    expectFindings(runnerFile('    ➤colour: red'), `runners[0].colour: unknown key; allowed: ${someKeys}`);
  });

  test('at the top of the file', () => {
    expectFindings(`➤arcversion: 0.14.2\n${runnerFile()}`, 'arcversion: unknown key; did you mean arcVersion?');
  });

  test('inside braces', () => {
    expectFindings(
      runnerFile('    dind: { ➤images: docker:28-dind }'),
      'runners[0].dind.images: unknown key; did you mean image?',
    );
  });

  test('in a list', () => {
    expectFindings(
      runnerFile('    cachePaths:\n      - ➤mount: /cache\n        target: /cache'),
      'runners[0].cachePaths[0].mount: unknown key; allowed: source, target, sharing, perRunner, sizeLimit, local',
    );
  });

  test('also if the correctly spelled key precedes it', () => {
    expectFindings(
      runnerFile('    ➤containermode: dind'),
      `runners[0].containermode: unknown key; allowed: ${someKeys}`,
    );
  });

  test.each([
    ['an empty word', '""', '[""]'],
    ['a number', '5', '.5'],
    ['a word of every object', '__proto__', '.__proto__'],
    ['a merge key', '<<', '["<<"]'],
  ])('even if it is %s', (_, key, name) => {
    expectFindings(
      runnerFile(`    ➤${key}: { maxRunners: 1 }`),
      `runners[0]${name}: unknown key; allowed: ${someKeys}`,
    );
  });

  test('on one line, even if it contains a line break', () => {
    expectFindings(runnerFile('    ➤"a\\nb": 1'), `runners[0]["a\\nb"]: unknown key; allowed: ${someKeys}`);
  });
});

describe('a missing key is reported at the map that lacks it', () => {
  test.each([
    [
      'namespace',
      '➤runners:\n  - { name: docs, repository: "https://github.com/rubionic/docs", containerMode: dind, auth: ' +
        '{ secret: github } }',
    ],
    ['runners', '➤namespace: arc-runners'],
    [
      'runners[0].name',
      'namespace: arc\nrunners:\n  - ➤repository: https://github.com/rubionic/docs\n    containerMode: dind\n  ' +
        '  auth: { secret: github }',
    ],
    [
      'runners[0].containerMode',
      'namespace: arc\nrunners:\n  - ➤name: docs\n    repository: https://github.com/rubionic/docs\n    auth: ' +
        '{ secret: github }',
    ],
    [
      'runners[0].auth',
      'namespace: arc\nrunners:\n  - ➤name: docs\n    repository: https://github.com/rubionic/docs\n    ' +
        'containerMode: dind',
    ],
    ['runners[0].auth.secret', runnerFile().replace('{ secret: github }', '➤{}')],
    ['runners[0].cachePaths[0].target', runnerFile('    cachePaths:\n      - ➤source: /nvme/a')],
    ['runners[0].caches[0].name', runnerFile('    caches: [➤{ source: /nvme/a }]')],
    [
      'runners[0].cachePaths[0].local.nodes',
      runnerFile('    cachePaths: [{ source: /nvme/a, target: /a, local: ➤{ capacity: 1Gi } }]'),
    ],
    [
      'runners[0].cachePaths[0].local.capacity',
      runnerFile('    cachePaths: [{ source: /nvme/a, target: /a, local: ➤{ nodes: [desk] } }]'),
    ],
  ])('%s', (path, marked) => {
    expectFindings(marked, `${path}: is required`);
  });

  test('repository, which githubConfigUrl can replace', () => {
    expectFindings(
      runnerFile()
        .replace('  - name', '  - ➤name')
        .replace(/ {4}repository.*\n/, ''),
      'runners[0].repository: is required: the URL of the repository, organization or enterprise',
    );
  });
});

describe('an invalid value is reported at its position', () => {
  const cacheNames = 'npm, pnpm, yarn, cargo, go-mod, go-build, pip, uv, maven, gradle, ccache, sccache and 6 more';
  const local = (nodes: string) =>
    `cachePaths: [{ source: /nvme/a, target: /a, local: { capacity: 1Gi, nodes: ${nodes} } }]`;

  test.each([
    [
      'a number for a string',
      'runnerGroup: ➤123',
      'runnerGroup: must be a string, got the number 123; write runnerGroup: "123"',
    ],
    ['a string for a number', 'instances: ➤many', 'instances: must be an integer, got "many"'],
    ['a fraction', 'instances: ➤1.5', 'instances: must be an integer, got the number 1.5'],
    [
      'a word for true or false',
      'caches: [{ name: npm, perRunner: ➤often }]',
      'caches[0].perRunner: must be true or false, got "often"',
    ],
    [
      'a list for an object',
      'resources: ➤[]',
      'resources: must be an object, got a list; keys of the object: requests, limits',
    ],
    [
      'an object for a list',
      'cachePaths: ➤{ target: /a }',
      'cachePaths: must be a list, got an object; write cachePaths: [{ target: /a }]',
    ],
    ['a number too low', 'instances: ➤0', 'instances: must be at least 1, got 0'],
    ['a number too high', 'instances: ➤1001', 'instances: must be at most 1000, got 1001'],
    ['a number below zero', 'minRunners: ➤-1', 'minRunners: must be at least 0, got -1'],
    [
      'a word near an allowed one',
      'caches: [➤go-modd]',
      `caches[0]: must be one of ${cacheNames}, got "go-modd"; did you mean go-mod?`,
    ],
    [
      'neither alternative',
      'caches: [➤5]',
      `caches[0]: must be one of ${cacheNames} or an object, got the number 5; keys of the object: name, ` +
        'source, target, sharing, perRunner, sizeLimit, local',
    ],
    [
      'a repeated one',
      local('[desk, ➤desk]'),
      'cachePaths[0].local.nodes[1]: duplicate nodes "desk", first given at nodes[0]',
    ],
    ['an empty list', local('➤[]'), 'cachePaths[0].local.nodes: must not be empty'],
    ['nothing', 'instances:➤', 'instances: is empty; give an integer or leave it out'],
    ['nothing in a list', 'cachePaths:\n      -➤', 'cachePaths[0]: is empty; give an object or leave it out'],
  ])('%s', (_, line, message) => {
    expectFindings(runnerFile(`    ${line}`), `runners[0].${message}`);
  });

  test('an unknown containerMode', () => {
    expectFindings(
      runnerFile('', '➤kuberentes'),
      'runners[0].containerMode: must be one of runner, kubernetes, kubernetes-novolume, dind, ' +
        'cached-privileged-kubernetes, got "kuberentes"; did you mean kubernetes?',
    );
  });

  test.each([
    ['namespace: ""', 'namespace: ➤""', 'namespace: must not be empty'],
    [
      'arcVersion: 0.14',
      'arcVersion: ➤0.14\nnamespace: arc',
      'arcVersion: must be one of 0.12.1, 0.13.0, 0.13.1, 0.14.0, 0.14.1, 0.14.2, got the number 0.14',
    ],
    [
      'kubernetesVersion: "1.36.2"',
      'kubernetesVersion: ➤"1.36.2"\nnamespace: arc',
      'kubernetesVersion: must look like 1.36, got "1.36.2"',
    ],
    [
      'controller: arc-systems',
      'controller: ➤arc-systems\nnamespace: arc',
      'controller: must be an object, got "arc-systems"; keys of the object: namespace, serviceAccount, ' +
        'version, watchSingleNamespace, install',
    ],
  ])('%s', (_, top, message) => {
    expectFindings(runnerFile().replace('namespace: arc-runners', top), message);
  });

  test('an empty entry of runners', () => {
    expectFindings('namespace: arc\nrunners:\n  -➤\n', 'runners[0]: is empty; give an object or leave it out');
  });
});

describe('positions', () => {
  test('count characters, also those outside ASCII', () => {
    expectFindings(
      runnerFile('    env: { "ключ-é": ➤5 }'),
      'runners[0].env["ключ-é"]: must be a string, got the number 5; write ключ-é: "5"',
    );
  });

  test('are the same with CRLF line breaks', () => {
    expectFindings(
      runnerFile('    minRunners: ➤x\n    maxRunners: ➤y').replaceAll('\n', '\r\n'),
      'runners[0].minRunners: must be an integer, got "x"',
      'runners[0].maxRunners: must be an integer, got "y"',
    );
  });

  test('on the first line do not count a byte order mark', () => {
    expect(refusalOf(`\ufeffcolour: red\n${runnerFile()}`)).toMatch(/^deskrun\.yaml:1:1 /);
  });

  test('of all findings are in the order of the file', () => {
    expectFindings(
      '➤colour: ' +
        `red\n${runnerFile('    dind: ➤none\n  - ➤name: pods\n    repository: https://github.com/rubionic/pods\n    containerMode: dind\ncacheRoot: ➤[]')}`,
      'colour: unknown key; allowed: namespace, arcVersion, kubernetesVersion, controller, createNamespace, ' +
        'podSecurityLevel, gitOps, proxy, githubServerTls, networkPolicy, cluster, cacheRoot, hostRoots, runners',
      'runners[0].dind: must be an object, got "none"; keys of the object: image, daemonArgs, env, resources, ' +
        'volumeMounts, registryMirrors',
      'runners[1].auth: is required',
      'cacheRoot: must be a string, got a list',
    );
  });

  test('of a finding in an aliased value are those of the alias', () => {
    expectFindings(
      runnerFile('    env: &five { A: ➤5 }\n    nodeSelector: ➤*five'),
      'runners[0].env.A: must be a string, got the number 5; write A: "5"',
      'runners[0].nodeSelector.A: must be a string, got the number 5; write A: "5"',
    );
  });
});

describe('strings that YAML 1.1 reads as booleans stay strings', () => {
  test.each([
    ['on', '"on"'],
    ['no', '"no"'],
    ['yes', '"yes"'],
    ['1_000', '"1_000"'],
    ['12:30', '"12:30"'],
    ['2026-11-21', '"2026-11-21"'],
  ])('%s', (word, shown) => {
    expectFindings(runnerFile(`    maxRunners: ➤${word}`), `runners[0].maxRunners: must be an integer, got ${shown}`);
  });
});
