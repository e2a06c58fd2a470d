import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ManifestError } from '../errors';

/** Describes a dependency cycle: each step, and for an implied step the declared dependency that implies it. */
export function cycleError(members: readonly IConstruct[]): ManifestError {
  const steps = members.map((from, index) => step(from, members[(index + 1) % members.length] as IConstruct));
  return new ManifestError([
    `[${nameOf(members[0] as IConstruct)}] depends on itself: ${steps.join(', ')}; remove one of these ` +
      'dependencies',
  ]);
}

function step(from: IConstruct, to: IConstruct): string {
  const text = `${nameOf(from)} -> ${nameOf(to)}`;
  if (from.node.dependencies.includes(to)) return text;
  if (to.node.scope === from) return `${text} (its child)`;
  for (const source of Chart.of(from)
    .node.findAll()
    .filter(construct => implies(construct, from))) {
    const target = source.node.dependencies.find(construct => implies(construct, to));
    if (target !== undefined) return `${text} (because of ${nameOf(source)} -> ${nameOf(target)})`;
  }
  return text;
}

/**
 * Reports whether a dependency of or on `declared` implies one of or on `construct`. It does when `declared` contains
 * the construct, or when the construct is a chart that contains `declared`.
 */
function implies(declared: IConstruct, construct: IConstruct): boolean {
  return contains(declared, construct) || (Chart.isChart(construct) && contains(construct, declared));
}

/** Refuses a dependency of or on a construct that is not in a chart. */
export function chartlessProblems(source: IConstruct, target: IConstruct): string[] {
  return [source, target]
    .filter(end => !end.node.scopes.some(scope => Chart.isChart(scope)))
    .map(
      end =>
        `[${nameOf(source)}] depends on ${nameOf(target)}, but ${nameOf(end)} is not in a chart and has no ` +
        'objects of its own; use the charts in it',
    );
}

/** Reports whether `outer` contains `inner` or is the same construct. */
export function contains(outer: IConstruct, inner: IConstruct): boolean {
  return inner.node.scopes.includes(outer);
}

function nameOf(construct: IConstruct): string {
  return construct.node.path || 'the app';
}
