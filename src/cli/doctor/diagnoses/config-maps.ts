import { perSet, type Diagnosis } from '../diagnosis';
import type { Facts } from '../facts';

/** Describes a ConfigMap, or keys of it, that do not exist; `undefined` where they do, or where this is not known. */
function absence(
  { objects, wasRead }: Facts,
  namespace: string,
  name: string,
  keys: readonly string[],
): string | undefined {
  const configMap = objects.ConfigMap.find(
    ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  );
  if (!configMap)
    return wasRead('ConfigMap', namespace) ? `namespace ${namespace} has no ConfigMap ${name}` : undefined;
  const present = Object.keys({ ...configMap.data, ...configMap.binaryData });
  const missing = keys.filter(key => !present.includes(key));
  return missing.length === 0
    ? undefined
    : `ConfigMap ${namespace}/${name} has no key ${missing.join(', ')}; its keys: ${present.join(', ') || 'none'}`;
}

export const caMissing: Diagnosis = {
  id: 'ca-missing',
  title: 'the ConfigMap with the private CA certificate of a runner set, or its key, does not exist',
  find: perSet(({ id, name, namespace, spec }, facts) => {
    const { name: configMap, key } = spec.githubServerTLS?.certificateFrom?.configMapKeyRef ?? {};
    const absent =
      configMap === undefined ? undefined : absence(facts, namespace, configMap, key === undefined ? [] : [key]);
    return absent === undefined
      ? []
      : [
          {
            severity: 'error',
            cause: `the private CA certificate of ${name} does not exist: the controller cannot connect to GitHub`,
            evidence: [
              `AutoscalingRunnerSet ${id} names ConfigMap ${configMap as string}, key ${key ?? '(none)'}; ${absent}`,
            ],
            remedy: [
              `kubectl create configmap ${configMap as string} --namespace ${namespace} ` +
                `--from-file=${key ?? 'ca.crt'}=ca.pem`,
            ],
          },
        ];
  }),
};

export const volumeSourceMissing: Diagnosis = {
  id: 'volume-source-missing',
  title: 'a runner pod mounts a ConfigMap that does not exist, such as the hook extension',
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
                ? `the hook extension of ${name} does not exist: its runner pods do not start, or every job fails`
                : `a ConfigMap that ${name} mounts does not exist: its runner pods do not start`,
              evidence: [`AutoscalingRunnerSet ${id} mounts it as volume ${volume}; ${absent}`],
              remedy: [
                isExtension
                  ? 'apply all manifests of the runner set again'
                  : `create ConfigMap ${configMap.name} in namespace ${namespace}`,
              ],
            },
          ];
    }),
  ),
};

export const extensionUnreadable: Diagnosis = {
  id: 'extension-unreadable',
  title: 'a hook extension is not valid YAML',
  find: perSet(({ name, namespace, extension }, { objects }) => {
    const text = objects.ConfigMap.find(
      ({ metadata }) => metadata.name === extension?.configMap && metadata.namespace === namespace,
    )?.data?.[extension?.key ?? ''];
    return text === undefined || extension?.pod
      ? []
      : [
          {
            severity: 'error',
            cause: `the container hook cannot read the hook extension of ${name}: every job with a container fails`,
            evidence: [
              `ConfigMap ${namespace}/${extension?.configMap as string}, key ${extension?.key as string}, ` +
                `${text.trim() === '' ? 'is empty' : 'is not a YAML map'}`,
            ],
            remedy: ['apply all manifests of the runner set again'],
          },
        ];
  }),
};

export const configMapDiagnoses = [caMissing, volumeSourceMissing, extensionUnreadable];
