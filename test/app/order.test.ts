import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { DeskrunApp } from '../../src';
import { Order } from '../../src/app/order';
import { temporaryFolder } from '../support/folders';

function objectsIn(scope: Construct, ...names: string[]): ApiObject[] {
  return names.map(name => new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap' }));
}

function chartsIn<Names extends string>(scope: Construct, ...names: Names[]): Record<Names, Chart> {
  return Object.fromEntries(names.map(name => [name, new Chart(scope, name)])) as Record<Names, Chart>;
}

const idsOf = (constructs: readonly Construct[]) => constructs.map(({ node }) => node.id);

describe('the charts of an app', () => {
  test('are in the order of their creation when none depends on another', () => {
    const app = new App();
    chartsIn(app, 'b', 'a');
    expect(idsOf(new Order(app).charts)).toEqual(['b', 'a']);
    expect(new Order(app).hasDependentCharts).toBe(false);
  });

  test('come after the charts they depend on', () => {
    const app = new App();
    const { first, second } = chartsIn(app, 'first', 'second');
    first.addDependency(second);
    expect(idsOf(new Order(app).charts)).toEqual(['second', 'first']);
    expect(new Order(app).hasDependentCharts).toBe(true);
  });

  test('come after the charts that contain a dependency of one of their constructs', () => {
    const app = new App();
    const { first, second } = chartsIn(app, 'first', 'second');
    objectsIn(first, 'a')[0]?.addDependency(...objectsIn(second, 'b'));
    expect(idsOf(new Order(app).charts)).toEqual(['second', 'first']);
  });

  test('come after their direct child charts', () => {
    const app = new App();
    chartsIn(chartsIn(app, 'outer').outer, 'inner');
    expect(idsOf(new Order(app).charts)).toEqual(['inner', 'outer']);
  });

  test('are the value of app.charts', () => {
    const app = new DeskrunApp();
    const { first, second } = chartsIn(app, 'first', 'second');
    first.addDependency(second);
    expect(app.charts).toEqual([second, first]);
  });

  test('are ordered without a change of the tree', () => {
    const app = new App();
    const { first, second } = chartsIn(app, 'first', 'second');
    const [a] = objectsIn(first, 'a');
    a?.addDependency(...objectsIn(second, 'b'));
    new Order(app).objectsOf(first);
    expect(first.node.dependencies).toEqual([]);
    expect(a?.node.dependencies).toHaveLength(1);
  });
});

describe('the objects of a chart', () => {
  test('come after all objects in the dependencies of their parents', () => {
    const app = new App();
    const { chart } = chartsIn(app, 'chart');
    const [early, late] = [new Construct(chart, 'late'), new Construct(chart, 'early')].reverse() as [
      Construct,
      Construct,
    ];
    objectsIn(late, 'a', 'b');
    objectsIn(early, 'c', 'd');
    late.node.addDependency(early);
    expect(idsOf(new Order(app).objectsOf(chart))).toEqual(['c', 'd', 'a', 'b']);
  });

  test('do not include those of a nested chart', () => {
    const app = new App();
    const { outer } = chartsIn(app, 'outer');
    objectsIn(outer, 'mine');
    objectsIn(chartsIn(outer, 'inner').inner, 'theirs');
    expect(idsOf(new Order(app).objectsOf(outer))).toEqual(['mine']);
  });

  test('come after the other objects of their parent when they depend on it', () => {
    const app = new App();
    const { chart } = chartsIn(app, 'chart');
    const [first] = objectsIn(chart, 'first', 'second');
    first?.addDependency(chart);
    expect(idsOf(new Order(app).objectsOf(chart))).toEqual(['second', 'first']);
  });
});

describe('a dependency cycle', () => {
  function message(fill: (app: DeskrunApp) => void): string {
    const app = new DeskrunApp({ outdir: temporaryFolder() });
    fill(app);
    try {
      app.synth();
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  }

  test('is refused with all of its steps', () => {
    expect(
      message(app => {
        const { a, b, c } = chartsIn(app, 'a', 'b', 'c');
        a.addDependency(b);
        b.addDependency(c);
        c.addDependency(a);
      }),
    ).toBe(
      '[a] depends on itself: a -> b, b -> c, c -> a; remove one of these dependencies\n1 error; nothing was written',
    );
  });

  test('is refused when it has one step', () => {
    expect(message(app => chartsIn(app, 'a').a.addDependency(app.node.findChild('a')))).toContain(
      '[a] depends on itself: a -> a;',
    );
  });

  test('is refused with the declared dependency for each implied one', () => {
    expect(
      message(app => {
        const { a, b } = chartsIn(app, 'a', 'b');
        const [[x], [y]] = [objectsIn(a, 'x'), objectsIn(b, 'y')];
        x?.addDependency(b);
        y?.addDependency(a);
      }),
    ).toContain('depends on itself: a -> b (because of a/x -> b), b -> a (because of b/y -> a);');
  });

  test('is refused when a construct depends on its parent', () => {
    expect(
      message(app => {
        const { outer } = chartsIn(app, 'outer');
        chartsIn(outer, 'inner').inner.addDependency(outer);
      }),
    ).toContain('outer -> outer/inner (its child), outer/inner -> outer;');
  });

  test('is reported together with all other errors', () => {
    expect(
      message(app => {
        const { a, b } = chartsIn(app, 'a', 'b');
        a.addDependency(b);
        b.addDependency(a);
        b.node.addValidation({ validate: () => ['is wrong'] });
      }),
    ).toMatch(/^\[b\] is wrong\n\[a\] depends on itself.*\n2 errors; nothing was written$/);
  });
});

describe('a construct that is not in a chart', () => {
  test('cannot be depended on', () => {
    const app = new App();
    chartsIn(app, 'a').a.node.addDependency(new Construct(app, 'group'));
    expect(() => new Order(app)).toThrow(
      '[a] depends on group, but group is not in a chart and has no objects of its own; use the charts in it',
    );
  });

  test('cannot depend on anything', () => {
    const app = new App();
    app.node.addDependency(chartsIn(app, 'a').a);
    expect(() => new Order(app)).toThrow('[the app] depends on a, but the app is not in a chart');
  });
});

test('a chain of ten thousand objects does not overflow the stack', () => {
  const chart = Testing.chart();
  objectsIn(chart, ...Array.from({ length: 10_000 }, (_, index) => `o${index}`)).reduce((before, object) => {
    before.addDependency(object);
    return object;
  });
  expect(new Order(chart.node.root as App).objectsOf(chart)[0]?.node.id).toBe('o9999');
});
