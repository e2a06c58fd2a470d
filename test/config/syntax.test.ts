import { join } from 'node:path';
import { ConfigFileError } from '../../src';
import { appFromFile } from '../../src/config/build';
import { expectFindings, refusalOf, runnerFile } from './files';

const KEYS =
  '; keys of the object: namespace, arcVersion, kubernetesVersion, controller, createNamespace, ' +
  'podSecurityLevel, gitOps, proxy, githubServerTls, networkPolicy, cluster, cacheRoot, hostRoots, runners';

describe('a file that is not a map is refused', () => {
  test.each([
    ['an empty file', '', 'is empty; give an object'],
    ['blank lines', '\n\n', 'is empty; give an object'],
    ['a comment', '# later\n', 'is empty; give an object'],
    ['nothing in so many words', 'null', 'is empty; give an object'],
    ['a list', '- name: docs', `must be an object, got a list${KEYS}`],
    ['a word', 'runners', `must be an object, got "runners"${KEYS}`],
  ])('%s', (_, text, message) => {
    expectFindings(`➤${text}`, message);
  });
});

describe('a syntax error is reported at its position', () => {
  test.each([
    ['a key given twice', '    minRunners: 1\n    ➤minRunners: 2', 'duplicate key minRunners; remove one'],
    ['a key given twice in braces', '    env: { A: x, ➤A: y }', 'duplicate key A; remove one'],
    ['a tab for indentation', '➤\t\tminRunners: 1', 'tabs are not allowed as indentation'],
    [
      'a list that does not end',
      '    caches: [npm➤',
      'flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a text that does not end', '    runnerGroup: "desk➤', 'missing closing "quote'],
    ['two values', '    runnerGroup: "a" ➤"b"', 'unexpected double-quoted-scalar at node end'],
    ['a tag that nobody knows', '    runnerGroup: ➤!secret github', 'unresolved tag: !secret'],
    [
      'a number that looks octal',
      '    template: { spec: { volumes: [{ name: a, secret: { secretName: b, defaultMode: ➤0644 } }] } }',
      '0644 is read as the decimal 644; write 0o644 for an octal number such as a file mode, or quote it',
    ],
    ['an anchor given twice', '    env: &a ➤&b {}', 'a node can have at most one anchor'],
  ])('%s', (_, lines, message) => {
    expectFindings(runnerFile(lines), message);
  });

  test('with CRLF line breaks at the same position', () => {
    expectFindings(
      runnerFile('    minRunners: 1\n    ➤minRunners: 2').replaceAll('\n', '\r\n'),
      'duplicate key minRunners; remove one',
    );
  });

  test('like all others, in the order of the file', () => {
    expectFindings(
      runnerFile('    minRunners: 1\n    ➤minRunners: 2\n    env: { A: x, ➤A: y }'),
      'duplicate key minRunners; remove one',
      'duplicate key A; remove one',
    );
  });

  test('also after a first syntax error', () => {
    expectFindings(
      '{ namespace: arc } ➤runners\ncaches: [npm➤',
      'unexpected scalar token',
      'flow sequence in block collection must be sufficiently indented and end with a ]',
    );
  });

  test('at a second document', () => {
    expectFindings(
      `${runnerFile()}\n➤---\n${runnerFile()}`,
      'a second document starts here: a file has one document; move it to another file',
    );
  });

  test('at an alias without an anchor', () => {
    expectFindings(runnerFile('    env: ➤*nowhere'), 'unknown alias nowhere: define its anchor above it');
  });
});

describe('anchors and aliases', () => {
  test('can reuse a value', () => {
    const shared =
      'namespace: arc\nrunners:\n  - &docs { name: docs, repository: "https://github.com/rubionic/docs", ' +
      'containerMode: dind, auth: { secret: github } }\n  - ➤*docs';
    expectFindings(shared, 'runners[1].name: docs is also the name of runners[0]; rename one');
  });

  test('that expand exponentially are refused', () => {
    const levels = [...'bcdefgh'].map(
      (name, index) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${String.fromCharCode(97 + index)}`)
          .join(', ')}]`,
    );
    expectFindings(
      `➤a: &a [x, x, x]\n${levels.join('\n')}\n${runnerFile()}`,
      'cannot be read: Excessive alias count indicates a resource exhaustion attack',
    );
  });

  test.each([
    ['in an object', '    template: &loop { spec: ➤*loop }'],
    ['in a list', '    caches: &loop [➤*loop]'],
    ['in a list without repetitions', 'hostRoots: &loop [➤*loop]'],
    ['further in', '    template: &loop { spec: { containers: [{ name: ➤*loop }] } }'],
  ])('that are circular %s are refused', (_, lines) => {
    expectFindings(runnerFile(lines), 'circular alias loop: its anchor contains it');
  });
});

