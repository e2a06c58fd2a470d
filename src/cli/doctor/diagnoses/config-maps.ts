import { perSet, type Diagnosis } from '../diagnosis';
import type { Facts } from '../facts';

/** What is wrong with a key of a ConfigMap that somebody needs, or nothing. */
function absence(
  { objects, looked }: Facts,
  namespace: string,
  name: string,
  keys: readonly string[],
): string | undefined {
  const configMap = objects.ConfigMap.find(
    ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  );
  if (!configMap) return looked('ConfigMap', namespace) ? `namespace ${namespace} has no ConfigMap ${name}` : undefined;
  const there = Object.keys({ ...configMap.data, ...configMap.binaryData });
  const missing = keys.filter(key => !there.includes(key));
  return missing.length === 0
    ? undefined
    : `ConfigMap ${namespace}/${name} has no key ${missing.join(', ')}, only ${there.join(', ') || 'none'}`;
}

export const caMissing: Diagnosis = {
  id: 'ca-missing',
  title: "a runner set whose private authority's ConfigMap, or its key, is not there",
  find: perSet(({ id, name, namespace, spec }, facts) => {
    const { name: configMap, key } = spec.githubServerTLS?.certificateFrom?.configMapKeyRef ?? {};
    const absent =
      configMap === undefined ? undefined : absence(facts, namespace, configMap, key === undefined ? [] : [key]);
    return absent === undefined
      ? []
      : [
          {
            severity: 'error',
            cause: `the certificate of ${name}'s private authority is not there: the controller cannot reach GitHub`,
            evidence: [
              `AutoscalingRunnerSet ${id} names ConfigMap ${configMap as string}, key ${key ?? 'none'}; ${absent}`,
            ],
            remedy: [
              `kubectl create configmap ${configMap as string} --namespace ${namespace} --from-file=${key ?? 'ca.crt'}=ca.pem`,
            ],
          },
        ];
  }),
};

export const volumeSourceMissing: Diagnosis = {
  id: 'volume-source-missing',
  title: 'a runner pod that mounts a ConfigMap, such as the hook extension, which is not there',
  find: perSet(({ id, name, namespace, pod, extension }, facts) =>
    (pod.volumes ?? []).flatMap(({ name: volume, configMap }) => {
      if (!configMap?.name || configMap.optional) return [];
      const isExtension = configMap.name === extension?.configMap;
      const absent = absence(facts, namespace, configMap.name, [
        ...(configMap.items ?? []).map(({ key }) => key),
        ...(isExtension ? [extension.key] : []),
      ]);
      return absent === undefined
        ? []
        : [
            {
              severity: 'error' as const,
              cause: isExtension
                ? `the hook extension of ${name} is not there: its runners wait for it, or fail every job`
                : `a ConfigMap that ${name} mounts is not there: its runners wait for it`,
              evidence: [`AutoscalingRunnerSet ${id} has it as volume ${volume}; ${absent}`],
              remedy: [
                isExtension
                  ? 'apply all manifests of the runner set again'
                  : `make ConfigMap ${configMap.name} in namespace ${namespace}`,
              ],
            },
          ];
    }),
  ),
};

export const extensionUnreadable: Diagnosis = {
  id: 'extension-unreadable',
  title: 'a hook extension that is not YAML',
  find: perSet(({ name, namespace, extension }, { objects }) => {
    const text = objects.ConfigMap.find(
      ({ metadata }) => metadata.name === extension?.configMap && metadata.namespace === namespace,
    )?.data?.[extension?.key ?? ''];
    return text === undefined || extension?.pod
      ? []
      : [
          {
            severity: 'error',
            cause: `the hook cannot read the extension of ${name}: every job with a container fails`,
            evidence: [
              `ConfigMap ${namespace}/${extension?.configMap as string}, key ${extension?.key as string}, is ${text.trim() === '' ? 'empty' : 'no YAML map'}`,
            ],
            remedy: ['apply all manifests of the runner set again'],
          },
        ];
  }),
};

export const configMapDiagnoses = [caMissing, volumeSourceMissing, extensionUnreadable];
