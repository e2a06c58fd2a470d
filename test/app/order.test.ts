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
  test('come in the order in which they were made when none depends on another', () => {
    const app = new App();
    chartsIn(app, 'b', 'a');
    expect(idsOf(new Order(app).charts)).toEqual(['b', 'a']);
    expect(new Order(app).hasDependentCharts).toBe(false);
  });

  test('come after those they depend on', () => {
    const app = new App();
    const { first, second } = chartsIn(app, 'first', 'second');
    first.addDependency(second);
    expect(idsOf(new Order(app).charts)).toEqual(['second', 'first']);
    expect(new Order(app).hasDependentCharts).toBe(true);
  });

  test('come after those in which is what something of theirs depends on', () => {
    const app = new App();
    const { first, second } = chartsIn(app, 'first', 'second');
    objectsIn(first, 'a')[0]?.addDependency(...objectsIn(second, 'b'));
    expect(idsOf(new Order(app).charts)).toEqual(['second', 'first']);
  });

  test('come after the charts directly in them', () => {
    const app = new App();
    chartsIn(chartsIn(app, 'outer').outer, 'inner');
    expect(idsOf(new Order(app).charts)).toEqual(['inner', 'outer']);
  });

  test('are what the app itself says', () => {
    const app = new DeskrunApp();
    const { first, second } = chartsIn(app, 'first', 'second');
    first.addDependency(second);
    expect(app.charts).toEqual([second, first]);
  });

  test('leave no trace in the tree of having been ordered', () => {
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
  test('come after every object of a construct that one around them depends on', () => {
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

  test('are not those of a chart in it', () => {
    const app = new App();
    const { outer } = chartsIn(app, 'outer');
    objectsIn(outer, 'mine');
    objectsIn(chartsIn(outer, 'inner').inner, 'theirs');
    expect(idsOf(new Order(app).objectsOf(outer))).toEqual(['mine']);
  });

  test('come after the rest of the construct they are in, when they depend on it', () => {
    const app = new App();
    const { chart } = chartsIn(app, 'chart');
    const [first] = objectsIn(chart, 'first', 'second');
    first?.addDependency(chart);
    expect(idsOf(new Order(app).objectsOf(chart))).toEqual(['second', 'first']);
  });
});

describe('what depends on itself', () => {
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

  test('is refused with everything on the way round', () => {
    expect(
      message(app => {
        const { a, b, c } = chartsIn(app, 'a', 'b', 'c');
        a.addDependency(b);
        b.addDependency(c);
        c.addDependency(a);
      }),
    ).toBe(
      '[a] depends on itself, by way of a -> b, b -> c, c -> a; drop one of these dependencies\n1 error; nothing was written',
    );
  });

  test('is refused when it does so directly', () => {
    expect(message(app => chartsIn(app, 'a').a.addDependency(app.node.findChild('a')))).toContain(
      '[a] depends on itself, by way of a -> a;',
    );
  });

  test('is refused with what was declared where charts wait for each other because of what is in them', () => {
    expect(
      message(app => {
        const { a, b } = chartsIn(app, 'a', 'b');
        const [[x], [y]] = [objectsIn(a, 'x'), objectsIn(b, 'y')];
        x?.addDependency(b);
        y?.addDependency(a);
      }),
    ).toContain('by way of a -> b (since a/x -> b), b -> a (since b/y -> a);');
  });

  test('is refused where it is in what it depends on', () => {
    expect(
      message(app => {
        const { outer } = chartsIn(app, 'outer');
        chartsIn(outer, 'inner').inner.addDependency(outer);
      }),
    ).toContain('outer -> outer/inner (which is in it), outer/inner -> outer;');
  });

  test('is said with everything else that is wrong', () => {
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

describe('what is in no chart', () => {
  test('cannot be depended on', () => {
    const app = new App();
    chartsIn(app, 'a').a.node.addDependency(new Construct(app, 'group'));
    expect(() => new Order(app)).toThrow(
      '[a] depends on group, and group is in no chart, so it has no objects to wait; name the charts in it',
    );
  });

  test('cannot depend on anything', () => {
    const app = new App();
    app.node.addDependency(chartsIn(app, 'a').a);
    expect(() => new Order(app)).toThrow('[the app] depends on a, and the app is in no chart');
  });
});

test('a chain of ten thousand objects is no deeper than the stack', () => {
  const chart = Testing.chart();
  objectsIn(chart, ...Array.from({ length: 10_000 }, (_, index) => `o${index}`)).reduce((before, object) => {
    before.addDependency(object);
    return object;
  });
  expect(new Order(chart.node.root as App).objectsOf(chart)[0]?.node.id).toBe('o9999');
});
