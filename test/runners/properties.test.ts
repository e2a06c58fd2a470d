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

/** An app with these sets, each in a chart of its own; nothing when one of them is refused as it should be. */
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

/** A set that is taken, which every property about good sets starts from. */
function accepted(given: Recipe, arcVersion?: ArcVersion): Made {
  const made = make([given], { arcVersion });
  fc.pre(made !== undefined);
  return made;
}

function runnerSetsOf({ manifests }: Made): Manifest[] {
  return manifests.filter(({ kind }) => kind === 'AutoscalingRunnerSet');
}

const runs = { numRuns: 60 };

test('any props are refused by an error of ours, or make manifests that an API server and the controller take', () => {
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

test('of any props some are refused and many are not, or nothing here would mean much', () => {
  const tried = fc.sample(recipe, { numRuns: 200, seed: 1 }).map(given => make([given]) !== undefined);
  const share = tried.filter(Boolean).length / tried.length;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.9);
});

test('the job pods that the hook will ask for are pods', () => {
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

test('the extension says the same to readers of YAML 1.1 and 1.2', () => {
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

test('the same props make the same bytes', () => {
  fc.assert(
    fc.property(recipe, given => {
      expect(JSON.stringify(accepted(reordered(reordered(given))).manifests)).toBe(
        JSON.stringify(accepted(given).manifests),
      );
    }),
    runs,
  );
});

test('the order of props means nothing', () => {
  fc.assert(
    fc.property(recipe, given => {
      expect(accepted(reordered(given)).manifests).toEqual(accepted(given).manifests);
    }),
    runs,
  );
});

test('a set more changes nothing about the others', () => {
  fc.assert(
    fc.property(recipe, recipe, (first, second) => {
      const both = make([first, second]);
      fc.pre(both !== undefined);
      expect(both.manifests).toEqual([...accepted(first).manifests, ...accepted(second).manifests]);
    }),
    runs,
  );
});

test('every object says the one version of ARC that the app is for', () => {
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

test('no maximum is below its minimum, and both are there', () => {
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

test('nothing undefined, empty or unreadable gets into a manifest', () => {
  fc.assert(
    fc.property(recipe, given => {
      expect(JSON.stringify(accepted(given).manifests)).not.toMatch(/undefined|null|\[object |NaN/);
    }),
    runs,
  );
});
