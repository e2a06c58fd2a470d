import { ApiObject } from 'cdk8s';
import * as fc from 'fast-check';
import { parseDocument } from 'yaml';
import { ARC_VERSIONS, DeskrunApp, DeskrunError, RunnerChart, RunnerSet, type ArcVersion } from '../../src';
import { outside, propsOf, recipe, reordered, type Recipe } from '../support/arbitrary-sets';
import { checkCoreKind, kubernetesVersions } from '../support/core-kinds';
import { temporaryFolder } from '../support/folders';
import { manifestProblems } from '../support/manifests';
import { deepFreeze, type Manifest } from '../support/sets';

interface Made {
  readonly app: DeskrunApp;
  readonly sets: RunnerSet[];
  readonly manifests: Manifest[];
}

/** An app with these sets, each in its own chart; undefined if one of them is refused with an error of this library. */
function make(
  recipes: readonly Recipe[],
  { arcVersion, outdir }: { arcVersion?: ArcVersion; outdir?: string } = {},
): Made | undefined {
  try {
    const app = new DeskrunApp({ outdir, arcVersion });
    const charts = recipes.map((_, index) => new RunnerChart(app, `chart-${index}`, { namespace: 'arc-runners' }));
    const sets = recipes.map((given, index) => new RunnerSet(charts[index]!, 'set', deepFreeze(propsOf(given))));
    if (outdir !== undefined) app.synth();
    else if (app.node.findAll().some(({ node }) => node.validate().length > 0)) return undefined;
    return {
      app,
      sets,
      manifests: app.node
        .findAll()
        .filter(construct => ApiObject.isApiObject(construct))
        .map(object => object.toJson()),
    };
  } catch (error) {
    if (!(error instanceof DeskrunError)) throw error;
    return undefined;
  }
}

/** A valid set. */
function accepted(given: Recipe, arcVersion?: ArcVersion): Made {
  const made = make([given], { arcVersion });
  fc.pre(made !== undefined);
  return made;
}

function runnerSetsOf({ manifests }: Made): Manifest[] {
  return manifests.filter(({ kind }) => kind === 'AutoscalingRunnerSet');
}

const runs = { numRuns: 60 };

test('any props are refused with an error of this library, or give valid manifests', () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const outdir = temporaryFolder();
  try {
    fc.assert(
      fc.property(recipe, given => {
        expect(manifestProblems(make([given], { outdir })?.manifests ?? [], outside)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  } finally {
    stderr.mockRestore();
  }
});

test('some of the generated props are refused, and many are valid', () => {
  const tried = fc.sample(recipe, { numRuns: 200, seed: 1 }).map(given => make([given]) !== undefined);
  const share = tried.filter(Boolean).length / tried.length;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.9);
});

test('the job pods that the hook creates are valid', () => {
  fc.assert(
    fc.property(recipe, given => {
      const pods = accepted(given)
        .sets.flatMap(set => set.scaleSets)
        .flatMap(scaleSet => scaleSet.effectiveJobPod() ?? []);
      const findings = pods.flatMap(pod =>
        kubernetesVersions.flatMap(version => checkCoreKind({ apiVersion: 'v1', kind: 'Pod', ...pod }, version)),
      );
      expect(findings).toEqual([]);
    }),
    runs,
  );
});

test('the extension has the same meaning in YAML 1.1 and 1.2', () => {
  fc.assert(
    fc.property(recipe, given => {
      for (const { data } of accepted(given).manifests.filter(({ kind }) => kind === 'ConfigMap')) {
        const [older, newer] = (['1.1', '1.2'] as const).map(version =>
          parseDocument(data.content as string, { version }),
        );
        expect([older!.errors, newer!.errors]).toEqual([[], []]);
        expect(older!.toJS()).toEqual(newer!.toJS());
      }
    }),
    runs,
  );
});

test('the same props give the same bytes', () => {
  fc.assert(
    fc.property(recipe, given => {
      expect(JSON.stringify(accepted(reordered(reordered(given))).manifests)).toBe(
        JSON.stringify(accepted(given).manifests),
      );
    }),
    runs,
  );
});

test('the order of props has no effect', () => {
  fc.assert(
    fc.property(recipe, given => {
      expect(accepted(reordered(given)).manifests).toEqual(accepted(given).manifests);
    }),
    runs,
  );
});

test('a further set does not change the others', () => {
  fc.assert(
    fc.property(recipe, recipe, (first, second) => {
      const both = make([first, second]);
      fc.pre(both !== undefined);
      expect(both.manifests).toEqual([...accepted(first).manifests, ...accepted(second).manifests]);
    }),
    runs,
  );
});

test('every object has the ARC version of the app', () => {
  fc.assert(
    fc.property(recipe, fc.constantFrom(...ARC_VERSIONS), (given, arcVersion) => {
      const versions = accepted(given, arcVersion).manifests.map(
        ({ metadata }) => metadata.labels['app.kubernetes.io/version'],
      );
      expect(new Set(versions)).toEqual(new Set([arcVersion]));
    }),
    runs,
  );
});

test('minRunners and maxRunners are always written, and minRunners is not greater', () => {
  fc.assert(
    fc.property(recipe, given => {
      for (const { spec } of runnerSetsOf(accepted(given))) {
        expect(spec.minRunners).toBeGreaterThanOrEqual(0);
        expect(spec.maxRunners).toBeGreaterThanOrEqual(spec.minRunners);
      }
    }),
    runs,
  );
});

test('no manifest has an undefined, empty or unreadable value', () => {
  fc.assert(
    fc.property(recipe, given => {
      expect(JSON.stringify(accepted(given).manifests)).not.toMatch(/undefined|null|\[object |NaN/);
    }),
    runs,
  );
});
