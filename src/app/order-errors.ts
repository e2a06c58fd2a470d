import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ManifestError } from '../errors';

/**
 * What is said when these depend on each other in a circle: every step, and what was declared where a step follows from
 * something else.
 */
export function cycleError(members: readonly IConstruct[]): ManifestError {
  const steps = members.map((from, index) => step(from, members[(index + 1) % members.length] as IConstruct));
  return new ManifestError([
    `[${nameOf(members[0] as IConstruct)}] depends on itself, by way of ${steps.join(', ')}; drop one of ` +
      'these dependencies',
  ]);
}

function step(from: IConstruct, to: IConstruct): string {
  const text = `${nameOf(from)} -> ${nameOf(to)}`;
  if (from.node.dependencies.includes(to)) return text;
  if (to.node.scope === from) return `${text} (which is in it)`;
  for (const source of Chart.of(from)
    .node.findAll()
    .filter(construct => isMeant(construct, from))) {
    const target = source.node.dependencies.find(construct => isMeant(construct, to));
    if (target !== undefined) return `${text} (since ${nameOf(source)} -> ${nameOf(target)})`;
  }
  return text;
}

/** Whether a dependency of the one is one of the other: it is around the other, or in it, where that is a chart. */
function isMeant(declared: IConstruct, construct: IConstruct): boolean {
  return isAround(declared, construct) || (Chart.isChart(construct) && isAround(construct, declared));
}

/** What is wrong with a dependency of or on what is in no chart. */
export function chartlessProblems(source: IConstruct, target: IConstruct): string[] {
  return [source, target]
    .filter(end => !end.node.scopes.some(scope => Chart.isChart(scope)))
    .map(
      end =>
        `[${nameOf(source)}] depends on ${nameOf(target)}, and ${nameOf(end)} is in no chart, so it has no ` +
        'objects to wait; name the charts in it',
    );
}

export function isAround(outer: IConstruct, inner: IConstruct): boolean {
  return inner.node.scopes.includes(outer);
}

function nameOf(construct: IConstruct): string {
  return construct.node.path || 'the app';
}
