import { configOf, findingsOf, noticesOf, refusalOf } from './files';

const containerOf = (text: string) => configOf(text).container;

describe('the source of the image', () => {
  test.each([
    ['image: node:20', { kind: 'image', image: 'node:20' }],
    ['dockerfile: ./Dockerfile.ci', { kind: 'dockerfile', path: 'Dockerfile.ci', context: '.' }],
    ['dockerfile: ./docker//ci/Dockerfile', { kind: 'dockerfile', path: 'docker/ci/Dockerfile', context: 'docker/ci' }],
    ['devcontainer: true', { kind: 'devcontainer' }],
    [
      'devcontainer: ./.devcontainer/ci/devcontainer.json',
      { kind: 'devcontainer', path: '.devcontainer/ci/devcontainer.json' },
    ],
    ['devcontainer: false', { kind: 'auto', devcontainer: false }],
    ['devcontainer: False', { kind: 'auto', devcontainer: false }],
  ])('%s', (line, container) => {
    expect(containerOf(`command: x\ncontainer: { ${line} }`)).toEqual(container);
    expect(containerOf(`build: x\n${line}`)).toEqual(container);
  });

  test('is found in the checkout by default', () => {
    const auto = { kind: 'auto', devcontainer: true };
    for (const line of ['', 'container: auto', 'container: {}', 'container: { auto: true }'])
      expect(containerOf(`command: x\n${line}`)).toEqual(auto);
    expect(containerOf('build: x')).toEqual(auto);
    expect(containerOf('command: x\ncontainer: { auto: true, devcontainer: false }')).toEqual({
      ...auto,
      devcontainer: false,
    });
  });

  test('may say that it is not found in the checkout, if it says where it comes from', () => {
    expect(containerOf('command: x\ncontainer: { image: a, auto: false, devcontainer: false }')).toEqual({
      kind: 'image',
      image: 'a',
    });
    expect(refusalOf('command: x\ncontainer: { auto: false, devcontainer: false }')).toBe(
      'container.auto: is false, and nothing else says what to run in; give image, ' +
        'dockerfile or devcontainer, or remove auto',
    );
  });

  test('is given once', () => {
    expect(findingsOf('command: x\ncontainer: { image: a, dockerfile: b, devcontainer: true, auto: true }')).toEqual([
      '2:24  container.dockerfile: cannot be used together with image; remove one of the two',
      '2:39  container.devcontainer: cannot be used together with image; remove one of the two',
      '2:59  container.auto: cannot be used together with image; remove one of the two',
    ]);
    expect(refusalOf('build: x\ndockerfile: b\ndevcontainer: d.json')).toBe(
      'devcontainer: cannot be used together with dockerfile; remove one of the two',
    );
  });

  test.each([
    ['image: Node', 'image: must be an image such as ghcr.io/actions/actions-runner:2.337.0, got "Node"'],
    ['image: ""', 'image: must be an image such as ghcr.io/actions/actions-runner:2.337.0, got ""'],
    ['image: true', 'image: must be a string, got true; write image: "true"'],
    ['dockerfile: /etc/passwd', 'dockerfile: must be a path in the checkout such as ./dist, got "/etc/passwd"'],
    ['dockerfile: ../../x', 'dockerfile: must not contain "..", got "../../x"'],
    ['dockerfile: a/../b', 'dockerfile: must not contain "..", got "a/../b"'],
    ['dockerfile: docker/', 'dockerfile: must be a file, not a directory, got "docker/"'],
    ['dockerfile: .', 'dockerfile: must be a file, not a directory, got "."'],
    ['dockerfile: ""', 'dockerfile: must not be empty'],
    [
      'devcontainer: .devcontainer',
      'devcontainer: must be true, false or the path of a devcontainer.json, got ".devcontainer"',
    ],
    ["devcontainer: 'false'", 'devcontainer: must be true, false or the path of a devcontainer.json, got "false"'],
    ['devcontainer: ../devcontainer.json', 'devcontainer: must not contain "..", got "../devcontainer.json"'],
    ['devcontainer: [a]', 'devcontainer: must be true or false or a string, got a list'],
  ])('%s is refused', (line, finding) => {
    expect(refusalOf(`build: x\n${line}`)).toBe(finding);
    expect(refusalOf(`command: x\ncontainer: { ${line} }`)).toBe(`container.${finding}`);
  });
});

