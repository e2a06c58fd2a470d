import * as fc from 'fast-check';
import {
  DeskrunApp,
  MODE_CAPABILITIES,
  NvmeCacheVolume,
  RunnerChart,
  RunnerSet,
  type ContainerModeType,
} from '../../src';
import { baseJobPod } from '../../src/hooks/job-pod';
import { instanceNames, scaleSetNames } from '../../src/runners/naming';
import { anyConfig, setName } from '../support/arbitrary-configs';
import { identity } from '../support/manifests';
import { everyMode } from '../support/modes';
import { docs, findingsOf, ifAccepted, synthSet } from '../support/sets';
import { filesOfAccepted, objectsOfAccepted } from '../support/synthesis';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const mode = fc.constantFrom(...(Object.keys(MODE_CAPABILITIES) as ContainerModeType[]));
const nameOfLength = (length: number) => fc.stringMatching(new RegExp(`^[a-z0-9][-a-z0-9]{${length - 2}}[a-z0-9]$`));

/** Names of sets that end with suffixes which the library or ARC adds to names. */
const confusable = fc
  .tuple(
    setName,
    fc.array(fc.constantFrom('-gha-rs', '-manager', '-kube-mode', '-no-permission', '-hook-extension', '-1', '-2'), {
      maxLength: 3,
    }),
  )
  .map(parts => parts.flat().join(''));

test('objects of the same kind of two sets have different names', () => {
  fc.assert(
    fc.property(confusable, confusable, (a, b) => {
      fc.pre(a !== b);
      const [one, other] = [scaleSetNames(a), scaleSetNames(b)];
      const kinds = [
        ['runnerScaleSet'],
        ['manager', 'kubeMode'],
        ['noPermission', 'kubeMode'],
        ['hookExtension'],
        ['networkPolicy'],
      ] as const;
      for (const kind of kinds)
        expect(kind.map(part => one[part]).filter(name => kind.some(part => other[part] === name))).toEqual([]);
    }),
  );
});

test('the instances of a set have unique names that start with the name of the set', () => {
  fc.assert(
    fc.property(confusable, fc.integer({ min: 1, max: 1000 }), (name, instances) => {
      const names = instanceNames(name, instances);
      expect([names.length, new Set(names).size]).toEqual([instances, instances]);
      expect(names.every(instance => instance === name || instance.startsWith(`${name}-`))).toBe(true);
    }),
  );
});

test('no two objects of a configuration have the same name', () => {
  fc.assert(
    fc.property(anyConfig, config => {
      const names = objectsOfAccepted(config).manifests.map(identity);
      expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('every set has a file with its name', () => {
  fc.assert(
    fc.property(anyConfig, config => {
      const files = Object.keys(filesOfAccepted(config))
        .map(path => path.replace(/^runners\//, ''))
        .filter(path => !/^(0[01]-|flux\/|controller\/)/.test(path));
      const called = config.runners.map(({ name }) =>
        files.includes(`${name}.k8s.yaml`) && !/^runners-/.test(name) ? `${name}.k8s.yaml` : `runners-${name}.k8s.yaml`,
      );
      expect(called.sort()).toEqual(files.sort());
    }),
    { numRuns: 12 },
  );
});

test('a name with the maximum length of its mode is accepted, and a longer one is refused with the difference', () => {
  const longest = mode.chain(type =>
    fc.tuple(fc.constant(type), nameOfLength(MODE_CAPABILITIES[type].nameBudget), fc.integer({ min: 1, max: 10 })),
  );
  fc.assert(
    fc.property(longest, ([type, name, more]) => {
      expect(synthSet({ containerMode: everyMode[type], name }).runnerSet.metadata.name).toBe(name);
      expect(findingsOf(() => synthSet({ containerMode: everyMode[type], name: name + 'x'.repeat(more) }))).toEqual([
        expect.stringMatching(new RegExp(`^name: .*; shorten it by ${more}$`)),
      ]);
    }),
    { numRuns: 20, examples: [[['cached-privileged-kubernetes', 'a'.repeat(35), 10]]] },
  );
});

test('every name that ARC derives from the name of a set is valid', () => {
  const hash = '0a1b2c3d';
  const suffix = 'abcde';
  fc.assert(
    fc.property(
      mode,
      fc.integer({ min: 2, max: 60 }).chain(nameOfLength),
      fc.integer({ min: 1, max: 12 }),
      (type, name, instances) => {
        const set = ifAccepted(() => synthSet({ containerMode: everyMode[type], name, instances }));
        fc.pre(set !== undefined);
        for (const { metadata } of set.ofKind('AutoscalingRunnerSet')) {
          expect(`${metadata.name}-${hash}-listener`).toMatch(LABEL);
          expect(String(metadata.name)).toMatch(LABEL);
          expect(`${metadata.name}-${suffix}`).toMatch(LABEL);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('the job pods of two runners have different names, which are valid label values', () => {
  const runner = fc.stringMatching(/^[a-z0-9]{5}$/);
  const hooked = mode
    .filter(type => MODE_CAPABILITIES[type].hook !== undefined)
    .chain(type =>
      fc.tuple(fc.constant(MODE_CAPABILITIES[type].hook), nameOfLength(MODE_CAPABILITIES[type].nameBudget)),
    );
  fc.assert(
    fc.property(hooked, runner, runner, ([hook = '0.8.1', name], one, other) => {
      fc.pre(one !== other);
      const names = [one, other].map(
        end =>
          baseJobPod(hook, {
            runnerPod: `${name}-abcde-runner-${end}`,
            runnerImage: 'r',
            workspace: 'w/w',
            image: 'i',
            services: [],
          }).metadata.name,
      );
      expect(names[0]).not.toBe(names[1]);
      for (const called of names) expect(called).toMatch(LABEL);
    }),
  );
});

test('the volumes and storage classes of sets in different namespaces have different names', () => {
  const local = { nodes: ['rack-1'], capacity: '1Gi' };
  const namespace = fc.constantFrom('a', 'b', 'a-b', 'a-npm');
  const cache = fc.constantFrom('npm', 'pip', 'cargo');
  const set = fc.tuple(
    namespace,
    confusable.filter(name => name.length < 40),
    cache,
  );
  fc.assert(
    fc.property(set, set, (first, second) => {
      const app = new DeskrunApp();
      const made = ifAccepted(() =>
        [first, second].flatMap(([ns, name, tool], index) => {
          const chart = new RunnerChart(app, `chart-${index}`, { namespace: ns });
          new RunnerSet(chart, 'set', {
            ...docs,
            name,
            githubConfigUrl: `https://github.com/rubionic/${index}`,
            containerMode: everyMode.dind,
            caches: [NvmeCacheVolume.named(tool, { source: `/nvme/${index}`, local })],
          });
          return chart.toJson();
        }),
      );
      fc.pre(made !== undefined);
      const names = made.filter(({ metadata }) => metadata.namespace === undefined).map(identity);
      expect(names).toHaveLength(4);
      expect(new Set(names).size).toBe(4);
    }),
    { numRuns: 20 },
  );
});
