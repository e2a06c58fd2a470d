import { configOf, findingsOf, noticesOf, refusalOf } from './files';

describe('a command', () => {
  test.each([
    ['command: true', 'command: must be a string or a number, got true; put it in quotes if you mean the program true'],
    ['build: false', 'build: must be a string or a number, got false; put it in quotes if you mean the program false'],
    [
      'build: x\nrelease: true',
      'release: must be a string or a number, got true; put it in quotes if you mean the program true',
    ],
    [
      'command: [make lint, make test]',
      'command: must be a string or a number, got a list; join the commands with &&: make lint && make test',
    ],
    ['command: [{ run: x }]', 'command: must be a string or a number, got a list; write command: x'],
    ['command: { run: make }', 'command: must be a string or a number, got an object; write command: make'],
    ['command: ""', 'command: must not be empty; give a command such as make ci'],
    ['build: "   "', 'build: must not be empty; give a command such as make ci'],
    [
      'command: "a\\0b"',
      'command: must not contain a NUL character or an unpaired surrogate, which cannot be passed to a ' +
        'container, got "a\\u0000b"',
    ],
    ['build: 017', '017 is read as the decimal 17; write 0o17 for an octal number such as a file mode, or quote it'],
  ])('%j is refused', (text, finding) => {
    expect(refusalOf(text)).toBe(finding);
  });

  test.each([
    ['build: on', 'on'],
    ['build: "true"', 'true'],
    ['build: 12:30:45', '12:30:45'],
    ['build: |\n  make lint\n  make test\n', 'make lint\nmake test\n'],
    ['build: !!str 12', '12'],
  ])('%j is text without a notice', (text, command) => {
    expect(configOf(text).command).toBe(command);
    expect(noticesOf(text)).toEqual([]);
  });

  test.each([
    'cinch release',
    'make dist && cinch release dist/*',
    '(cinch release)',
    'a; cinch release',
    'a\ncinch release',
  ])('a notice says that the image has no cinch: %j', release => {
    expect(noticesOf(`build: x\nrelease: ${JSON.stringify(release)}`)).toEqual([
      '2:10  release: runs the cinch command, which is not in the image; add it to the image of the build',
    ]);
    expect(noticesOf(`command: ${JSON.stringify(release)}`)).toHaveLength(1);
  });

  test.each(['make cinch', 'echo cinchx y', './cinch.sh', 'cinch-lint x'])('it does not run cinch: %j', command => {
    expect(noticesOf(`command: ${command}`)).toEqual([]);
  });
});

describe('numbers and booleans as text', () => {
  test('keep their spelling, with a notice', () => {
    const text =
      'build: 1.30\nrelease: 0x10\nenv: { VERSION: 3.10, DEBUG: true, COUNT: 1e3 }\n' +
      'services: { queue: { image: a, command: 5, env: { PORT: 9000 }, healthcheck: { cmd: 1.0 } } }';
    const config = configOf(text);
    expect(config.command).toBe('1.30');
    expect(config.releaseCommand).toBe('0x10');
    expect(config.env).toEqual({ VERSION: '3.10', DEBUG: 'true', COUNT: '1e3' });
    expect(config.services).toMatchObject([{ command: '5', env: { PORT: '9000' }, healthcheck: { command: '1.0' } }]);
    expect(noticesOf(text)).toEqual([
      '1:8  build: is a number in YAML and is read as the text "1.30"; put it in quotes',
      '2:10  release: is a number in YAML and is read as the text "0x10"; put it in quotes',
      '3:17  env.VERSION: is a number in YAML and is read as the text "3.10"; put it in quotes',
      '3:30  env.DEBUG: is a boolean in YAML and is read as the text "true"; put it in quotes',
      '3:43  env.COUNT: is a number in YAML and is read as the text "1e3"; put it in quotes',
      '4:41  services.queue.command: is a number in YAML and is read as the text "5"; put it in quotes',
      '4:57  services.queue.env.PORT: is a number in YAML and is read as the text "9000"; put it in quotes',
      '4:85  services.queue.healthcheck.cmd: is a number in YAML and is read as the text "1.0"; put it in quotes',
    ]);
  });

  test.each([
    ['image: 12', 'image: must be a string, got the number 12; write image: "12"'],
    ['env: { A: }', 'env.A: is empty; give a string or a number or true or false or leave it out'],
    ['env: { A: [b] }', 'env.A: must be a string or a number or true or false, got a list; write A: b'],
    ['env: [A=b]', 'env: must be an object, got a list; write env: { A: b }'],
    ['workers: [1]', 'workers[0]: must be a string, got the number 1; write "1"'],
  ])('are not read elsewhere: %s', (line, finding) => {
    expect(refusalOf(`build: x\n${line}`)).toBe(finding);
  });
});

