import { formatPath, refuse, type Finding, type ValuePath } from '../errors';
import { isPlainObject, type k8s } from '../kubernetes';
import type { PodContribution } from './contribution';
import { behindTheirs } from './variables';

/** Lists whose entries have an identity: what it is made of, and what a clash calls an entry; without a word for that, entries of one identity merge. */
const KEYED_LISTS: Record<string, { readonly key: (entry: Entry) => string; readonly noun?: string }> = {
  containers: { key: byName },
  initContainers: { key: byName },
  volumes: { key: byName, noun: 'volume' },
  env: { key: byName, noun: 'env' },
  volumeMounts: { key: entry => String(entry.mountPath), noun: 'mount' },
  volumeDevices: { key: entry => String(entry.devicePath), noun: 'device' },
  ports: {
    key: ({ containerPort, protocol = 'TCP' }) => `${Number(containerPort)}/${protocol as string}`,
    noun: 'port',
  },
  imagePullSecrets: { key: byName, noun: 'image pull secret' },
};

type Entry = Record<string, unknown>;

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

function byName(entry: Entry): string {
  return String(entry.name);
}

/**
 * Merges contributions into one pod template.
 *
 * Entries keep the order in which they were first named, variables that are made of others behind those. Two contributions that say
 * the same thing clash, whether or not they agree; one marked as the last word replaces instead, and is merged after all others.
 *
 * @throws PropsError naming both owners of every clash
 */
export function composePod(contributions: readonly PodContribution[]): k8s.PodTemplateSpec {
  return composeOwned(contributions).template;
}

/** Where something in a composed pod was written. `key` is an entry of `list`, and `inner` one of a list of that entry's own. */
export type Origin = (
  list: 'containers' | 'initContainers',
  key: string,
  inner?: { readonly list: 'env' | 'volumeMounts'; readonly key: string },
) => ValuePath;

/** As {@link composePod}, with the origin of every entry. */
export function composeOwned(contributions: readonly PodContribution[]): {
  readonly template: k8s.PodTemplateSpec;
  readonly origin: Origin;
} {
  const merge = new Merge();
  const isLast = (contribution: PodContribution) => contribution.lastWord === true;
  for (const contribution of [...contributions.filter(c => !isLast(c)), ...contributions.filter(isLast)])
    merge.add(contribution);
  merge.refuseSharedContainerNames();
  merge.orderVariables();
  refuse(merge.findings);
  return { template: merge.template, origin: (list, key, inner) => merge.origin(list, key, inner) };
}

class Merge {
  readonly template: Entry = {};
  readonly findings: Finding[] = [];
  private readonly owners = new Map<string, PodContribution>();

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
      if (container.env) container.env = behindTheirs(container.env as k8s.EnvVar[]);
  }

  origin(list: string, key: string, inner?: { readonly list: string; readonly key: string }): ValuePath {
    const place = `spec.${list}[${key}]`;
    const by = this.owners.get(inner ? `${place}.${inner.list}[${inner.key}]` : place);
    if (!by?.lastWord) return by?.owner ?? [];
    // An override is a template as its author wrote it, so the place in it can be told.
    const index = ((by.template.spec?.[list as 'containers'] ?? []) as { name: string }[]).findIndex(
      ({ name }) => name === key,
    );
    return [...by.owner, 'spec', list, index, ...(inner ? [inner.list] : [])];
  }

  private mergeObject(target: Entry, source: Entry, path: string, by: PodContribution): void {
    // A probe or a life-cycle hook asks in one way only.
    if (by.lastWord && HANDLERS.some(handler => source[handler] !== undefined))
      for (const handler of HANDLERS) delete target[handler];
    for (const key of Object.keys(source)) {
      const value = source[key];
      if (value === undefined) continue;
      const here = path === '' ? key : `${path}.${key}`;
      if (Array.isArray(value) && key in KEYED_LISTS) {
        if (value.length > 0) this.mergeList((target[key] ??= []) as Entry[], value as Entry[], key, here, by);
      } else if (isPlainObject(value) && (target[key] === undefined || isPlainObject(target[key]))) {
        const inner = (target[key] ?? {}) as Entry;
        this.mergeObject(inner, value, here, by);
        if (Object.keys(inner).length > 0) target[key] = inner;
      } else if (this.claim(here, by, () => here)) {
        target[key] = value;
      }
    }
  }

  private mergeList(target: Entry[], source: readonly Entry[], list: string, path: string, by: PodContribution): void {
    const { key, noun } = KEYED_LISTS[list] as (typeof KEYED_LISTS)[string];
    for (const entry of source) {
      const identity = key(entry);
      const here = `${path}[${identity}]`;
      const index = target.findIndex(other => key(other) === identity);
      if (noun === undefined) {
        const existing = index < 0 ? { name: entry.name } : (target[index] as Entry);
        if (index < 0) {
          target.push(existing);
          this.owners.set(here, by);
        }
        const { name: _, ...rest } = entry;
        this.mergeObject(existing, rest, here, by);
      } else if (this.claim(here, by, () => `${noun} ${identity}${within(path)}`)) {
        if (index < 0) target.push(entry);
        else target[index] = entry;
      }
    }
  }

  /** Records the owner of a place; false, with a finding, where somebody else owns it and this is not the last word. */
  private claim(place: string, by: PodContribution, what: () => string): boolean {
    const other = this.owners.get(place);
    if (other !== undefined && (other === by || !by.lastWord || other.lastWord)) {
      this.findings.push({ path: by.owner, message: clash(what(), by.owner, other.owner) });
      return false;
    }
    this.owners.set(place, by);
    return true;
  }
}

function within(path: string): string {
  const container = /\[([^\]]*)\]\.[a-zA-Z]+$/.exec(path)?.[1];
  return container === undefined ? '' : ` of container ${container}`;
}

function clash(what: string, owner: ValuePath, other: ValuePath): string {
  const said = formatPath(other);
  return formatPath(owner) === said
    ? `says ${what} twice; keep one`
    : `sets ${what}, which ${said} sets too; drop one, or give the final value in template`;
}
