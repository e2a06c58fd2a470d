import fc from 'fast-check';
import { ApiObject, Chart, Lazy, type App } from 'cdk8s';
import { Construct, DependencyGroup } from 'constructs';

/** A tree of charts, objects and other constructs, with dependencies by number. */
export interface TreePlan {
  readonly constructs: readonly {
    readonly kind: 'chart' | 'object' | 'other';
    readonly below: number;
    readonly id: string;
  }[];
  readonly dependencies: readonly (readonly [number, number])[];
}

/**
 * Trees of all shapes: charts in charts, objects in objects, ids that look like numbers, dependencies across the tree.
 */
export const arbitraryTrees: fc.Arbitrary<TreePlan> = fc.record({
  constructs: fc.array(
    fc.record({
      kind: fc.constantFrom(
        'chart' as const,
        'object' as const,
        'object' as const,
        'object' as const,
        'other' as const,
      ),
      below: fc.nat(30),
      id: fc.constantFrom('a', 'b', 'Resource', 'Upper', '1', '7', '12'),
    }),
    { minLength: 1, maxLength: 20 },
  ),
  dependencies: fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 6 }),
});

/** Creates the tree in an app. Nothing depends on itself, and only constructs in charts have dependencies. */
export function plant(app: App, { constructs, dependencies }: TreePlan): void {
  const all: Construct[] = [app];
  const inCharts = () => all.filter(({ node }) => node.scopes.some(scope => Chart.isChart(scope)));
  constructs.forEach(({ kind, below, id }, index) => {
    const places = kind === 'object' ? inCharts() : all;
    const scope = places[below % places.length];
    if (scope !== undefined) all.push(make(kind, scope, scope.node.tryFindChild(id) ? `${id}-again-${index}` : id));
  });
  const able = inCharts();
  for (const [from, to] of dependencies) {
    const [source, target] = [able[from % able.length], able[to % able.length]];
    if (source && target && source !== target) source.node.addDependency(new DependencyGroup(target));
  }
}

function make(kind: TreePlan['constructs'][number]['kind'], scope: Construct, id: string): Construct {
  if (kind === 'chart') return new Chart(scope, id, { labels: { chart: 'yes' } });
  if (kind === 'other') return new Construct(scope, id);
  return new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    data: { path: Lazy.any({ produce: () => scope.node.path }), lines: 'a\nb\n' },
  });
}
