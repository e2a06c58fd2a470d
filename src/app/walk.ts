/** What was found at the first place where a walk came back to something it had not finished: everything from there to there. */
export class Cycle<T> {
  constructor(readonly members: readonly T[]) {}
}

/**
 * Everything that can be reached from the roots, each after all that it leads to, in the order a depth-first search leaves it. Each is
 * visited once, and the depth of the graph costs no stack. A cycle is returned instead.
 */
export function postOrder<T>(roots: Iterable<T>, next: (from: T) => Iterable<T>): T[] | Cycle<T> {
  const order: T[] = [];
  const done = new Set<T>();
  const open = new Set<T>();
  const path: { readonly at: T; readonly rest: Iterator<T> }[] = [];
  const enter = (at: T): void => {
    open.add(at);
    path.push({ at, rest: next(at)[Symbol.iterator]() });
  };
  for (const root of roots) {
    if (!done.has(root)) enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const step = top.rest.next();
      if (step.done) {
        path.pop();
        open.delete(top.at);
        done.add(top.at);
        order.push(top.at);
      } else if (open.has(step.value)) {
        const members = path.map(({ at }) => at);
        return new Cycle(members.slice(members.indexOf(step.value)));
      } else if (!done.has(step.value)) {
        enter(step.value);
      }
    }
  }
  return order;
}
