import { pathProblem } from '../pod/path';
import type { Finding, ValuePath } from '../errors';
import { isObjectName, type k8s } from '../kubernetes';
import { object, required, text, type TypedSchema } from '../schema/shape';

/**
 * A private certificate authority, for a GitHub Enterprise Server or a proxy that inspects TLS.
 *
 * @example { configMap: 'company-ca', key: 'ca.crt', runnerMountPath: '/usr/local/share/ca-certificates' }
 */
export interface PrivateCa {
  /** Name of a ConfigMap in the namespace of each runner set, and of the controller, that uses it. */
  readonly configMap: string;

  /** Key of the PEM certificate in the ConfigMap: a file name that ends in `.crt` or `.pem`. */
  readonly key: string;

  /**
   * Absolute path of the directory in runner and job containers in which the certificate is mounted. The Docker daemon
   * of mode `dind` then trusts the certificate too.
   *
   * @default - only the controller and the listeners trust the certificate
   */
  readonly runnerMountPath?: string;
}

/** Schema of {@link PrivateCa}. */
export const privateCaSchema: TypedSchema<PrivateCa> = object<PrivateCa>({
  configMap: required(text),
  key: required(text),
  runnerMountPath: text,
});

const VOLUME = 'github-server-tls-cert';

/** Returns findings about the names and paths of a certificate authority. */
export function privateCaFindings(ca: PrivateCa | undefined, path: ValuePath): Finding[] {
  if (ca === undefined) return [];
  const problem = ca.runnerMountPath === undefined ? undefined : pathProblem(ca.runnerMountPath);
  return [
    ...(isObjectName(ca.configMap)
      ? []
      : [
          {
            path: [...path, 'configMap'],
            message: `must be the name of a ConfigMap, got ${JSON.stringify(ca.configMap)}`,
          },
        ]),
    ...(/^[-._a-zA-Z0-9]{1,248}\.(crt|pem)$/.test(ca.key)
      ? []
      : [
          {
            path: [...path, 'key'],
            message: `must be a file name that ends in .crt or .pem, got ${JSON.stringify(ca.key)}`,
          },
        ]),
    ...(problem === undefined ? [] : [{ path: [...path, 'runnerMountPath'], message: problem }]),
  ];
}

/** Returns the volume with the certificate. */
export function caVolume(ca: PrivateCa): k8s.Volume {
  return { name: VOLUME, configMap: { name: ca.configMap, items: [{ key: ca.key, path: ca.key }] } };
}

/** Returns the mount for a runner or job container, and the variable by which Node.js programs trust it. */
export function stepsCa(
  ca: PrivateCa,
  runnerMountPath: string,
): { volumeMounts: k8s.VolumeMount[]; env: k8s.EnvVar[] } {
  const mountPath = `${runnerMountPath === '/' ? '' : runnerMountPath}/${ca.key}`;
  return {
    volumeMounts: [{ name: VOLUME, mountPath, subPath: ca.key, readOnly: true }],
    env: [{ name: 'NODE_EXTRA_CA_CERTS', value: mountPath }],
  };
}

/** Returns the mount in the directory whose certificates Go programs such as dockerd trust. */
export function daemonCa(ca: PrivateCa): k8s.VolumeMount {
  return { name: VOLUME, mountPath: `/etc/ssl/certs/${ca.key}`, subPath: ca.key, readOnly: true };
}
