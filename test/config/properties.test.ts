import * as fc from 'fast-check';
import { parse } from 'yaml';
import { ConfigFileError } from '../../src';
import { shuffled } from '../support/arbitrary-configs';
import { asText, fixture, manifestsOf, placesIn, podOf, runnerFile } from './files';
import { sites } from './sites';

const [everything, installed] = ['everything.yaml', 'everything-installed.yaml'].map(name => parse(fixture(name)) as unknown);

/** Builds a text, or checks that every line of what it is refused with has a place inside it. */
function buildsOrPoints(text: string): void {
  let message: string;
  try {
    manifestsOf(text);
    return;
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    message = error.message;
  }
  const lines = message.split('\n');
  const count = lines.pop();
  // Ways out of one mistake stand on lines of their own.
  const findings = lines.filter(line => !line.startsWith('        '));
  expect(count).toBe(`${findings.length} ${findings.length === 1 ? 'error' : 'errors'}; nothing was written`);
  const source = text.split(/\n/);
  for (const finding of findings) {
    const [, line, column] = /^deskrun\.yaml:(\d+):(\d+) {2}/.exec(finding) ?? [finding];
    expect(source[Number(line) - 1]?.length).toBeGreaterThanOrEqual(Number(column) - 1);
  }
}

const words = fc.oneof(
  fc.constantFrom(
    '', 'x', '/', '/nix/store', '/var/lib/docker', '/etc', '..', '/a/../b', 'a/b', 'A', '-', 'x'.repeat(300), '$job', 'runner', 'dind', 'npm', 'docker',
    '1Gi', '-1', '0', 'lots', 'on', 'http://github.com/a', 'https://github.com/a/b/c', '1.28', '1.20', '0.12.1', 'kubernetes', 'cached-privileged-kubernetes',
    'readOnly', 'exclusive', '--host=x', 'SYS_ADMIN', 'CAP_X', 'toString', '__proto__', 'a\nb', 'ключ', 'Never', 'Always', 'work', 'externals',
  ),
  fc.string(),
);
const values = fc.oneof(words, fc.constantFrom<unknown>(null, true, false, 0, -1, 1, 1.5, 3, 1001, 1e21, -0, Infinity, [], {}, ['x', 'x'], [null], { x: 1 }, { name: 'x' }), fc.jsonValue());
const names = fc.oneof(fc.constantFrom(...new Set(sites.map(({ path }) => path.split('.').at(-1) as string))), words);

interface Change {
  readonly place: number;
  readonly kind: 'drop' | 'rename' | 'replace' | 'repeat' | 'add';
  readonly name: string;
  readonly value: unknown;
}

/** A change of one place of a value. */
const changes: fc.Arbitrary<Change> = fc.record({ place: fc.nat(), kind: fc.constantFrom('drop', 'rename', 'replace', 'repeat', 'add'), name: names, value: values });

function changed(value: unknown, { place, kind, name, value: replacement }: Change): unknown {
  const whole: unknown = structuredClone(value);
  const all = placesIn(whole);
  const [parent, key] = all[place % all.length] as (typeof all)[number];
  const before = parent[key];
  if (kind === 'replace' || (Array.isArray(parent) && kind !== 'drop' && kind !== 'repeat')) parent[key] = replacement;
  else if (Array.isArray(parent)) parent.splice(Number(key), kind === 'drop' ? 1 : 0, ...(kind === 'drop' ? [] : [structuredClone(before)]));
  else {
    if (kind === 'drop' || kind === 'rename') delete parent[key];
    if (kind !== 'drop') define(parent, name, kind === 'add' ? replacement : before);
  }
  return whole;
}

/** Sets a key of whatever name. */
function define(map: object, name: string, value: unknown): void {
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
}

test('a valid file with anything changed in it builds, or is refused with a place for every mistake', () => {
  fc.assert(
    fc.property(fc.constantFrom(everything, installed), fc.array(changes, { minLength: 1, maxLength: 3 }), (whole, list) => buildsOrPoints(asText(list.reduce(changed, whole)))),
    { numRuns: 300 },
  );
});

test('any value at the top of a file is refused or builds', () => {
  fc.assert(fc.property(values, value => buildsOrPoints(asText(value))));
});

test('any value of any key is refused or builds', () => {
  const modes = fc.constantFrom('kubernetes', 'kubernetes-novolume', 'dind', 'cached-privileged-kubernetes');
  fc.assert(
    fc.property(names, values, modes, (name, value, mode) => {
      const { runners: [set], ...top } = parse(runnerFile('', mode));
      buildsOrPoints(asText({ ...top, runners: [{ ...set, [name]: value }] }));
      buildsOrPoints(asText({ ...top, runners: [set], [name]: value }));
    }),
    { numRuns: 300 },
  );
});

test('any text is refused or builds', () => {
  const pieces = fc.oneof(
    fc.constantFrom('namespace', 'runners', 'name', ': ', '\n', '\r\n', '  ', '- ', '[', ']', '{', '}', ', ', '&a ', '*a', '!!set ', '!!binary ', '!x ', '"', '\'', '|\n', '>-\n', '#', '\t', '? ', '---\n', '...\n', '%YAML 1.1\n', '\ufeff', '<<', '@', '`', 'null', '0x1f', '.inf'),
    fc.string(),
  );
  fc.assert(fc.property(fc.array(pieces), list => buildsOrPoints(list.join(''))), { numRuns: 500 });
  fc.assert(fc.property(fc.array(pieces, { maxLength: 8 }), list => buildsOrPoints(runnerFile(`    ${list.join('')}`))), { numRuns: 500 });
});

describe('the order of keys', () => {
  test('of a map does not change the manifests', () => {
    const expected = JSON.stringify(manifestsOf(asText(everything)));
    fc.assert(fc.property(fc.nat(100), seed => expect(JSON.stringify(manifestsOf(asText(shuffled(everything, seed))))).toBe(expected)), { numRuns: 20 });
  });

  test('of variables is kept, since $(NAME) sees only those before it', () => {
    const { env } = podOf(runnerFile('    env: { B: x, A: $(B) }')).containers[0];
    expect([env[0], env[1]]).toEqual([{ name: 'B', value: 'x' }, { name: 'A', value: '$(B)' }]);
  });
});
