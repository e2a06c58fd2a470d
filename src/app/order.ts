import { ApiObject, Chart, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ManifestError } from '../errors';
import { memoized } from '../memoized';
import { chartlessProblems, contains, cycleError } from './order-errors';
import { Cycle, postOrder } from './post-order';

/**
 * A vertex that groups several others. A thousand objects that depend on a thousand others then need two thousand edges
 * and not a million.
 */
class Bundle {
  /** @param owner is in a scope exactly when its members are */
  constructor(
    readonly owner: IConstruct,
    readonly members: readonly Vertex[],
  ) {}
}

type Vertex = IConstruct | Bundle;

/** Positions of a construct and its descendants in the list of all constructs. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The charts of an app and their objects in the order of their dependencies, which is the order in which cdk8s writes
 * them. Computed in time linear in the number of constructs and dependencies. Does not change the construct tree.
 *
 * As in cdk8s, a chart depends on its direct child charts, and on each chart that contains a dependency of one of its
 * constructs. An object depends on all objects in the dependencies of its own and of its parents within the chart.
 *
 * @throws ManifestError when there is a dependency cycle, or a dependency of or on a construct that is not in a chart
 */
export class Order {
  /** All charts. */
  readonly charts: readonly Chart[];

  /** True when a chart depends on another. Then the names of files start with a number. */
  readonly hasDependentCharts: boolean;

  private readonly constructs: IConstruct[] = [];
  private readonly spans = new Map<IConstruct, Span>();
  private readonly dependencies = new Map<IConstruct, Set<IConstruct>>();
  private readonly objects = new Map<IConstruct, readonly ApiObject[]>();
  private readonly objectBundles = new Map<IConstruct, Bundle>();
  private readonly needBundles = new Map<IConstruct, Bundle>();

  constructor(app: App) {
    this.list(app);
    this.hasDependentCharts = this.collect();
    this.charts = this.sorted(app).filter(construct => Chart.isChart(construct));
  }

  /** The objects of a chart, without those of nested charts. */
  objectsOf(chart: Chart): readonly ApiObject[] {
    return this.sorted(chart).filter(
      (construct): construct is ApiObject => ApiObject.isApiObject(construct) && construct.chart === chart,
    );
  }

  private list(construct: IConstruct): void {
    const from = this.constructs.push(construct) - 1;
    for (const child of construct.node.children) this.list(child);
    this.spans.set(construct, { from, to: this.constructs.length });
  }

  /** Collects the declared dependencies and those implied for charts. Returns whether a chart depends on another. */
  private collect(): boolean {
    for (const construct of this.constructs) {
      const nested = Chart.isChart(construct) ? construct.node.children.filter(child => Chart.isChart(child)) : [];
      const targets = new Set([...construct.node.dependencies, ...nested]);
      if (targets.size > 0) this.dependencies.set(construct, targets);
    }
    const pairs = [...this.dependencies].flatMap(([source, targets]) =>
      [...targets].map(target => [source, target] as const),
    );
    const problems = pairs.flatMap(([source, target]) => chartlessProblems(source, target));
    if (problems.length > 0) throw new ManifestError([...new Set(problems)]);
    const apart = pairs
      .map(([source, target]) => [Chart.of(source), Chart.of(target)] as const)
      .filter(([source, target]) => source !== target);
    for (const [source, target] of apart)
      this.dependencies.set(source, (this.dependencies.get(source) ?? new Set()).add(target));
    return apart.length > 0;
  }

  /** Returns the constructs in a scope, each after its dependencies in the scope. */
  private sorted(scope: IConstruct): IConstruct[] {
    const { from, to } = this.spans.get(scope) as Span;
    const isWithin = (vertex: Vertex): boolean => {
      const at = this.spans.get(vertex instanceof Bundle ? vertex.owner : vertex)?.from ?? -1;
      return at >= from && at < to;
    };
    const within = scope.node.scope === undefined ? keysFirst(this.within(scope)) : this.within(scope);
    if (!within.some(construct => this.dependencies.has(construct))) return within;
    const targets = this.targetsOf(within, isWithin);
    // A construct that cannot be reached from a root is in a cycle, or only reachable through one.
    const starts = [...within.filter(construct => !targets.has(construct)), ...within];
    const order = postOrder<Vertex>(starts, vertex => this.next(vertex).filter(isWithin));
    if (order instanceof Cycle) throw cycleError(order.members.filter(isConstruct));
    return order.filter(isConstruct);
  }