describe('words of YAML 1.1 for devcontainer mean true and false, with a notice', () => {
  test.each(['yes', 'y', 'on', 'Yes'])('%s', word => {
    expect(containerOf(`build: x\ndevcontainer: ${word}`)).toEqual({ kind: 'devcontainer' });
    expect(noticesOf(`build: x\ndevcontainer: ${word}`)).toEqual([
      '2:15  devcontainer: is read as true, as YAML 1.1 does; write true',
    ]);
  });

  test.each(['no', 'n', 'off', 'OFF'])('%s', word => {
    expect(containerOf(`command: x\ncontainer: { devcontainer: ${word} }`)).toEqual({
      kind: 'auto',
      devcontainer: false,
    });
    expect(noticesOf(`command: x\ncontainer: { devcontainer: ${word} }`)).toEqual([
      '2:28  container.devcontainer: is read as false, as YAML 1.1 does; write false',
    ]);
  });
});

describe('the word of container', () => {
  test.each([
    ['ubuntu:22.04', '; write container: { image: ubuntu:22.04 }'],
    ['ghcr.io/a/b', '; write container: { image: ghcr.io/a/b }'],
    ['non', '; did you mean none?'],
    ['host', ''],
  ])('%s is refused in the form with command', (word, remedy) => {
    expect(refusalOf(`command: x\ncontainer: ${word}`)).toBe(
      `container: must be auto, none or an object, got "${word}"${remedy}`,
    );
  });

  test.each([
    ['ubuntu:22.04', 'write image: ubuntu:22.04'],
    ['auto', 'leave it out: the image is found in the checkout by default'],
    ['docker', 'leave it out to run in a container'],
  ])('%s is refused in the form with build', (word, remedy) => {
    expect(refusalOf(`build: x\ncontainer: ${word}`)).toBe(`container: must be none, got "${word}"; ${remedy}`);
  });

  test('must not be missing', () => {
    expect(refusalOf('command: x\ncontainer: ~')).toBe(
      'container: is empty; give one of auto, none or an object or leave it out',
    );
    expect(refusalOf('command: x\ncontainer: false')).toMatch(
      /^container: must be one of auto, none or an object, got false/,
    );
  });
});

describe('container: none', () => {
  test('runs the command on the node', () => {
    expect(containerOf('command: x\ncontainer: none')).toEqual({ kind: 'none' });
    expect(containerOf('build: x\ncontainer: none\ndevcontainer: false')).toEqual({ kind: 'none' });
  });

  test('is not the same as no network', () => {
    const config = configOf('command: x\ncontainer: { network: none }');
    expect([config.container.kind, config.network]).toEqual(['auto', 'none']);
  });

  test.each([
    ['build: x\nimage: a', 'image'],
    ['build: x\ndockerfile: a', 'dockerfile'],
    ['build: x\ndevcontainer: true', 'devcontainer'],
    ['build: x\nservices: { a: { image: b } }', 'services'],
    ['command: x\ncache: [{ name: a, path: b }]', 'cache'],
  ])('is refused with a key that needs a container: %j', (text, key) => {
    expect(refusalOf(`${text}\ncontainer: none`)).toBe(
      `${key}: cannot be used together with container: none; remove one of the two`,
    );
  });

  test('allows empty lists', () => {
    expect(containerOf('command: x\ncontainer: none\ncache: []\nservices: {}')).toEqual({ kind: 'none' });
  });
});
