/** A value for a key that changes the manifests, and the configuration in which it does. */
export interface KeySample {
  /** Further keys of the runner set. @default - none */
  readonly runner?: object;

  /** Further keys of the file. @default - none */
  readonly file?: object;
  readonly value?: unknown;
}

/** Returns a configuration that has a value at a certain key. */
export type SampleAt = (value: unknown) => Pick<KeySample, 'runner' | 'file'>;

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