  private within(scope: IConstruct): IConstruct[] {
    const { from, to } = this.spans.get(scope) as Span;
    return this.constructs.slice(from, to);
  }

  /** Returns the constructs in a scope on which others in the scope depend. */
  private targetsOf(within: readonly IConstruct[], isWithin: (construct: IConstruct) => boolean): Set<IConstruct> {
    const targets = new Set<IConstruct>();
    const done = new Set<IConstruct>();
    for (const source of within) {
      const [first, ...others] = this.dependencies.has(source) ? this.objectsIn(source) : [];
      for (const target of this.dependencies.get(source) ?? []) {
        if (!isWithin(target)) continue;
        targets.add(target);
        if (first === undefined || done.has(target)) continue;
        const isAlone = others.length === 0 && contains(target, first);
        for (const object of this.objectsIn(target)) if (!isAlone || object !== first) targets.add(object);
        if (!isAlone) done.add(target);
      }
    }
    return targets;
  }

  private next(vertex: Vertex): readonly Vertex[] {
    if (vertex instanceof Bundle) return vertex.members;
    const declared: Vertex[] = [...(this.dependencies.get(vertex) ?? [])];
    return ApiObject.isApiObject(vertex) ? declared.concat(this.needsOf(vertex)) : declared;
  }

  /** Returns the dependencies of an object, including those of its parents within the chart. */
  private needsOf(object: ApiObject): Vertex[] {
    const { scopes } = object.node;
    return scopes
      .slice(scopes.indexOf(object.chart))
      .filter(scope => this.dependencies.has(scope))
      .flatMap((scope): Vertex[] => {
        const targets = [...(this.dependencies.get(scope) ?? [])];
        // When scope and target overlap, each object depends on all others but itself, so they cannot share a bundle.
        const overlaps = (target: IConstruct) => contains(target, scope) || contains(scope, target);
        if (!targets.some(overlaps))
          return [
            memoized(
              this.needBundles,
              scope,
              () =>
                new Bundle(
                  scope,
                  targets.map(target => this.bundleOf(target)),
                ),
            ),
          ];
        return targets.flatMap((target): Vertex[] =>
          overlaps(target) ? this.objectsIn(target).filter(other => other !== object) : [this.bundleOf(target)],
        );
      });
  }

  private bundleOf(target: IConstruct): Bundle {
    return memoized(this.objectBundles, target, () => new Bundle(target, this.objectsIn(target)));
  }

  /** Returns the objects in a construct, without those of nested charts. */
  private objectsIn(construct: IConstruct): readonly ApiObject[] {
    return memoized(this.objects, construct, () => {
      const chart = Chart.of(construct);
      return this.spans.has(construct)
        ? this.within(construct).filter(
            (inner): inner is ApiObject => ApiObject.isApiObject(inner) && inner.chart === chart,
          )
        : [];
    });
  }
}

/**
 * Returns constructs with integer paths first, as cdk8s does: it stores constructs by path in an object, and JavaScript
 * lists integer keys first.
 */
function keysFirst(constructs: readonly IConstruct[]): IConstruct[] {
  const isKey = ({ node: { path } }: IConstruct) =>
    /^\d+$/.test(path) && String(Number(path) >>> 0) === path && Number(path) < 2 ** 32 - 1;
  const keys = constructs.filter(isKey);
  return keys.length === 0 ? [...constructs] : [...keys, ...constructs.filter(construct => !isKey(construct))];
}

function isConstruct(vertex: Vertex): vertex is IConstruct {
  return !(vertex instanceof Bundle);
}
