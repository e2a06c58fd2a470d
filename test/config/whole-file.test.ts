import { appFromText } from '../../src/config/build';
import { MODE_CAPABILITIES } from '../../src/modes/capabilities';
import { expectFindings, fileOfSets, refusalOf, runnerFile, runnerSet, scaleSetsOf } from './files';
import { sites } from './sites';

test('each runner set has its own chart', () => {
  const app = appFromText(fileOfSets(runnerSet('docs'), runnerSet('more', '', 'kubernetes')), 'deskrun.yaml');
  expect(app.charts.map(({ node }) => node.id)).toEqual(['docs', 'more']);
});

test('a runner set may have the name of a property of every JavaScript object', () => {
  expect(scaleSetsOf(fileOfSets(runnerSet('constructor'))).map(({ metadata }) => metadata.name)).toEqual([
    'constructor',
  ]);
});

test('the props of the caller are the defaults of the file', () => {
  expect(appFromText(runnerFile(), 'deskrun.yaml', { arcVersion: '0.13.1' }).arcVersion).toBe('0.13.1');
  expect(appFromText(`arcVersion: 0.14.0\n${runnerFile()}`, 'deskrun.yaml', { arcVersion: '0.13.1' }).arcVersion).toBe(
    '0.14.0',
  );
});

describe('conflicts between runner sets', () => {
  const docker = '    maxRunners: 1\n    cachePaths: [{ source: /nvme/docker, target: /var/lib/docker }]';

  test('a name that is used twice is refused at the second set', () => {
    expectFindings(
      fileOfSets(runnerSet('docs'), runnerSet('➤docs')),
      'runners[1].name: docs is also the name of runners[0]; rename one',
    );
  });

  test('a name that is used three times is refused at the second and the third set', () => {
    const message = 'name: docs is also the name of runners[0]; rename one';
    expectFindings(
      fileOfSets(runnerSet('docs'), runnerSet('➤docs'), runnerSet('➤docs')),
      `runners[1].${message}`,
      `runners[2].${message}`,
    );
  });

  test('a name is still refused when the first set of that name is malformed', () => {
    expectFindings(
      fileOfSets(runnerSet('docs', '    instances: ➤many'), runnerSet('➤docs')),
      'runners[0].instances: must be an integer, got "many"',
      'runners[1].name: docs is also the name of runners[0]; rename one',
    );
  });

  test('a name is refused if an instance of another set has it', () => {
    expectFindings(
      fileOfSets(runnerSet('docs', '    instances: 2'), runnerSet('➤docs-2')),
      'runners[1].name: scale set docs-2 exists in namespace arc-runners already, at docs/runners; rename one',
    );
  });

  test('an exclusive directory is refused at the second set', () => {
    expectFindings(
      fileOfSets(runnerSet('docs', docker), runnerSet('more', docker.replace('[', '[➤'))),
      'runners[1].cachePaths[0]: /nvme/docker on the node is used by docs/runners (docs) too, but only one ' +
        'runner at a time can use it; give one of them another source, or other nodes with nodeSelector',
    );
  });

  test('names that give the same construct path are reported separately', () => {
    const message = 'must be lower-case letters, digits and -, starting and ending with a letter or digit, got "a/b"';
    expectFindings(fileOfSets(runnerSet('➤a/b'), runnerSet('a--b')), `runners[0].name: ${message}`);
  });

  test('an empty name is refused like any other invalid name', () => {
    expectFindings(
      runnerFile().replace('docs', '➤""'),
      'runners[0].name: must be lower-case letters, digits and -, starting and ending with a letter or digit, got ""',
    );
  });
});

describe('an option of a mode', () => {
  const modes = { workVolumeClaim: 'kubernetes', dind: 'dind', privileges: 'cached-privileged-kubernetes' };
  const others = Object.entries(modes).flatMap(([option, own]) =>
    Object.keys(MODE_CAPABILITIES)
      .filter(mode => mode !== own)
      .map(mode => [option, own, mode] as const),
  );

  test.each(others)('%s, for %s, is refused in %s', (option, own, mode) => {
    expectFindings(
      runnerFile(`    ➤${option}: {}`, mode),
      `runners[0].${option}: is for containerMode ${own} only, and containerMode is ${mode}; remove it`,
    );
  });

  test.each(Object.entries(modes))('%s is accepted in %s', (option, mode) => {
    expect(scaleSetsOf(runnerFile(`    ${option}: {}`, mode))).toHaveLength(1);
  });

  test.each([
    ['missing', ''],
    ['misspelled', 'containerMode: dnid'],
    ['an object', 'containerMode: { dind: {} }'],
  ])('is not reported if containerMode is %s', (_, line) => {
    expect(refusalOf(runnerFile('    dind: {}').replace('containerMode: dind', line))).not.toContain('remove it');
  });

  test('is reported together with a containerMode that is an object', () => {
    expect(refusalOf(runnerFile('    dind: {}', '{ toString: x }'))).toMatch(/^deskrun\.yaml:5:20 /);
  });
});