describe('a timeout', () => {
  test.each([
    [
      'timeout: 30',
      'timeout: must be a string, got the number 30; it has no unit: write 30m for minutes or 30s for seconds',
    ],
    [
      'timeout: "30"',
      'timeout: must be a duration such as 90s, 30m or 1h30m, got "30"; it has no unit: write 30m ' +
        'for minutes or 30s for seconds',
    ],
    [
      'timeout: 1d',
      'timeout: must be a duration such as 90s, 30m or 1h30m, got "1d"; there is no unit for days: write 24h',
    ],
    ['timeout: -5m', 'timeout: must be longer than 0, got "-5m"'],
    ['timeout: 0s', 'timeout: must be longer than 0, got "0s"'],
    ['timeout: true', 'timeout: must be a string, got true'],
  ])('%s is refused', (line, finding) => {
    expect(refusalOf(`build: x\n${line}`)).toBe(finding);
    expect(refusalOf(`command: x\n${line}`)).toBe(finding);
    expect(refusalOf(`command: x\ncontainer: { ${line} }`)).toBe(`container.${finding}`);
  });

  test('may stand at the top, in container, or in both if it is the same', () => {
    expect(configOf('command: x\ntimeout: 90s').timeoutSeconds).toBe(90);
    expect(configOf('command: x\ncontainer: { timeout: 90s }').timeoutSeconds).toBe(90);
    expect(configOf('command: x\ntimeout: 1m30s\ncontainer: { timeout: 90s }').timeoutSeconds).toBe(90);
    expect(findingsOf('command: x\ntimeout: 1m\ncontainer: { timeout: 90s }')).toEqual([
      '3:23  container.timeout: is 90s, and timeout at the top is 1m; remove one of the two',
    ]);
  });
});

describe('settings of the container', () => {
  test.each([
    ['memory: 4x', 'memory: must be a size such as 512m, 4g or 4Gi, got "4x"'],
    ['memory: 4', 'memory: must be at least 4m, got 4 bytes; did you mean 4g?'],
    ['memory: 0', 'memory: must be greater than 0, got 0'],
    ['memory: -4g', 'memory: must be a size such as 512m, 4g or 4Gi, got "-4g"'],
    ['memory: 1.5', 'memory: must be a string or an integer, got the number 1.5; put it in quotes'],
    ['cpus: two', 'cpus: must be a number of CPUs such as 2, 1.5 or 500m, got "two"'],
    ['cpus: 0', 'cpus: must be greater than 0, got 0'],
    ['cpus: -1', 'cpus: must be a number of CPUs such as 2, 1.5 or 500m, got -1'],
    ['network: bridge', 'network: must be one of host, internal, none, got "bridge"'],
    ['network: internl', 'network: must be one of host, internal, none, got "internl"; did you mean internal?'],
    ['network: false', 'network: must be one of host, internal, none, got false'],
    ['imgae: node', 'imgae: unknown key; did you mean image?'],
    [
      'privileged: true',
      'privileged: unknown key; allowed: image, dockerfile, devcontainer, auto, memory, cpus, timeout, network, mounts',
    ],
  ])('%s is refused', (line, finding) => {
    expect(refusalOf(`command: x\ncontainer: { ${line} }`)).toBe(`container.${finding}`);
  });
});

