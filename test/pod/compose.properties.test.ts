import * as fc from 'fast-check';
import type { PropsError } from '../../src/errors';
import { isPlainObject, type k8s } from '../../src/kubernetes';
import { composePod } from '../../src/pod/compose';
import type { PartialPodTemplate, PodContribution } from '../../src/pod/contribution';

/** A contribution with one value: its path, and how to find it in the pod. */
interface Part {
  readonly place: string;
  readonly value: unknown;
  readonly template: PartialPodTemplate;
  readonly find: (pod: k8s.PodTemplateSpec) => unknown;
}

type ListName = 'containers' | 'initContainers';
type Entry = Readonly<Record<string, unknown>>;

const value = fc.constantFrom('1', '2', '3');
const few = fc.constantFrom('a', 'b', 'c');
const container = fc.constantFrom<[ListName, string]>(
  ['containers', 'runner'],
  ['containers', 'dind'],
  ['initContainers', 'init'],
  ['initContainers', 'own'],
);

function inContainer(
  [list, name]: [ListName, string],
  key: string,
  fields: Entry,
  found: (container: Entry) => unknown,
  expected: unknown,
): Part {
  return {
    place: `${list}/${name}/${key}`,
    value: expected,
    template: { spec: { [list]: [{ name, ...fields }] } },
    find: pod => found((pod.spec?.[list] ?? []).find(entry => entry.name === name) as unknown as Entry),
  };
}

function inPod(place: string, template: PartialPodTemplate, find: Part['find'], expected: unknown): Part {
  return { place, template, find, value: expected };
}

const entryOf = (list: unknown, key: string, name: unknown) =>
  (list as Entry[] | undefined)?.find(entry => entry[key] === name);

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.tuple(container, few, value).map(([at, name, v]) =>
    inContainer(at, `env/${name}`, { env: [{ name, value: v }] }, found => entryOf(found.env, 'name', name), {
      name,
      value: v,
    }),
  ),
  fc.tuple(container, few, value).map(([at, path, v]) => {
    const mount = { name: v, mountPath: `/${path}` };
    return inContainer(
      at,
      `mount/${path}`,
      { volumeMounts: [mount] },
      found => entryOf(found.volumeMounts, 'mountPath', mount.mountPath),
      mount,
    );
  }),
  fc
    .tuple(container, fc.nat(3), value)
    .map(([at, containerPort, v]) =>
      inContainer(
        at,
        `port/${containerPort}`,
        { ports: [{ containerPort, name: v }] },
        found => entryOf(found.ports, 'containerPort', containerPort),
        { containerPort, name: v },
      ),
    ),
  fc
    .tuple(container, fc.constantFrom('image', 'workingDir'), value)
    .map(([at, field, v]) => inContainer(at, field, { [field]: v }, found => found[field], v)),
  fc
    .tuple(container, fc.constantFrom('args', 'command'), fc.array(value, { minLength: 1, maxLength: 3 }))
    .map(([at, field, v]) => inContainer(at, field, { [field]: v }, found => found[field], v)),
  fc
    .tuple(container, fc.constantFrom('runAsUser', 'runAsGroup'), fc.nat())
    .map(([at, field, v]) =>
      inContainer(
        at,
        `security/${field}`,
        { securityContext: { [field]: v } },
        found => (found.securityContext as Entry | undefined)?.[field],
        v,
      ),
    ),
  fc.tuple(few, value).map(([name, v]) => {
    const volume = { name, hostPath: { path: `/${v}` } };
    return inPod(
      `volume/${name}`,
      { spec: { volumes: [volume] } },
      pod => entryOf(pod.spec?.volumes, 'name', name),
      volume,
    );
  }),
  fc
    .tuple(few, value)
    .map(([name, v]) =>
      inPod(`label/${name}`, { metadata: { labels: { [name]: v } } }, pod => pod.metadata?.labels?.[name], v),
    ),
  fc
    .tuple(few, value)
    .map(([name, v]) =>
      inPod(`node/${name}`, { spec: { nodeSelector: { [name]: v } } }, pod => pod.spec?.nodeSelector?.[name], v),
    ),
  fc.boolean().map(v => inPod('hostNetwork', { spec: { hostNetwork: v } }, pod => pod.spec?.hostNetwork, v)),
  fc
    .nat()
    .map(v =>
      inPod('fsGroup', { spec: { securityContext: { fsGroup: v } } }, pod => pod.spec?.securityContext?.fsGroup, v),
    ),
  fc.array(few).map(keys => {
    const tolerations = keys.map(key => ({ key }));
    return inPod('tolerations', { spec: { tolerations } }, pod => pod.spec?.tolerations, tolerations);
  }),
);

