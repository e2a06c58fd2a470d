import { formatPath, refuse, type Finding, type ValuePath } from '../errors';
import { isPlainObject, type k8s } from '../kubernetes';
import { isOverride, type PodContribution } from './contribution';
import { keyedList, type Entry } from './lists';
import { locate, type Locate } from './origin';
import { orderEnvVars } from './env-order';
import { PROBE_HANDLERS } from './rules/probes';

/**
 * Merges contributions into one pod template.
 *
 * List entries keep the order in which they first occur, except that environment variables come after those that they
 * refer to. It is an error when two contributions set the same field, also to the same value. A contribution with
 * `override` replaces the value instead. Overrides are merged after all other contributions.
 *
 * @example
 * composePod([
 *   { owner: ['mode'], template: { spec: { containers: [{ name: 'runner', image: 'runner:1' }] } } },
 *   { owner: ['env'], template: { spec: { containers: [{ name: 'runner', env: [{ name: 'CI', value: 'true' }] }] } } },
 * ]);
 *
 * @throws PropsError that names both owners of every conflict
 */
export function composePod(contributions: readonly PodContribution[]): k8s.PodTemplateSpec {
  return composeOwned(contributions).template;
}

/** As {@link composePod}, and returns a function that finds the prop from which a value comes. */
export function composeOwned(contributions: readonly PodContribution[]): {
  readonly template: k8s.PodTemplateSpec;
  readonly locate: Locate;
} {
  const merge = new Merge();
  for (const contribution of [...contributions.filter(c => !isOverride(c)), ...contributions.filter(isOverride)])
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
      const owner = (owners.find(by => by && isOverride(by)) ?? owners[0])?.owner ?? [];
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
    // Kubernetes allows only one handler in a probe or lifecycle hook.
    if (isOverride(by) && PROBE_HANDLERS.some(handler => source[handler] !== undefined))
      for (const handler of PROBE_HANDLERS) delete target[handler];
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
        // An empty object of the user is kept for the checks of the pod: an empty probe is invalid.
        else if (isOverride(by) && this.claim(here, by, () => here)) target[key] = inner;
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
        if (this.claim(here, by, () => `${noun} ${JSON.stringify(identity)}${ofContainer(path)}`)) {
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

  /** Records the owner of a field. Returns false, and adds a finding, when the field has another owner already. */
  private claim(place: string, by: PodContribution, what: () => string): boolean {
    const other = this.owners.get(place);
    if (other === by) {
      this.findings.push({ path: this.placeIn(by), message: `duplicate ${what()}; remove one` });
      return false;
    }
    if (other !== undefined && (!isOverride(by) || isOverride(other))) {
      // The prop that sets only this value is the one to remove: env.DOCKER_HOST, not containerMode.
      const [removed, kept] = other.owner.length > by.owner.length ? [other, by] : [by, other];
      this.findings.push({
        path: removed === by ? this.placeIn(by) : removed.owner,
        message: conflictMessage(what(), removed.owner, kept.owner),
      });
      return false;
    }
    this.owners.set(place, by);
    return true;
  }

  /** The path for a finding. The user wrote the template of an override; of other contributions only the prop. */
  private placeIn(by: PodContribution): ValuePath {
    return isOverride(by) ? [...by.owner, ...this.at] : by.owner;
  }
}

/** Names the container of a path in messages: ` of container runner`. */
function ofContainer(path: string): string {
  const container = /\[([^\]]*)\]\.[a-zA-Z]+$/.exec(path)?.[1];
  return container === undefined ? '' : ` of container ${container}`;
}

function conflictMessage(what: string, owner: ValuePath, other: ValuePath): string {
  const otherPath = formatPath(other);
  if (formatPath(owner) === otherPath) return `duplicate ${what}; remove one`;
  const remedy = owner.length > other.length ? 'leave it out' : 'remove one';
  return `sets ${what}, which ${otherPath} sets too; ${remedy}, or set the value in template`;
}
