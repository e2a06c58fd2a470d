import type { ValuePath } from '../errors';
import { EXTENSION_PREFIX, JOB_CONTAINER } from '../hooks/versions';
import type { k8s } from '../kubernetes';
import { RUNNER_CONTAINER, type ContainerPlace } from '../modes/mode';
import type { PodContribution } from '../pod/contribution';
import { caVolume, daemonCa, stepsCa, type PrivateCa } from './private-ca';
import { proxyEnv, type Proxy } from './proxy';

/** How the pods of a runner set connect to GitHub and other servers. */
export interface Egress {
  readonly proxy?: Proxy;
  readonly githubServerTls?: PrivateCa;
}

/**
 * Returns the contributions of the proxy and the certificate authority to a runner pod. ARC sets the lower-case
 * variables in the container `runner` only, so a Docker daemon in another container gets both spellings.
 */
export function runnerEgress(
  { proxy, githubServerTls: ca }: Egress,
  daemon: ContainerPlace | undefined,
): PodContribution[] {
  const contributions: PodContribution[] = [];
  const add = (owner: ValuePath, place: ContainerPlace, container: object) =>
    contributions.push({ owner, template: { spec: { [place.list]: [{ name: place.name, ...container }] } } });
  const runner: ContainerPlace = { list: 'containers', name: RUNNER_CONTAINER };
  const separateDaemon = daemon && daemon.name !== RUNNER_CONTAINER ? daemon : undefined;

  if (proxy) add(['proxy'], runner, { env: proxyEnv(proxy, 'upper') });
  if (proxy && separateDaemon) add(['proxy'], separateDaemon, { env: proxyEnv(proxy, 'both') });
  if (ca?.runnerMountPath !== undefined) {
    const { volumeMounts, env } = stepsCa(ca, ca.runnerMountPath);
    contributions.push({ owner: ['githubServerTls'], template: { spec: { volumes: [caVolume(ca)] } } });
    // With the variable, the start script of the runner image adds the certificate to the trust store of the image.
    add(['githubServerTls'], runner, { volumeMounts, env: [...env, { name: 'RUNNER_UPDATE_CA_CERTS', value: '1' }] });
    if (separateDaemon) add(['githubServerTls'], separateDaemon, { volumeMounts: [daemonCa(ca)] });
  }
  return contributions;
}

/** Returns the parts of the controller's pod for the proxy and the certificate authority. */
export function controllerEgress({ proxy, githubServerTls: ca }: Egress): {
  env: k8s.EnvVar[];
  volumes: k8s.Volume[];
  volumeMounts: k8s.VolumeMount[];
} {
  return {
    env: proxyEnv(proxy, 'both'),
    volumes: ca ? [caVolume(ca)] : [],
    volumeMounts: ca ? [daemonCa(ca)] : [],
  };
}

/** Returns the contributions of the proxy and the certificate authority to job pods. */
export function jobEgress({ proxy, githubServerTls: ca }: Egress): PodContribution[] {
  const job = (container: object) => [{ name: EXTENSION_PREFIX + JOB_CONTAINER, ...container }];
  return [
    ...(proxy ? [{ owner: ['proxy'], template: { spec: { containers: job({ env: proxyEnv(proxy, 'both') }) } } }] : []),
    ...(ca?.runnerMountPath === undefined
      ? []
      : [
          {
            owner: ['githubServerTls'],
            template: { spec: { containers: job(stepsCa(ca, ca.runnerMountPath)), volumes: [caVolume(ca)] } },
          },
        ]),
  ];
}
