import * as fc from 'fast-check';
import { parse } from 'yaml';
import { ConfigFileError } from '../../src';
import { asText, expectFindings, fileOfSets, fixture, manifestsOf, refusalOf, runnerFile, runnerSet } from './files';
import { placesIn } from '../support/places';

const body = 'FAKE'.repeat(9);
const tokens = [
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr', 'github_pat'].map(prefix => `${prefix}_${body}`),
  `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----\n`,
];
const [token = ''] = tokens;

/** Matches a recognizable part of a credential, even if a message shortens or quotes it. */
const part = 'FAKEFAKE';

describe('a credential instead of the name of a Secret', () => {
  test.each(tokens)('%j is refused with a remedy', credential => {
    expectFindings(
      runnerFile().replace('github }', `➤${JSON.stringify(credential)} }`),
      'runners[0].auth.secret: looks like a credential; put it into a Secret, and give the name of the Secret',
    );
  });
});

describe('a credential anywhere else', () => {
  test.each([
    ['in a variable', '    env: { TOKEN: ➤$ }', 'runners[0].env.TOKEN'],
    ['in an annotation', '    annotations: { note: ➤$ }', 'runners[0].annotations.note'],
    [
      'in a template',
      '    template: { spec: { containers: [{ name: runner, args: [➤$] }] } }',
      'runners[0].template.spec.containers[0].args[0]',
    ],
    ['in a label of the group', '    runnerScaleSetLabels: [➤$]', 'runners[0].runnerScaleSetLabels[0]'],
  ])('%s is refused at its position', (_, lines, path) => {
    expectFindings(
      runnerFile(lines.replace('$', JSON.stringify(token))),
      `${path}: looks like a credential; put it into a Secret, and give the name of the Secret`,
    );
  });
});

describe('a message does not show a credential', () => {
  test.each([
    ['in the place of auth', runnerFile().replace('{ secret: github }', token)],
    ['under a key that auth does not have', runnerFile().replace('secret: github', `secret: github, token: ${token}`)],
    ['that stands alone in auth', runnerFile().replace('secret: github', token)],
    ['in the user part of a URL', runnerFile().replace('https://', `https://${token}@`)],
    ['in an invalid URL', runnerFile().replace('https://', `${token}@`)],
    ['in the query of a URL', runnerFile().replace('rubionic/docs', `rubionic/docs?token=${token}`)],
    ['in the path of a URL', runnerFile().replace('rubionic/docs', `rubionic/docs/${token}`)],
    ['in the place of a number', runnerFile(`    instances: ${token}`)],
    ['in the place of a list', runnerFile(`    runnerScaleSetLabels: ${token}`)],
    ['in the place of a containerMode', runnerFile('    dind: {}', token)],
    ['in the place of a name', fileOfSets(runnerSet(token))],
    ['twice, in the place of a name', fileOfSets(runnerSet(token), runnerSet(token))],
    ['in the place of env', runnerFile(`    env: ${token}`)],
    ['in the name of a variable', runnerFile(`    env: { "TOKEN=${token}": x }`)],
    ['in the arguments of the daemon', runnerFile(`    dind: { daemonArgs: [${token}] }`)],
    ['as an alias', runnerFile(`    env: *${token}`)],
    ['as a tag', runnerFile(`    env: !${token} {}`)],
    ['as the whole file', token],
  ])('%s', (_, text) => {
    expect(refusalOf(text)).not.toContain(part);
  });

  test('at any place in a file', () => {
    const files = ['everything.yaml', 'everything-installed.yaml'].map(name => parse(fixture(name)) as unknown);
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.constantFrom(...tokens), (file, place, credential) => {
        const whole: unknown = structuredClone(file);
        const all = placesIn(whole);
        const [parent, key] = all[place % all.length] as (typeof all)[number];
        parent[key] = credential;
        expect(messageOf(asText(whole))).not.toContain(part);
      }),
      { numRuns: 200 },
    );
  });
});

/** Returns the message with which a text is refused, or undefined if it builds. */
function messageOf(text: string): string {
  try {
    manifestsOf(text);
    return '';
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    return error.message;
  }
}
