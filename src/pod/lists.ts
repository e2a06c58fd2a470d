/** How a list is merged. Without a noun, entries with the same key are merged; with one, they are a conflict. */
interface KeyedList {
  /** Returns what identifies an entry. */
  readonly key: (entry: Entry) => string;

  /** Name of an entry in messages. */
  readonly noun?: string;
}

export type Entry = Record<string, unknown>;

/** Lists of a pod whose entries are identified by a field. */
const KEYED_LISTS: Readonly<Record<string, KeyedList>> = {
  containers: { key: byName },
  initContainers: { key: byName },
  volumes: { key: byName, noun: 'volume' },
  env: { key: byName, noun: 'env variable' },
  volumeMounts: { key: entry => String(entry.mountPath), noun: 'mountPath' },
  volumeDevices: { key: entry => String(entry.devicePath), noun: 'devicePath' },
  ports: {
    key: ({ containerPort, protocol = 'TCP' }) => `${Number(containerPort)}/${protocol as string}`,
    noun: 'port',
  },
  imagePullSecrets: { key: byName, noun: 'image pull secret' },
};

function byName(entry: Entry): string {
  return String(entry.name);
}

/** Returns how the entries of a list are identified, or undefined when they have no identity. */
export function keyedList(name: string): KeyedList | undefined {
  return Object.hasOwn(KEYED_LISTS, name) ? KEYED_LISTS[name] : undefined;
}

/** Returns the identity of a list entry, or undefined when only its position identifies it. */
export function identityOf(list: string, entry: unknown): string | undefined {
  return typeof entry === 'object' && entry !== null ? keyedList(list)?.key(entry as Entry) : undefined;
}
