import { pathProblem } from '../pod/path';
import type { Finding, ValuePath } from '../errors';
import { isObjectName, type k8s } from '../kubernetes';
import { object, required, text, type TypedSchema } from '../schema/shape';

/** A certificate authority of one's own, for a GitHub Enterprise Server or behind a proxy that looks into TLS. */
export interface PrivateCa {
  /** Name of a ConfigMap in the namespace of whoever uses it. */
  readonly configMap: string;

  /** Its key with the certificate: PEM, in a file name that ends in `.crt` or `.pem`. */
  readonly key: string;

  /**
   * Directory of the runner and job containers in which the certificate is mounted; a Docker daemon beside them gets it too.
   *
   * @default - only the controller and the listener use it: the images have it already
   */
  readonly runnerMountPath?: string;
}

/** The names and types of a certificate authority. */
export const privateCaSchema: TypedSchema<PrivateCa> = object<PrivateCa>({
  configMap: required(text),
  key: required(text),
  runnerMountPath: text,
});

const VOLUME = 'github-server-tls-cert';

/** What is wrong with an authority. */
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

/** The volume that holds the certificate. */
export function caVolume(ca: PrivateCa): k8s.Volume {
  return { name: VOLUME, configMap: { name: ca.configMap, items: [{ key: ca.key, path: ca.key }] } };
}

/** The mount from which a runner or job container takes the certificate, and the variable that tells actions so. */
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

/** The mount from which a Go program, such as dockerd, takes the certificate beside those of its image. */
export function daemonCa(ca: PrivateCa): k8s.VolumeMount {
  return { name: VOLUME, mountPath: `/etc/ssl/certs/${ca.key}`, subPath: ca.key, readOnly: true };
}
