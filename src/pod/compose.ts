import { formatPath, refuse, type Finding, type ValuePath } from '../errors';
import { isPlainObject, type k8s } from '../kubernetes';
import type { PodContribution } from './contribution';
import { keyedList, type Entry } from './lists';
import { locate, type Locate } from './origin';
import { orderEnvVars } from './variables';

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

/**
 * Merges contributions into one pod template.
 *
 * Entries keep the order in which they were first named, variables that are made of others behind those. Two
 * contributions that say the same thing clash, whether or not they agree; one marked as the last word replaces instead,
 * and is merged after all others.
 *
 * @throws PropsError naming both owners of every clash
 */
export function composePod(contributions: readonly PodContribution[]): k8s.PodTemplateSpec {
  return composeOwned(contributions).template;
}

/** As {@link composePod}, and tells where each of its values was written. */
export function composeOwned(contributions: readonly PodContribution[]): {
  readonly template: k8s.PodTemplateSpec;
  readonly locate: Locate;
} {
  const merge = new Merge();
  const isLast = (contribution: PodContribution) => contribution.lastWord === true;
  for (const contribution of [...contributions.filter(c => !isLast(c)), ...contributions.filter(isLast)])
    merge.add(contribution);
  merge.refuseSharedContainerNames();
  merge.orderVariables();
  refuse(merge.findings);
  return { template: merge.template, locate: path => locate(path, merge.template, merge.owners) };
}

class Merge {
  readonly template: Entry = {};
  readonly findings: Finding[] = [];
  readonly owners = new Map<string, PodContribution>();
  private readonly at: (string | number)[] = [];

  add(contribution: PodContribution): void {
    this.mergeObject(this.template, contribution.template as Entry, '', contribution);
  }

  refuseSharedContainerNames(): void {
    const spec = (this.template.spec ?? {}) as { containers?: Entry[]; initContainers?: Entry[] };
    for (const { name } of spec.initContainers ?? []) {
      if (!spec.containers?.some(container => container.name === name)) continue;
      const owners = ['initContainers', 'containers'].map(list => this.owners.get(`spec.${list}[${String(name)}]`));
      const owner = (owners.find(by => by?.lastWord) ?? owners[0])?.owner ?? [];
      this.findings.push({
        path: owner,
        message: `uses the name ${JSON.stringify(name)} for an init container and for a container; rename one`,
      });
    }
  }

  orderVariables(): void {
    const { initContainers = [], containers = [] } = (this.template.spec ?? {}) as {
      initContainers?: Entry[];
      containers?: Entry[];
    };
    for (const container of [...initContainers, ...containers])
      if (container.env) container.env = orderEnvVars(container.env as k8s.EnvVar[]);
  }

  private mergeObject(target: Entry, source: Entry, path: string, by: PodContribution): void {
    // A probe or a life-cycle hook asks in one way only.
    if (by.lastWord && HANDLERS.some(handler => source[handler] !== undefined))
      for (const handler of HANDLERS) delete target[handler];
    for (const key of Object.keys(source)) {
      const value = source[key];
      if (value === undefined) continue;
      const here = path === '' ? key : `${path}.${key}`;
      this.at.push(key);
      if (Array.isArray(value) && keyedList(key)) {
        if (value.length > 0) this.mergeList((target[key] ??= []) as Entry[], value as Entry[], key, here, by);
      } else if (isPlainObject(value) && (target[key] === undefined || isPlainObject(target[key]))) {
        const inner = (target[key] ?? {}) as Entry;
        this.mergeObject(inner, value, here, by);
        if (Object.keys(inner).length > 0) target[key] = inner;
      } else if (this.claim(here, by, () => here)) {
        target[key] = value;
      }
      this.at.pop();
    }
  }

  private mergeList(target: Entry[], source: readonly Entry[], list: string, path: string, by: PodContribution): void {
    const { key, noun } = keyedList(list) as NonNullable<ReturnType<typeof keyedList>>;
    const merged = new Set<string>();
    source.forEach((entry, position) => {
      const identity = key(entry);
      const here = `${path}[${identity}]`;
      const index = target.findIndex(other => key(other) === identity);
      this.at.push(position);
      if (noun !== undefined) {
        if (this.claim(here, by, () => `${noun} ${JSON.stringify(identity)}${within(path)}`)) {
          if (index < 0) target.push(entry);
          else target[index] = entry;
        }
      } else if (merged.has(identity)) {
        this.findings.push({
          path: this.placeIn(by),
          message: `duplicate container ${JSON.stringify(identity)}; write it once`,
        });
      } else {
        merged.add(identity);
        const existing = index < 0 ? { name: entry.name } : (target[index] as Entry);
        if (index < 0) {
          target.push(existing);
          this.owners.set(here, by);
        }
        const { name: _, ...rest } = entry;
        this.mergeObject(existing, rest, here, by);
      }
      this.at.pop();
    });
  }

  /** Records the owner of a place; false, with a finding, where somebody else owns it and this is not the last word. */
  private claim(place: string, by: PodContribution, what: () => string): boolean {
    const other = this.owners.get(place);
    if (other === by) {
      this.findings.push({ path: this.placeIn(by), message: `duplicate ${what()}; remove one` });
      return false;
    }
    if (other !== undefined && (!by.lastWord || other.lastWord)) {
      this.findings.push({ path: this.placeIn(by), message: clash(what(), by.owner, other.owner) });
      return false;
    }
    this.owners.set(place, by);
    return true;
  }

  /**
   * Where the merge is in a contribution: an override is a template as its author wrote it, of any other only the prop
   * is known.
   */
  private placeIn({ owner, lastWord }: PodContribution): ValuePath {
    return lastWord ? [...owner, ...this.at] : owner;
  }
}

function within(path: string): string {
  const container = /\[([^\]]*)\]\.[a-zA-Z]+$/.exec(path)?.[1];
  return container === undefined ? '' : ` of container ${container}`;
}

function clash(what: string, owner: ValuePath, other: ValuePath): string {
  const said = formatPath(other);
  return formatPath(owner) === said
    ? `duplicate ${what}; remove one`
    : `sets ${what}, which ${said} sets too; remove one, or give the final value in template`;
}
