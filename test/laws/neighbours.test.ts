import * as fc from 'fast-check';
import { DeskrunApp, RunnerChart, RunnerSet } from '../../src';
import {
  anyConfig,
  anyOption,
  anyRunner,
  documentsIn,
  plainRunner,
  type Config,
  type Runner,
} from '../support/arbitrary-configs';
import { propsOf, recipe, type Recipe } from '../support/arbitrary-sets';
import { temporaryFolder } from '../support/folders';
import { ifAccepted, type Manifest } from '../support/sets';
import { filesOfAccepted } from '../support/synthesis';

const runs = { numRuns: 10 };

/** The files of runner sets alone: what is made for all of them together changes with their number, or their namespaces. */
function filesOfSets(config: Config, outdir?: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filesOfAccepted(config, outdir)).filter(([path]) => !/(^|\/)0[01]-|^flux\//.test(path)),
  );
}

/** The configuration with one more set, at a place of the list. */
function inserted({ runners, ...rest }: Config, place: number, runner: Runner): Config {
  const index = place % (runners.length + 1);
  return { ...rest, runners: [...runners.slice(0, index), runner, ...runners.slice(index)] };
}

test("a set more has a file of its own and changes no byte of the others'", () => {
  fc.assert(
    fc.property(anyConfig, fc.nat(3), anyRunner, (config, place, runner) => {
      const before = filesOfSets(config);
      const after = filesOfSets(inserted(config, place, runner));
      expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 1);
      expect(after).toEqual({ ...after, ...before });
    }),
    runs,
  );
});

test("a set that goes takes its own file and changes no byte of the others'", () => {
  fc.assert(
    fc.property(anyConfig, fc.nat(3), anyRunner, (config, place, runner) => {
      const outdir = temporaryFolder();
      filesOfSets(inserted(config, place, runner), outdir);
      expect(filesOfSets(config, outdir)).toEqual(filesOfSets(config));
    }),
    runs,
  );
});

test('the order of the sets in a file decides nothing', () => {
  fc.assert(
    fc.property(anyConfig, config => {
      expect(filesOfAccepted({ ...config, runners: [...config.runners].reverse() })).toEqual(filesOfAccepted(config));
    }),
    runs,
  );
});

test('what one set is told more stands in its own file alone', () => {
  fc.assert(
    fc.property(anyConfig, fc.nat(3), anyOption, (config, place, option) => {
      const name = 'told';
      const [without, with_] = [option.without, option.with].map(runner =>
        filesOfSets(
          inserted(config, place, { ...runner, name, repository: runner.repository && plainRunner(name).repository }),
        ),
      );
      const changed = Object.keys({ ...without, ...with_ }).filter(path => without?.[path] !== with_?.[path]);
      expect(changed.filter(path => !/(^|\/)told\.k8s\.yaml$/.test(path))).toEqual([]);
    }),
    runs,
  );
});

test('an instance more changes nothing of those before it', () => {
  fc.assert(
    fc.property(anyRunner, fc.integer({ min: 2, max: 4 }), (runner, instances) => {
      const [before, after] = [instances, instances + 1].map(count =>
        documentsIn(filesOfAccepted({ namespace: 'arc-runners', runners: [{ ...runner, instances: count }] })),
      );
      expect(after?.slice(0, before?.length)).toEqual(before);
    }),
    runs,
  );
});

/** Some sets in one chart; nothing when one of them is refused. */
function inOneChart(recipes: readonly Recipe[]): Manifest[] | undefined {
  return ifAccepted(() => {
    const chart = new RunnerChart(new DeskrunApp(), 'chart', { namespace: 'arc-runners' });
    recipes.forEach((given, index) => new RunnerSet(chart, `set-${index}`, propsOf(given)));
    return chart.toJson();
  });
}

test('a set is in a chart with others what it is in a chart of its own', () => {
  fc.assert(
    fc.property(recipe, recipe, (first, second) => {
      const [both, ...alone] = [[first, second], [first], [second]].map(inOneChart);
      fc.pre(both !== undefined);
      expect(both).toEqual(alone.flat());
    }),
    { numRuns: 20 },
  );
});

test.each(['argocd', 'kapp'])('the order that %s is told is annotations and nothing else', gitOps => {
  const prefix = /^(argocd\.argoproj\.io|kapp\.k14s\.io)\//;
  const plain = (manifest: Manifest): Manifest => {
    const { annotations = {}, ...metadata } = manifest.metadata;
    const others = Object.entries(annotations as object).filter(([key]) => !prefix.test(key));
    return {
      ...manifest,
      metadata: { ...metadata, ...(others.length > 0 && { annotations: Object.fromEntries(others) }) },
    };
  };
  fc.assert(
    fc.property(anyConfig, ({ gitOps: _, ...config }) => {
      const [before, after] = [config, { ...config, gitOps }].map(given => documentsIn(filesOfSets(given as Config)));
      expect(after?.map(plain)).toEqual(before?.map(plain));
      expect(after).not.toEqual(before);
    }),
    runs,
  );
});
