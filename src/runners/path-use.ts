import { memoized } from '../memoized';
import { onDifferentNodes } from './placement';

/** Runners of the nodes that have all of these labels. */
interface OnNodes {
  readonly nodeSelector: { readonly [label: string]: string };
}

/** Who uses which directory of which nodes, so that directories which contain each other are found without comparing all of them. */
export class PathUse<User extends OnNodes> {
  private readonly at = new Map<string, Users<User>>();
  private readonly below = new Map<string, Users<User>>();

  add(path: string, user: User): void {
    memoized(this.at, path, () => new Users()).add(user);
    for (const above of ancestors(path)) memoized(this.below, above, () => new Users()).add(user);
  }

  /**
   * The first that is meant of those who use this directory, one that contains it, or one inside it, on a node that may be of the
   * newcomer's too.
   */
  find(path: string, newcomer: OnNodes, isMeant: (user: User) => boolean = () => true): User | undefined {
    for (const place of [path, ...ancestors(path)]) {
      const user = this.at.get(place)?.find(newcomer, isMeant);
      if (user) return user;
    }
    return this.below.get(path)?.find(newcomer, isMeant);
  }
}

/** The users of one directory. Where all say a label, a newcomer who says it too meets only those of its own value. */
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
    const saidByAll = Object.entries(newcomer.nodeSelector).find(
      ([label]) => this.counts.get(label) === this.all.length,
    );
    const candidates = saidByAll ? this.byLabel.get(saidByAll[0])?.get(saidByAll[1]) : this.all;
    return candidates?.find(user => !onDifferentNodes(user.nodeSelector, newcomer.nodeSelector) && isMeant(user));
  }
}

function ancestors(path: string): string[] {
  const above: string[] = [];
  for (let end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) above.push(path.slice(0, end));
  return above;
}
