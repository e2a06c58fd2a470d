import * as fc from 'fast-check';
import { parse } from 'yaml';
import { ConfigFileError } from '../../src';
import { MODE_CAPABILITIES } from '../../src/modes/capabilities';
import { shuffled } from '../support/arbitrary-configs';
import { changed, changes, names, pieces, values } from '../support/arbitrary-mistakes';
import { positionProblems } from '../support/refusals';
import { asText, fixture, manifestsOf, podOf, runnerFile } from './files';

const [everything, installed] = ['everything.yaml', 'everything-installed.yaml'].map(
  name => parse(fixture(name)) as unknown,
);

/** Builds a text. If it is refused, checks that every line of the error has a position inside the text. */
function buildsOrPoints(text: string): void {
  try {
    manifestsOf(text);
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    expect(positionProblems(text, error.message)).toEqual([]);
  }
}

test('a valid file with an arbitrary change builds, or is refused with a position for every finding', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(everything, installed),
      fc.array(changes, { minLength: 1, maxLength: 3 }),
      (whole, list) => buildsOrPoints(asText(list.reduce(changed, whole))),
    ),
    { numRuns: 300 },
  );
});

test('any top-level value is refused or builds', () => {
  fc.assert(fc.property(values, value => buildsOrPoints(asText(value))));
});

test('any value of any key is refused or builds', () => {
  const modes = fc.constantFrom(...Object.keys(MODE_CAPABILITIES));
  fc.assert(
    fc.property(names, values, modes, (name, value, mode) => {
      const {
        runners: [set],
        ...top
      } = parse(runnerFile('', mode));
      buildsOrPoints(asText({ ...top, runners: [{ ...set, [name]: value }] }));
      buildsOrPoints(asText({ ...top, runners: [set], [name]: value }));
    }),
    { numRuns: 300 },
  );
});

test('any text is refused or builds', () => {
  fc.assert(
    fc.property(fc.array(pieces), list => buildsOrPoints(list.join(''))),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), list => buildsOrPoints(runnerFile(`    ${list.join('')}`))),
    { numRuns: 500 },
  );
});

describe('the order of keys', () => {
  test('in a map does not change the manifests', () => {
    const expected = JSON.stringify(manifestsOf(asText(everything)));
    fc.assert(
      fc.property(fc.nat(100), seed =>
        expect(JSON.stringify(manifestsOf(asText(shuffled(everything, seed))))).toBe(expected),
      ),
      { numRuns: 20 },
    );
  });

  test('of environment variables is kept, since $(NAME) only refers to earlier ones', () => {
    const { env } = podOf(runnerFile('    env: { B: x, A: $(B) }')).containers[0];
    expect([env[0], env[1]]).toEqual([
      { name: 'B', value: 'x' },
      { name: 'A', value: '$(B)' },
    ]);
  });
});
