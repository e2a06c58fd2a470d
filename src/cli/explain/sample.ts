/** An example of a key: what stands around it, and a value that says something else than leaving it out. */
export interface Key {
  /** The rest of the file's one runner set, beside what every set needs. @default - nothing */
  readonly runner?: object;

  /** The rest of the file. @default - nothing */
  readonly file?: object;
  readonly value?: unknown;
}

/** Entries below a key, each in a file that has `base` at that key. */
export type Below = (base: unknown) => Pick<Key, 'runner' | 'file'>;

export const amounts = { memory: '2Gi' };
export const affinity = {
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] },
};
export const tolerations = [{ key: 'ci', operator: 'Exists' }];
export const topologySpreadConstraints = [
  {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { team: 'ci' } },
  },
];
export const vaultVolume = { name: 'vault', secret: { secretName: 'vault' } };
export const vaultMount = { name: 'vault', mountPath: '/vault' };
