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

/** Returns the files of runner sets, without the files that all sets share. */
function filesOfSets(config: Config, outdir?: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filesOfAccepted(config, outdir)).filter(([path]) => !/(^|\/)0[01]-|^flux\//.test(path)),
  );
}

/** Returns the configuration with an additional set at a position of the list. */
function inserted({ runners, ...rest }: Config, place: number, runner: Runner): Config {
  const index = place % (runners.length + 1);
  return { ...rest, runners: [...runners.slice(0, index), runner, ...runners.slice(index)] };
}

test('an additional set has its own file and does not change the other files', () => {
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

test('removing a set removes its file and does not change the other files', () => {
  fc.assert(
    fc.property(anyConfig, fc.nat(3), anyRunner, (config, place, runner) => {
      const outdir = temporaryFolder();
      filesOfSets(inserted(config, place, runner), outdir);
      expect(filesOfSets(config, outdir)).toEqual(filesOfSets(config));
    }),
    runs,
  );
});

test('the order of the sets in a file does not change the output', () => {
  fc.assert(
    fc.property(anyConfig, config => {
      expect(filesOfAccepted({ ...config, runners: [...config.runners].reverse() })).toEqual(filesOfAccepted(config));
    }),
    runs,
  );
});

test('an option of a set changes only the file of the set', () => {
  fc.assert(
    fc.property(anyConfig, fc.nat(3), anyOption, (config, place, option) => {
      const name = 'changed';
      const [without, with_] = [option.without, option.with].map(runner =>
        filesOfSets(
          inserted(config, place, { ...runner, name, repository: runner.repository && plainRunner(name).repository }),
        ),
      );
      const changed = Object.keys({ ...without, ...with_ }).filter(path => without?.[path] !== with_?.[path]);
      expect(changed.filter(path => !/(^|\/)changed\.k8s\.yaml$/.test(path))).toEqual([]);
    }),
    runs,
  );
});

test('an additional instance does not change the earlier ones', () => {
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

/** Returns the manifests of sets in one chart, or undefined when one of the sets is refused. */
function inOneChart(recipes: readonly Recipe[]): Manifest[] | undefined {
  return ifAccepted(() => {
    const chart = new RunnerChart(new DeskrunApp(), 'chart', { namespace: 'arc-runners' });
    recipes.forEach((given, index) => new RunnerSet(chart, `set-${index}`, propsOf(given)));
    return chart.toJson();
  });
}

test('a set has the same objects in a chart with other sets as in a chart of its own', () => {
  fc.assert(
    fc.property(recipe, recipe, (first, second) => {
      const [both, ...alone] = [[first, second], [first], [second]].map(inOneChart);
      fc.pre(both !== undefined);
      expect(both).toEqual(alone.flat());
    }),
    { numRuns: 20 },
  );
});

test.each(['argocd', 'kapp'])('GitOps tool %s changes only annotations', gitOps => {
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
