import { ApiObject, Chart, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ManifestError } from '../errors';
import { Cycle, postOrder } from './walk';

/** Stands for several vertices at once, so that a thousand objects which wait for a thousand others need two thousand edges, not a million. */
class Bundle {
  /** @param owner in a scope exactly when its members are */
  constructor(readonly owner: IConstruct, readonly members: readonly Vertex[]) {}
}

type Vertex = IConstruct | Bundle;

/** A construct and everything below it, as positions in the list of all constructs. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The charts of an app and the objects of each, every one after what it depends on. It is the order in which cdk8s writes them, found in
 * time that grows with the number of constructs and of dependencies, and the tree is left as it was.
 *
 * As in cdk8s, a chart depends on the charts directly in it, and on every chart with something that something of its own depends on. An
 * object depends on all objects of whatever it, or a construct around it in its chart, depends on.
 *
 * @throws ManifestError when something depends on itself by any way, or on what is in no chart
 */
export class Order {
  /** All charts. */
  readonly charts: readonly Chart[];

  /** Whether a chart depends on another: then the names of files say the order. */
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

  /** The objects that are written with a chart: its own, and none of charts in it. */
  objectsOf(chart: Chart): readonly ApiObject[] {
    const isOrdered = this.within(chart).some(construct => this.dependencies.has(construct));
    if (!isOrdered) return this.objectsIn(chart);
    return this.sorted(chart).filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && construct.chart === chart);
  }

  private list(construct: IConstruct): void {
    const from = this.constructs.push(construct) - 1;
    for (const child of construct.node.children) this.list(child);
    this.spans.set(construct, { from, to: this.constructs.length });
  }

  /** Enters what was declared and what follows from it for charts; whether any chart depends on another. */
  private collect(): boolean {
    for (const construct of this.constructs) {
      const nested = Chart.isChart(construct) ? construct.node.children.filter(child => Chart.isChart(child)) : [];
      const targets = new Set([...construct.node.dependencies, ...nested]);
      if (targets.size > 0) this.dependencies.set(construct, targets);
    }
    const pairs = [...this.dependencies].flatMap(([source, targets]) => [...targets].map(target => [source, target] as const));
    refuseChartless(pairs);
    const apart = pairs.map(([source, target]) => [Chart.of(source), Chart.of(target)] as const).filter(([source, target]) => source !== target);
    for (const [source, target] of apart) this.dependencies.set(source, (this.dependencies.get(source) ?? new Set()).add(target));
    return apart.length > 0;
  }

  /** Everything in a scope, each after what it depends on there. */
  private sorted(scope: IConstruct): IConstruct[] {
    const { from, to } = this.spans.get(scope) as Span;
    const isWithin = (vertex: Vertex): boolean => {
      const at = this.spans.get(vertex instanceof Bundle ? vertex.owner : vertex)?.from ?? -1;
      return at >= from && at < to;
    };
    const within = keysFirst(this.within(scope));
    const targets = this.targetsOf(within, isWithin);
    // What no root leads to is on a cycle, or behind one.
    const starts = [...within.filter(construct => !targets.has(construct)), ...within];
    const order = postOrder<Vertex>(starts, vertex => this.next(vertex).filter(isWithin));
    if (order instanceof Cycle) throw this.cycleError(order.members.filter(isConstruct));
    return order.filter(isConstruct);
  }

  private within(scope: IConstruct): IConstruct[] {
    const { from, to } = this.spans.get(scope) as Span;
    return this.constructs.slice(from, to);
  }

  /** What something in a scope depends on there. */
  private targetsOf(within: readonly IConstruct[], isWithin: (construct: IConstruct) => boolean): Set<IConstruct> {
    const targets = new Set<IConstruct>();
    const whole = new Set<IConstruct>();
    for (const source of within) {
      const [first, ...others] = this.dependencies.has(source) ? this.objectsIn(source) : [];
      for (const target of this.dependencies.get(source) ?? []) {
        if (!isWithin(target)) continue;
        targets.add(target);
        if (first === undefined || whole.has(target)) continue;
        const isAlone = others.length === 0 && isAround(target, first);
        for (const object of this.objectsIn(target)) if (!isAlone || object !== first) targets.add(object);
        if (!isAlone) whole.add(target);
      }
    }
    return targets;
  }

  private next(vertex: Vertex): readonly Vertex[] {
    if (vertex instanceof Bundle) return vertex.members;
    return [...this.dependencies.get(vertex) ?? [], ...(ApiObject.isApiObject(vertex) ? this.needsOf(vertex) : [])];
  }

  /** What an object waits for because it, or a construct around it, does. */
  private needsOf(object: ApiObject): Vertex[] {
    const { scopes } = object.node;
    return scopes.slice(scopes.indexOf(object.chart)).flatMap((scope): Vertex[] => {
      const targets = [...this.dependencies.get(scope) ?? []];
      if (targets.length === 0) return [];
      // Among those that are around each other, an object waits for all but itself, so none can share what it waits for.
      const overlaps = (target: IConstruct) => isAround(target, scope) || isAround(scope, target);
      if (!targets.some(overlaps)) return [memoized(this.needBundles, scope, () => new Bundle(scope, targets.map(target => this.bundleOf(target))))];
      return targets.flatMap((target): Vertex[] => (overlaps(target) ? this.objectsIn(target).filter(other => other !== object) : [this.bundleOf(target)]));
    });
  }

  private bundleOf(target: IConstruct): Bundle {
    return memoized(this.objectBundles, target, () => new Bundle(target, this.objectsIn(target)));
  }

  /** The objects of a construct that are written with its chart. */
  private objectsIn(construct: IConstruct): readonly ApiObject[] {
    return memoized(this.objects, construct, () => {
      const chart = Chart.of(construct);
      return this.spans.has(construct) ? this.within(construct).filter((inner): inner is ApiObject => ApiObject.isApiObject(inner) && inner.chart === chart) : [];
    });
  }

  private cycleError(members: readonly IConstruct[]): ManifestError {
    const steps = members.map((from, index) => this.step(from, members[(index + 1) % members.length] as IConstruct));
    return new ManifestError([`[${nameOf(members[0] as IConstruct)}] depends on itself, by way of ${steps.join(', ')}; drop one of these dependencies`]);
  }

  /** A dependency as it was declared, where it is one that follows from another. */
  private step(from: IConstruct, to: IConstruct): string {
    const text = `${nameOf(from)} -> ${nameOf(to)}`;
    if (from.node.dependencies.includes(to)) return text;
    if (to.node.scope === from) return `${text} (which is in it)`;
    for (const source of this.within(Chart.of(from))) {
      const target = source.node.dependencies.find(other => isAround(other, to) || (Chart.isChart(to) && isAround(to, other)));
      if (target !== undefined && (isAround(source, from) || (Chart.isChart(from) && isAround(from, source)))) return `${text} (since ${nameOf(source)} -> ${nameOf(target)})`;
    }
    return text;
  }
}

