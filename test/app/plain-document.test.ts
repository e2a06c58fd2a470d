import { JsonPatch, Lazy, type ApiObject, type App } from 'cdk8s';
import * as fc from 'fast-check';
import {
  ContainerMode,
  DeskrunApp,
  PropsError,
  RunnerChart,
  RunnerSet,
  type DeskrunAppProps,
  type RunnerSetProps,
} from '../../src';
import { documentsText } from '../../src/app/write';
import { propsOf, recipe } from '../support/arbitrary-sets';
import { modes } from '../support/modes';
import { docs } from '../support/sets';

function setWith(props: Partial<RunnerSetProps> = {}, app: DeskrunAppProps = {}): RunnerSet {
  const chart = new RunnerChart(new DeskrunApp(app), 'runners', { namespace: 'arc-runners' });
  return new RunnerSet(chart, 'set', { ...docs, containerMode: ContainerMode.kubernetesNoVolume(), ...props });
}

/** Returns the manifests of a set as DeskrunApp and as cdk8s render them. */
function bothWays({ node: { root } }: RunnerSet): [string, string] {
  const app = root as DeskrunApp;
  return [app.synthYaml(), documentsText(app.charts.flatMap(chart => chart.toJson() as unknown[]))];
}

function resourceOf({ scaleSets: [scaleSet] }: RunnerSet) {
  return scaleSet!.resource;
}

function accountOf({ scaleSets: [scaleSet] }: RunnerSet): ApiObject {
  return scaleSet!.node.findChild('ServiceAccount') as ApiObject;
}

test.each(modes)(
  '%s: every document is the one that cdk8s would make, and cdk8s is not asked for it',
  (_, containerMode) => {
    const set = setWith({ containerMode });
    const [written, made] = bothWays(set);
    expect(written).toBe(made);
    const toJson = jest.spyOn(resourceOf(set), 'toJson');
    (set.node.root as App).synthYaml();
    expect(toJson).not.toHaveBeenCalled();
  },
);

test('any runner set is rendered as by cdk8s', () => {
  let [runs, accepted] = [0, 0];
  fc.assert(
    fc.property(recipe, given => {
      runs++;
      let set;
      try {
        set = setWith(propsOf(given));
      } catch (error) {
        if (error instanceof PropsError) return;
        throw error;
      }
      accepted++;
      const [written, made] = bothWays(set);
      expect(written).toBe(made);
    }),
    { numRuns: 300 },
  );
  expect(accepted / runs).toBeGreaterThan(0.1);
});

test.each<[string, (set: RunnerSet) => void, string]>([
  ['a patch', set => resourceOf(set).addJsonPatch(JsonPatch.replace('/spec/minRunners', 3)), 'minRunners: 3'],
  ['a label', set => resourceOf(set).metadata.addLabel('late', 'label'), 'late: label'],
  ['an annotation', set => resourceOf(set).metadata.addAnnotation('late', 'annotation'), 'late: annotation'],
  ['a finalizer', set => resourceOf(set).metadata.addFinalizers('example.com/late'), '- example.com/late'],
  [
    'an owner',
    set => accountOf(set).metadata.addOwnerReference({ apiVersion: 'v1', kind: 'ConfigMap', name: 'late', uid: 'u' }),
    'uid: u',
  ],
  ['metadata of another kind', set => accountOf(set).metadata.add('generateName', 'late-'), 'generateName: late-'],
])('%s that is added to an object later is in its document', (_, give, line) => {
  const set = setWith();
  give(set);
  const [written, made] = bothWays(set);
  expect(written).toBe(made);
  expect(written).toContain(line);
});

test('a lazy value is in the document', () => {
  const later = Lazy.any({ produce: () => ({ runAsNonRoot: true, runAsUser: 1001 }) }) as object;
  const set = setWith({ template: { spec: { containers: [], securityContext: later } } });
  const [written, made] = bothWays(set);
  expect(written).toBe(made);
  expect(written).toContain('runAsNonRoot: true');
});

test('the resolver of an app is called', () => {
  const set = setWith(
    {},
    {
      resolvers: [
        {
          resolve: context => {
            if (context.value === 'github') context.replaceValue('resolved');
          },
        },
      ],
    },
  );
  expect(bothWays(set)[0]).toContain('githubConfigSecret: resolved');
});

test('keys are not sorted with CDK8S_DISABLE_SORT', () => {
  process.env.CDK8S_DISABLE_SORT = 'yes';
  try {
    const [written, made] = bothWays(setWith());
    expect(written).toBe(made);
  } finally {
    delete process.env.CDK8S_DISABLE_SORT;
  }
});
