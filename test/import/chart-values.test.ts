import { imported, novolume, reasonsOf, releaseOf, runnerOf } from './releases';
import { ConfigFileError, valuesToConfig } from '../../src';

describe('a key that the chart does not read', () => {
  it('is reported, with a suggestion', () => {
    expect(reasonsOf(novolume('maxrunners: 3'))).toEqual([
      'maxrunners: the chart ignores it: unknown key; did you mean maxRunners?',
    ]);
  });

  it('is reported with its position', () => {
    const [item] = imported(
      novolume('proxy:\n  https:\n    url: http://proxy.example\n    tls: { insecureSkipVerify: true }'),
    ).notCarried;
    expect(item).toEqual({
      file: 'values.yaml',
      path: 'proxy.https.tls',
      line: 7,
      column: 5,
      value: { insecureSkipVerify: true },
      reason: 'the chart ignores it: unknown key; allowed: url, credentialSecretRef',
    });
  });

  it.each(['nameOverride: docs', 'fullnameOverride: docs', 'global: { a: 1 }'])(
    'is reported if other charts have it: %s',
    line => {
      expect(reasonsOf(novolume(line))[0]).toMatch(/: the chart ignores it: unknown key/);
    },
  );

  it('is reported in the metadata of the pod template, where ARC has only labels and annotations', () => {
    expect(reasonsOf(novolume('template: { metadata: { name: x, labels: { team: ci } } }'))).toEqual([
      'template.metadata.name: the chart ignores it: unknown key; allowed: labels, annotations',
    ]);
  });
});

describe('a value of the wrong type', () => {
  it('is reported where the chart needs a map', () => {
    expect(reasonsOf(novolume('proxy: http://proxy.example'))).toEqual([
      'proxy: must be a map; the chart fails or ignores anything else',
    ]);
  });

  it('is reported where the chart needs a string', () => {
    expect(reasonsOf(novolume('namespaceOverride: 12'))).toEqual([
      'namespaceOverride: must be a string, got the number 12',
    ]);
  });
});

test('null is a missing value, as in helm', () => {
  expect(runnerOf(novolume('runnerGroup:\nproxy: null\nlabels: { a: null, b: c }')).labels).toEqual({ b: 'c' });
});

test("an empty file stands for the chart's defaults, which lack githubConfigUrl", () => {
  expect(reasonsOf('')[0]).toBe(
    'githubConfigUrl: is required: the URL of the repository, organization or enterprise; ' +
      'the chart fails without it; the runner set is skipped',
  );
});

describe('a text that is not a map of values', () => {
  it.each([
    ['- a', 'values.yaml:1:3  [0]: must be a map of values'],
    ['a: [', 'values.yaml:1:5'],
  ])('is refused: %s', (text, message) => {
    expect(() => imported(text)).toThrow(ConfigFileError);
    expect(() => imported(text)).toThrow(message);
  });

  it('is refused as values of the controller', () => {
    const controller = { text: 'x', file: 'controller.yaml' };
    expect(() => valuesToConfig({ runnerSets: [releaseOf(novolume())], controller })).toThrow(
      'controller.yaml:1:1  must be a map of values',
    );
  });
});
