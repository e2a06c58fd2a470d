/** What makes entries of a list the same, and what a message calls them; entries without a word for that are merged. */
interface KeyedList {
  readonly key: (entry: Entry) => string;
  readonly noun?: string;
}

export type Entry = Record<string, unknown>;

/** Lists of a pod whose entries have an identity. */
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

/** How entries of a list are told apart, if it is a list of which that can be said. */
export function keyedList(name: string): KeyedList | undefined {
  return Object.hasOwn(KEYED_LISTS, name) ? KEYED_LISTS[name] : undefined;
}

/** What makes an entry of a list itself and no other; nothing where only its position does. */
export function identityOf(list: string, entry: unknown): string | undefined {
  return typeof entry === 'object' && entry !== null ? keyedList(list)?.key(entry as Entry) : undefined;
}