describe('a schedule', () => {
  test.each([
    [
      '"@daily"',
      'must have five fields (minute, hour, day of the month, month, day of the week), got "@daily"; write 0 0 * * *',
    ],
    ['TZ=UTC 0 0 * * *', 'must not have a time zone, got "TZ=UTC 0 0 * * *"; set the time zone of the build instead'],
    ['61 0 * * *', 'the minute must be *, or numbers from 0 to 59 with , - and /, not 61; got "61 0 * * *"'],
  ])('%s is refused', (schedule, message) => {
    expect(refusalOf(`command: x\ntrigger: { schedule: ${schedule} }`)).toBe(`trigger.schedule: ${message}`);
  });

  test('outside of trigger is refused with its place', () => {
    expect(refusalOf('command: x\nschedule: 0 0 * * *')).toBe(
      'schedule: unknown key; write trigger: { schedule: "0 0 * * *" }',
    );
  });
});

describe('events', () => {
  test.each([
    ['branches: main', 'branches: must be a list, got "main"; write branches: [main]'],
    ['branches: []', 'branches: must not be empty'],
    ['paths: [""]', 'paths[0]: must not be empty'],
    ['pull_requests: yes', 'pull_requests: must be true or false, got "yes"; write pull_requests: true'],
    ['pullRequests: true', 'pullRequests: unknown key; did you mean pull_requests?'],
    ['paths: [a, a]', 'paths[1]: duplicate paths "a", first given at paths[0]'],
  ])('%s is refused', (line, finding) => {
    expect(refusalOf(`command: x\ntrigger: { ${line} }`)).toBe(`trigger.${finding}`);
  });
});

describe('workers', () => {
  test('are one build for each label', () => {
    expect(configOf('build: x\nworkers: [linux-amd64, linux-arm64]').workers).toEqual([
      ['linux-amd64'],
      ['linux-arm64'],
    ]);
  });

  test('of runner are one build with all labels', () => {
    expect(configOf('command: x\nrunner: { labels: [linux, amd64] }').workers).toEqual([['linux', 'amd64']]);
    expect(configOf('command: x\nrunner: { labels: [] }').workers).toEqual([]);
  });

  test.each([
    ['workers: linux', 'workers: must be a list, got "linux"; write workers: [linux]'],
    ['workers: [a, a]', 'workers[1]: duplicate workers "a", first given at workers[0]'],
    ['workers: [""]', 'workers[0]: must not be empty'],
    ['runner: {}', 'runner.labels: is required'],
    ['runner: linux', 'runner: must be an object, got "linux"; write runner: { labels: [linux] }'],
    [
      'runner: { labels: [a] }\nworkers: [b]',
      'runner: cannot be used together with workers: runner is the node of one build, workers are nodes of one build ' +
        'each; remove one of the two',
    ],
  ])('%j is refused', (line, finding) => {
    expect(refusalOf(`command: x\n${line}`)).toBe(finding);
  });
});

describe('keys of other tools and designs are refused with the reason', () => {
  test.each([
    [
      'steps: [{ name: lint, command: make lint }]',
      'steps: one command runs; join the commands with &&: make lint && make test',
    ],
    ['matrix: { os: [a] }', 'matrix: one file describes one build; use workers for one build on each kind of node'],
    [
      'runtime: podman',
      'runtime: is a setting of a cinch worker: pods run in the container runtime of their node; remove it',
    ],
    ['secrets: [A]', 'secrets: secrets do not belong in this file; give them to the build from a Secret'],
  ])('%s', (line, finding) => {
    expect(refusalOf(`build: x\n${line}`)).toBe(finding);
    expect(refusalOf(`command: x\n${line}`)).toBe(finding);
  });
});

test('all findings are reported at once, in the order of the file', () => {
  expect(
    findingsOf(
      'command: [a]\ntimeout: 30\ncolour: red\ncontainer:\n  image: a\n  dockerfile: ../b\n  memory: 4x\n' +
        'cache:\n  - { name: A, path: a }\n  - { name: b }\nservices:\n  db: {}\n',
    ).map(line => line.replace(/: .*/, '')),
  ).toEqual([
    '1:10  command',
    '2:10  timeout',
    '3:1  colour',
    '6:15  container.dockerfile',
    '7:11  container.memory',
    '9:13  cache[0].name',
    '10:5  cache[1].path',
    '12:7  services.db.image',
  ]);
});