describe('very deep nesting', () => {
  const depths = [100, 500, 1000, 5000, 20_000];

  test.each(depths)('of %i lists in brackets is refused', depth => {
    expect(refusalOf(runnerFile(`    template: ${'['.repeat(depth)}${']'.repeat(depth)}`))).toMatch(
      /^deskrun\.yaml:7:\d+ /,
    );
  });

  test.each(depths)('of %i objects in braces is refused', depth => {
    expect(refusalOf(runnerFile(`    template: ${'{ a: '.repeat(depth)}${'}'.repeat(depth)}`))).toMatch(
      /^deskrun\.yaml:7:\d+ /,
    );
  });

  test.each(depths)('of %i lists in lists is refused', depth => {
    expect(refusalOf(runnerFile(`    template:\n      ${'- '.repeat(depth)}x`))).toMatch(/^deskrun\.yaml:8:\d+ /);
  });

  test.each([150, 5000])('of %i lists gives one finding', depth => {
    expect(refusalOf(runnerFile(`    template: ${'['.repeat(depth)}${']'.repeat(depth)}`))).toMatch(
      /^deskrun\.yaml:7:\d+ {2}is nested too deeply\n1 error; nothing was written$/,
    );
  });
});

describe('tags that change the type of a map', () => {
  test.each([
    ['env', '!!omap [ A: x ]'],
    ['env', '!!set { A, B }'],
    ['nodeSelector', '!!omap [ disk: nvme ]'],
    ['affinity', '!!set { nodeAffinity }'],
    ['template', '!!omap [ spec: { hostNetwork: true } ]'],
  ])('%s: %s is refused, not ignored', (key, value) => {
    expect(refusalOf(runnerFile(`    ${key}: ${value}`))).toMatch(/^deskrun\.yaml:7:\d+ /);
  });
});

test('a %YAML directive of an older version is refused', () => {
  expectFindings(
    `➤%YAML 1.1\n---\n${runnerFile('    maxRunners: 1:30')}`,
    '%YAML 1.1 is not supported: the file is read as YAML 1.2; remove the line',
  );
});

describe('keys that are not strings', () => {
  test.each(['? ➤[a]\n    : c', '? ➤{ a: b }\n    : c', 'runnerGroup: {➤{ group }}'])('%j is refused', lines => {
    expectFindings(runnerFile(`    ${lines}`), 'unknown key: a key must be a string');
  });

  test.each(['5', 'true', 'null', ''])('? %s is refused at its position', key => {
    const [line] = refusalOf(runnerFile(`    ? ${key}\n    : c`)).split('\n');
    expect(line).toMatch(/^deskrun\.yaml:7:\d+ .*unknown key; allowed: name/);
  });

  test('give no warning of the parser', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
    try {
      refusalOf(runnerFile('    runnerGroup: {{ group }}'));
      expect(warn).not.toHaveBeenCalled();
    } finally {
      warn.mockRestore();
    }
  });
});

test('messages show the path of the file relative to the working directory', () => {
  expect(() => appFromFile(join(__dirname, 'fixtures/nvme-cache.yaml'))).toThrow(
    /^test\/config\/fixtures\/nvme-cache\.yaml:1:1 {2}/,
  );
});

describe('a file that cannot be read', () => {
  test.each([
    ['missing', 'test/config/fixtures/missing.yaml', 'it does not exist (ENOENT)'],
    ['a folder', 'test/config/fixtures', 'it is a folder, not a file (EISDIR)'],
  ])('since it is %s', (_, file, reason) => {
    expect(() => appFromFile(file)).toThrow(
      new ConfigFileError(`${file}: cannot be read: ${reason}; nothing was written`),
    );
  });
});
