import { join } from 'node:path';
import { ConfigFileError } from '../../src';
import { appFromFile } from '../../src/config/build';
import { expectFindings, refusalOf, runnerFile } from './files';

const KEYS =
  '; keys of the object: namespace, arcVersion, kubernetesVersion, controller, createNamespace, podSecurityLevel, gitOps, proxy, githubServerTls, networkPolicy, cluster, cacheRoot, hostRoots, runners';

describe('what is not a map is no configuration', () => {
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

describe('what is not YAML is pointed at where it stops being YAML', () => {
  test.each([
    ['a key given twice', '    minRunners: 1\n    ➤minRunners: 2', 'map keys must be unique'],
    ['a key given twice in braces', '    env: { A: x, ➤A: y }', 'map keys must be unique'],
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

  test("with Windows' line breaks at the same place", () => {
    expectFindings(
      runnerFile('    minRunners: 1\n    ➤minRunners: 2').replaceAll('\n', '\r\n'),
      'map keys must be unique',
    );
  });

  test('at every such place, in the order of the file', () => {
    expectFindings(
      runnerFile('    minRunners: 1\n    ➤minRunners: 2\n    env: { A: x, ➤A: y }'),
      'map keys must be unique',
      'map keys must be unique',
    );
  });

  test('behind a first such place just as well', () => {
    expectFindings(
      '{ namespace: arc } ➤runners\ncaches: [npm➤',
      'unexpected scalar token',
      'flow sequence in block collection must be sufficiently indented and end with a ]',
    );
  });

  test('at a second document', () => {
    expectFindings(
      `${runnerFile()}\n➤---\n${runnerFile()}`,
      'starts a second document: a file describes one namespace; move it to a file of its own',
    );
  });

  test('at an alias without an anchor', () => {
    expectFindings(runnerFile('    env: ➤*nowhere'), 'no anchor above is called so: nowhere');
  });
});

describe('anchors and aliases', () => {
  test('may say a thing once for several places', () => {
    const shared =
      'namespace: arc\nrunners:\n  - &docs { name: docs, repository: "https://github.com/rubionic/docs", containerMode: dind, auth: { secret: github } }\n  - ➤*docs';
    expectFindings(shared, 'runners[1].name: docs is the name of runners[0] too; rename one');
  });

  test('that multiply without end are refused', () => {
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
  ])('that lead back to themselves %s are refused', (_, lines) => {
    expectFindings(runnerFile(lines), 'leads back to what it is a part of: loop');
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

  test.each([150, 5000])('of %i lists is one mistake', depth => {
    expect(refusalOf(runnerFile(`    template: ${'['.repeat(depth)}${']'.repeat(depth)}`))).toMatch(
      /^deskrun\.yaml:7:\d+ {2}is nested too deeply\n1 error; nothing was written$/,
    );
  });
});

describe('tags that make something else than a map of a map', () => {
  test.each([
    ['env', '!!omap [ A: x ]'],
    ['env', '!!set { A, B }'],
    ['nodeSelector', '!!omap [ disk: nvme ]'],
    ['affinity', '!!set { nodeAffinity }'],
    ['template', '!!omap [ spec: { hostNetwork: true } ]'],
  ])('%s: %s is refused rather than left out', (key, value) => {
    expect(refusalOf(runnerFile(`    ${key}: ${value}`))).toMatch(/^deskrun\.yaml:7:\d+ /);
  });
});

test('a file that says it is of older YAML is not read by other rules without a word', () => {
  expectFindings(
    `➤%YAML 1.1\n---\n${runnerFile('    maxRunners: 1:30')}`,
    'says it is YAML 1.1, and is read as YAML 1.2; leave the line out',
  );
});

describe('keys that are no words', () => {
  test.each(['? ➤[a]\n    : c', '? ➤{ a: b }\n    : c', 'runnerGroup: {➤{ group }}'])('%j is refused', lines => {
    expectFindings(runnerFile(`    ${lines}`), 'unknown key: a key must be a word');
  });

  test.each(['5', 'true', 'null', ''])('? %s is refused where it stands', key => {
    const [line] = refusalOf(runnerFile(`    ? ${key}\n    : c`)).split('\n');
    expect(line).toMatch(/^deskrun\.yaml:7:\d+ .*unknown key; allowed: name/);
  });

  test('are not talked about by anybody else', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
    try {
      refusalOf(runnerFile('    runnerGroup: {{ group }}'));
      expect(warn).not.toHaveBeenCalled();
    } finally {
      warn.mockRestore();
    }
  });
});

test('a file is called by its path from here', () => {
  expect(() => appFromFile(join(__dirname, 'fixtures/nvme-cache.yaml'))).toThrow(
    /^test\/config\/fixtures\/nvme-cache\.yaml:1:1 {2}/,
  );
});

describe('a file that cannot be read', () => {
  test.each([
    ['missing', 'test/config/fixtures/missing.yaml', 'it does not exist (ENOENT)'],
    ['a folder', 'test/config/fixtures', 'it is a folder, not a file (EISDIR)'],
  ])('because it is %s', (_, file, reason) => {
    expect(() => appFromFile(file)).toThrow(
      new ConfigFileError(`${file}: cannot be read: ${reason}; nothing was written`),
    );
  });
});