/** cdk8s keeps constructs by path in an object, and an object lists what looks like a position in a list before all else. */
function keysFirst(constructs: readonly IConstruct[]): IConstruct[] {
  const isKey = ({ node: { path } }: IConstruct) => /^\d+$/.test(path) && String(Number(path) >>> 0) === path && Number(path) < 2 ** 32 - 1;
  return [...constructs.filter(isKey), ...constructs.filter(construct => !isKey(construct))];
}

function isConstruct(vertex: Vertex): vertex is IConstruct {
  return !(vertex instanceof Bundle);
}

function isAround(outer: IConstruct, inner: IConstruct): boolean {
  return inner.node.scopes.includes(outer);
}

function nameOf(construct: IConstruct): string {
  return construct.node.path || 'the app';
}

function memoized<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function refuseChartless(pairs: readonly (readonly [IConstruct, IConstruct])[]): void {
  const problems = pairs.flatMap(([source, target]) => [source, target]
    .filter(end => !end.node.scopes.some(scope => Chart.isChart(scope)))
    .map(end => `[${nameOf(source)}] depends on ${nameOf(target)}, and ${nameOf(end)} is in no chart, so it has no objects to wait; name the charts in it`));
  if (problems.length > 0) throw new ManifestError([...new Set(problems)]);
}