const disjoint = fc.uniqueArray(part, { selector: ({ place }) => place, maxLength: 30 });
const contributions = (parts: readonly Part[], options: Partial<PodContribution> = {}): PodContribution[] =>
  parts.map(({ template }, index) => ({ owner: ['part', index], template, ...options }));
const compose = (parts: readonly Part[]) => composePod(contributions(parts));

/** Returns the same value with the keys of every object reversed. */
function reversed<T>(from: T): T {
  if (Array.isArray(from)) return from.map(reversed) as T;
  return isPlainObject(from)
    ? (Object.fromEntries(
        Object.entries(from)
          .reverse()
          .map(([name, inner]) => [name, reversed(inner)]),
      ) as T)
    : from;
}

/** Returns the same template with every list of named entries sorted, for comparison. */
function sorted(from: unknown): unknown {
  if (Array.isArray(from)) {
    const items = from.map(sorted);
    return items.every(item => isPlainObject(item) && ('name' in item || 'containerPort' in item))
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  return isPlainObject(from)
    ? Object.fromEntries(
        Object.entries(from)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => [name, sorted(inner)]),
      )
    : from;
}

test('no value of a contribution is lost', () => {
  fc.assert(
    fc.property(disjoint, parts => {
      const pod = compose(parts);
      for (const { find, value: expected } of parts) expect(find(pod)).toEqual(expected);
    }),
  );
});

test('composing some contributions first gives the same template', () => {
  fc.assert(
    fc.property(disjoint, fc.nat(30), (parts, at) => {
      const first = { owner: ['first'], template: compose(parts.slice(0, at)) };
      const rest = { owner: ['rest'], template: compose(parts.slice(at)) };
      expect(composePod([first, rest])).toEqual(compose(parts));
    }),
  );
});

test('the same contributions give the same template', () => {
  fc.assert(
    fc.property(disjoint, parts => expect(JSON.stringify(compose(parts))).toBe(JSON.stringify(compose(parts)))),
  );
});

test('the order of keys in an object has no effect', () => {
  fc.assert(
    fc.property(disjoint, parts => {
      expect(composePod(reversed(contributions(parts)))).toEqual(compose(parts));
    }),
  );
});

test('the order of contributions changes only the order of list entries', () => {
  fc.assert(
    fc.property(disjoint, parts => expect(sorted(compose([...parts].reverse()))).toEqual(sorted(compose(parts)))),
  );
});

test('an override replaces only the values that it sets', () => {
  fc.assert(
    fc.property(disjoint, disjoint, fc.nat(30), (parts, last, at) => {
      const others = contributions(parts);
      const override: PodContribution = { owner: ['template'], template: compose(last), override: true };
      const pod = composePod([...others.slice(0, at), override, ...others.slice(at)]);
      const places = new Set(last.map(({ place }) => place));
      for (const { find, value: expected } of [...last, ...parts.filter(({ place }) => !places.has(place))])
        expect(find(pod)).toEqual(expected);
    }),
  );
});

test('every value that is set twice is a conflict, reported at the second', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), parts => {
      const second = parts.flatMap(({ place }, index) =>
        parts.findIndex(other => other.place === place) < index ? [['part', index]] : [],
      );
      let reported: unknown[] = [];
      try {
        compose(parts);
      } catch (error) {
        reported = (error as PropsError).findings.map(({ path }) => path);
      }
      expect(reported).toEqual(second);
    }),
  );
});

test('the template has only values of contributions', () => {
  const leaves = (from: unknown): string[] => {
    if (Array.isArray(from)) return from.flatMap(leaves);
    return isPlainObject(from) ? Object.values(from).flatMap(leaves) : [JSON.stringify(from)];
  };
  fc.assert(
    fc.property(disjoint, parts => {
      const given = new Set(parts.flatMap(({ template }) => leaves(template)));
      expect(leaves(compose(parts)).filter(leaf => !given.has(leaf))).toEqual([]);
    }),
  );
});
