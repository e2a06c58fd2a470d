/** The vertices of a cycle, in order. */
export class Cycle<T> {
  constructor(readonly members: readonly T[]) {}
}

/**
 * Returns the vertices reachable from the roots in depth-first post-order: each after all vertices that it leads to.
 * Returns the first cycle when there is one. Iterative, so that a deep graph does not overflow the stack.
 */
export function postOrder<T>(roots: Iterable<T>, next: (from: T) => readonly T[]): T[] | Cycle<T> {
  const order: T[] = [];
  const done = new Set<T>();
  const open = new Set<T>();
  const path: { readonly at: T; readonly steps: readonly T[]; taken: number }[] = [];
  const enter = (at: T): void => {
    open.add(at);
    path.push({ at, steps: next(at), taken: 0 });
  };
  for (const root of roots) {
    if (!done.has(root)) enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      if (top.taken === top.steps.length) {
        path.pop();
        open.delete(top.at);
        done.add(top.at);
        order.push(top.at);
        continue;
      }
      const step = top.steps[top.taken++] as T;
      if (open.has(step)) {
        const members = path.map(({ at }) => at);
        return new Cycle(members.slice(members.indexOf(step)));
      }
      if (!done.has(step)) enter(step);
    }
  }
  return order;
}
