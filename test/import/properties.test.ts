import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { valuesToConfig, valuesToProps } from '../../src';
import { placesIn } from '../support/places';
import { mutated, strings, anyValue } from './arbitrary-values';
import type { Data } from './chart-objects';
import { asHelmReads, dind, features, imported, manifestsOf, novolume, release, releaseOf } from './releases';

/** Returns every string, number and boolean in some values, with its path. */
function leavesOf(
  value: Data,
  path: (string | number)[] = [],
): { path: (string | number)[]; leaf: string | number | boolean }[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [{ path, leaf: value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function withChangedLeaf(values: Data, path: readonly (string | number)[], leaf: string | number | boolean): Data {
  const copy = structuredClone(values);
  const holder = path.slice(0, -1).reduce((inner: Data, part) => inner[part], copy);
  holder[path.at(-1) as string] = typeof leaf === 'string' ? `${leaf}x` : typeof leaf === 'number' ? leaf + 1 : !leaf;
  return copy;
}

/** Imports values. The result has no positions. */
function outcome(values: Data) {
  const { config, notCarried } = valuesToConfig({ runnerSets: [releaseOf(stringify(values, { version: '1.1' }))] });
  return { config, report: JSON.stringify(notCarried.map(({ line, column, ...rest }) => rest)) };
}

describe('every leaf of the values changes the configuration or the report', () => {
  test.each(features)('%s', feature => {
    const values = asHelmReads(release(feature).text);
    const before = outcome(values);
    const withoutEffect = leavesOf(values).filter(({ path, leaf }) => {
      const after = outcome(withChangedLeaf(values, path, leaf));
      return after.config === before.config && after.report === before.report;
    });
    // Neither the configuration nor the report contains a credential.
    expect(
      withoutEffect.map(({ path }) => path.join('.')).filter(path => !path.startsWith('githubConfigSecret.')),
    ).toEqual([]);
  });
});

/** Imports a text and builds the configuration. */
function importsAndBuilds(text: string): void {
  const { config, notCarried } = imported(text);
  const { runners } = parse(config);
  if (runners.length > 0)
    expect(manifestsOf(config).filter(({ kind }) => kind === 'AutoscalingRunnerSet')).toHaveLength(1);
  else expect(notCarried).not.toEqual([]);
  const lines = text.split('\n');
  for (const { line, column, reason } of notCarried) {
    expect(lines[line - 1]?.length).toBeGreaterThanOrEqual(column - 1);
    expect(reason).not.toBe('');
  }
}

describe('arbitrary values', () => {
  test('become a valid configuration or a report', () => {
    fc.assert(
      fc.property(mutated, values =>
        importsAndBuilds(stringify(values, { version: '1.1', aliasDuplicateObjects: false })),
      ),
      { numRuns: 50 },
    );
  });

  test('become a report if they are any map', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.oneof(
            strings,
            fc.constantFrom('template', 'containerMode', 'githubConfigSecret', 'proxy', 'resourceMeta'),
          ),
          fc.jsonValue(),
        ),
        values => {
          importsAndBuilds(stringify(values, { version: '1.1', aliasDuplicateObjects: false }));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of a controller become a valid configuration', () => {
    const keys = fc.constantFrom(
      'labels',
      'replicaCount',
      'image',
      'env',
      'serviceAccount',
      'metrics',
      'flags',
      'resources',
      'volumes',
      'namespaceOverride',
      'nameOverride',
      'x',
    );
    fc.assert(
      fc.property(fc.dictionary(keys, anyValue), values => {
        const controller = {
          text: stringify(values, { aliasDuplicateObjects: false }),
          file: 'controller.yaml',
          releaseName: 'arc',
          namespace: 'arc-systems',
        };
        const { config } = valuesToConfig({ runnerSets: [releaseOf(novolume())], controller });
        expect(parse(config).runners).toHaveLength(1);
        manifestsOf(config);
      }),
      { numRuns: 20 },
    );
  });
});

describe('credentials', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9]{12,20}$/).map(random => `ghp_fake${random}`);

  test('are never in the configuration or the report', () => {
    fc.assert(
      fc.property(mutated, fc.nat(), fc.boolean(), token, (values, place, asKey, secret) => {
        const all = placesIn(values);
        const [holder, key] = all[place % all.length] as (typeof all)[number];
        if (asKey && !Array.isArray(holder)) holder[secret] = holder[key];
        else holder[key] = secret;
        const result = imported(stringify(values, { version: '1.1', aliasDuplicateObjects: false }));
        expect(JSON.stringify(result)).not.toContain(secret);
      }),
      { numRuns: 40 },
    );
  });
});

test('valuesToConfig and valuesToProps return the same configuration', () => {
  fc.assert(
    fc.property(fc.constantFrom(...features), feature => {
      const releases = { runnerSets: [release(feature)] };
      expect(parse(valuesToConfig(releases).config)).toEqual(
        JSON.parse(JSON.stringify(valuesToProps(releases).config)),
      );
    }),
    { numRuns: features.length },
  );
});

test('a key can have the name of a property of every JavaScript object', () => {
  const lines = `constructor: 1
toString: { a: 1 }
template: { spec: { containers: [{ name: runner, image: a, command: [b], constructor: 1 }] } }`;
  expect(imported(dind(lines)).notCarried.map(({ path }) => path)).toEqual([
    'constructor',
    'toString',
    'template.spec.containers[0].constructor',
  ]);
});
