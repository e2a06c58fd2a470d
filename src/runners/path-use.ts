/** Who uses which directory, so that directories which contain each other are found without comparing all of them. */
export class PathUse<User> {
  private readonly at = new Map<string, User[]>();
  private readonly below = new Map<string, User[]>();

  add(path: string, user: User): void {
    push(this.at, path, user);
    for (const above of ancestors(path)) push(this.below, above, user);
  }

  /** The users of this directory, of one that contains it, or of one inside it. */
  *overlapping(path: string): Iterable<User> {
    for (const place of [path, ...ancestors(path)]) yield* this.at.get(place) ?? [];
    yield* this.below.get(path) ?? [];
  }
}

function ancestors(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

function push<User>(map: Map<string, User[]>, path: string, user: User): void {
  const users = map.get(path);
  if (users) users.push(user);
  else map.set(path, [user]);
}
