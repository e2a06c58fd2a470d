import { imported, novolume, reasonsOf, releaseOf, runnerOf } from './releases';
import { ConfigFileError, valuesToConfig } from '../../src';

describe('a key that the chart does not read', () => {
  it('is told, with the one that it is like', () => {
    expect(reasonsOf(novolume('maxrunners: 3'))).toEqual([
      'maxrunners: the chart ignores it: unknown key; did you mean maxRunners?',
    ]);
  });

  it('is told at its place', () => {
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
    'is any that other charts know: %s',
    line => {
      expect(reasonsOf(novolume(line))[0]).toMatch(/: the chart ignores it: unknown key/);
    },
  );

  it('is one of the metadata of pods that ARC has no field for', () => {
    expect(reasonsOf(novolume('template: { metadata: { name: x, labels: { team: ci } } }'))).toEqual([
      'template.metadata.name: the chart ignores it: unknown key; allowed: labels, annotations',
    ]);
  });
});

describe('a value of another kind than the chart can read', () => {
  it('is told where the chart wants a map', () => {
    expect(reasonsOf(novolume('proxy: http://proxy.example'))).toEqual([
      'proxy: the chart wants a map here, and stops or passes over anything else',
    ]);
  });

  it('is told where the chart wants a text', () => {
    expect(reasonsOf(novolume('namespaceOverride: 12'))).toEqual([
      'namespaceOverride: must be a text, got the number 12',
    ]);
  });
});

test('null is nothing, as helm has it', () => {
  expect(runnerOf(novolume('runnerGroup:\nproxy: null\nlabels: { a: null, b: c }')).labels).toEqual({ b: 'c' });
});

test("an empty file is the chart's own values, which lack whom the runners are for", () => {
  expect(reasonsOf('')[0]).toBe(
    'githubConfigUrl: is required, and the chart stops without it: whom the runners work for; the runner set is left out',
  );
});

describe('a text that is no map of values', () => {
  it.each([
    ['- a', 'values.yaml:1:3  [0]: must be a map of values, as helm wants it'],
    ['a: [', 'values.yaml:1:5'],
  ])('is refused: %s', (text, message) => {
    expect(() => imported(text)).toThrow(ConfigFileError);
    expect(() => imported(text)).toThrow(message);
  });

  it('is refused for a controller too', () => {
    const controller = { text: 'x', file: 'controller.yaml' };
    expect(() => valuesToConfig({ runnerSets: [releaseOf(novolume())], controller })).toThrow(
      'controller.yaml:1:1  must be a map of values',
    );
  });
});