test('repository and githubConfigUrl together are refused', () => {
  expectFindings(
    runnerFile('    ➤githubConfigUrl: https://github.com/rubionic'),
    'runners[0].githubConfigUrl: is another name for repository; remove one',
  );
});

describe('one run reports all findings', () => {
  const wrongRange = '    minRunners: 3\n    maxRunners: ➤2';
  const range = 'must be at least minRunners (3), got 2';

  test('a well-formed set is checked even if another is malformed', () => {
    expectFindings(
      fileOfSets(runnerSet('docs', '    instances: ➤many'), runnerSet('more', wrongRange)),
      'runners[0].instances: must be an integer, got "many"',
      `runners[1].maxRunners: ${range}`,
    );
  });

  test.each([
    [
      'an unknown key',
      '➤colour: red',
      'colour: unknown key; allowed: namespace, arcVersion, kubernetesVersion, controller, createNamespace, ' +
        'podSecurityLevel, gitOps, proxy, githubServerTls, networkPolicy, cluster, cacheRoot, hostRoots, runners',
    ],
    ['a malformed cacheRoot', 'cacheRoot: ➤[]', 'cacheRoot: must be a string, got a list'],
    [
      'a cacheRoot that caches may not use',
      'cacheRoot: ➤/etc/cache',
      'cacheRoot: must not be /etc, which the node itself uses; use another directory, such as ' +
        '/var/lib/deskrun/cache',
    ],
    [
      'an unknown arcVersion',
      'arcVersion: ➤"0.9"',
      'arcVersion: must be one of 0.12.1, 0.13.0, 0.13.1, 0.14.0, 0.14.1, 0.14.2, got "0.9"',
    ],
    [
      'an old kubernetesVersion',
      'kubernetesVersion: ➤"1.20"',
      'kubernetesVersion: must be a minor version, 1.27 or later, such as "1.36", got "1.20"',
    ],
  ])('a well-formed set is checked even if the file has %s', (_, line, message) => {
    expectFindings(`${line}\n${runnerFile(wrongRange)}`, message, `runners[0].maxRunners: ${range}`);
  });

  test('a well-formed set is checked even if the namespace has an invalid name', () => {
    expectFindings(
      runnerFile(wrongRange).replace('arc-runners', '➤ARC'),
      'namespace: must be a DNS label of at most 63 characters, got "ARC"',
      `runners[0].maxRunners: ${range}`,
    );
  });

  test('all findings of one set are reported together', () => {
    expectFindings(
      runnerFile(`    runnerGroup: ➤desk\n${wrongRange}\n    caches: [{ name: npm, target: ➤npm }]`).replace(
        'github }',
        '➤No }',
      ),
      'runners[0].auth.secret: must be the name of a Secret (lower-case letters, digits, - and .), got "No"',
      'runners[0].runnerGroup: exists only for organizations and enterprises, and the URL is that of a ' +
        'repository; leave it out',
      `runners[0].maxRunners: ${range}`,
      'runners[0].caches[0].target: must be an absolute path, got "npm"',
    );
  });
});

test('a key that a message recommends exists in the schema', () => {
  const refusal = refusalOf(runnerFile('    template: { spec: { serviceAccountName: mine } }'));
  const named = / in (\w+)$/m.exec(refusal)?.[1] ?? 'template';
  expect(sites.map(({ path }) => path)).toContain(`runners[].${named}`);
});

describe('what the API server would refuse is refused', () => {
  test.each([
    ['namespace: ➤ARC', 'namespace: must be a DNS label of at most 63 characters, got "ARC"'],
    ['serviceAccount: ➤"the controller"', 'serviceAccount: must be the name of a ServiceAccount, got "the controller"'],
  ])('of the controller: %s', (line, message) => {
    expectFindings(`controller: { ${line} }\n${runnerFile()}`, `controller.${message}`);
  });
});
