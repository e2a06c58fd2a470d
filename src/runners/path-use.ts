import { memoized } from '../memoized';
import { onDifferentNodes } from './placement';

/** Runners on the nodes with all of these labels. */
interface OnNodes {
  readonly nodeSelector: { readonly [label: string]: string };
}

/** An index of the users of node directories. It finds overlapping directories without comparing all of them. */
export class PathUse<User extends OnNodes> {
  private readonly at = new Map<string, Users<User>>();
  private readonly below = new Map<string, Users<User>>();

  add(path: string, user: User): void {
    memoized(this.at, path, () => new Users()).add(user);
    for (const above of ancestors(path)) memoized(this.below, above, () => new Users()).add(user);
  }

  /**
   * Finds the first matching user of the directory, a parent or a child of it, on nodes that `newcomer` may run on too.
   */
  find(path: string, newcomer: OnNodes, isMeant: (user: User) => boolean = () => true): User | undefined {
    for (const place of [path, ...ancestors(path)]) {
      const user = this.at.get(place)?.find(newcomer, isMeant);
      if (user) return user;
    }
    return this.below.get(path)?.find(newcomer, isMeant);
  }
}

/**
 * The users of one directory, indexed by label: if all users select by a label, only those with the same value can
 * conflict.
 */
class Users<User extends OnNodes> {
  private readonly all: User[] = [];
  private readonly byLabel = new Map<string, Map<string, User[]>>();
  private readonly counts = new Map<string, number>();

  add(user: User): void {
    this.all.push(user);
    for (const [label, value] of Object.entries(user.nodeSelector)) {
      this.counts.set(label, (this.counts.get(label) ?? 0) + 1);
      memoized(
        memoized(this.byLabel, label, () => new Map<string, User[]>()),
        value,
        () => [],
      ).push(user);
    }
  }

  find(newcomer: OnNodes, isMeant: (user: User) => boolean): User | undefined {
    const common = Object.entries(newcomer.nodeSelector).find(([label]) => this.counts.get(label) === this.all.length);
    const candidates = common ? this.byLabel.get(common[0])?.get(common[1]) : this.all;
    return candidates?.find(user => !onDifferentNodes(user.nodeSelector, newcomer.nodeSelector) && isMeant(user));
  }
}

function ancestors(path: string): string[] {
  const above: string[] = [];
  for (let end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) above.push(path.slice(0, end));
  return above;
}
