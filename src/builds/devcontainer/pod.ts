import type { ValuePath } from '../../errors';
import { podTemplateFromJson } from '../../kubernetes';
import { withoutUndefined } from '../../plain-object';
import type { PodContribution } from '../../pod/contribution';
import type { ComposeService } from './compose/services';
import { containerFields } from './container-fields';
import { containerScript, dependsOnContainer } from './script/container-script';
import type { DevContainer } from './dev-container';
import { filled, type Manifest } from './manifest';
import { PodVolumes } from './pod-volumes';
import { sidecar } from './service-container';
import type { PodSettings } from './settings';

/** What a pod adds to a container that was read from devcontainer.json. */
export interface DevContainerPodProps {
  /** Path of the prop that the container comes from. */
  readonly owner: ValuePath;

  /** Name of the container. */
  readonly name: string;

  /** Returns the volume, and the path in it, of a path of the checkout: `{ name: 'workspace', subPath: 'db' }`. */
  readonly checkout: (path: string) => Manifest;

  /** Returns the source of the volume of a named cache: `{ hostPath: { path: '/nvme/…' } }`. */
  readonly cache: (name: string) => Manifest;

  /** Returns the image of a service, which may have to be built. */
  readonly serviceImage: (service: ComposeService) => string;

  /** Resource name of GPUs. */
  readonly gpuResource: string;
}

/** The pod of a container: everything but its image, its command and its network. */
export function devContainerPod(container: DevContainer, props: DevContainerPodProps): PodContribution {
  const { settings, remoteEnv, workspaceFolder, services } = container;
  const volumes = new PodVolumes(props);
  const env = new Map(settings.env);
  for (const [name, value] of Object.entries(remoteEnv))
    if (value !== null && !dependsOnContainer(value)) env.set(name, value);
  const manifest = {
    name: props.name,
    workingDir: workspaceFolder,
    ...containerFields({ ...container, settings: { ...settings, env } }, volumes, props.gpuResource),
  };
  const sidecars = services.map(service => sidecar(service, props.serviceImage(service), volumes, props.gpuResource));
  const spec = {
    containers: [withoutUndefined(manifest)],
    initContainers: filled(sidecars),
    volumes: filled(volumes.volumes),
    ...podFields(settings.pod),
  };
  return { owner: props.owner, template: podTemplateFromJson({ spec: withoutUndefined(spec) }) };
}

/** The script that the container runs. */
export function devContainerScript(container: DevContainer, command: string, exitCodeFile?: string): string {
  const checkouts = [...container.settings.mounts.values()].filter(
    ({ kind, readOnly }) => kind === 'checkout' && !readOnly,
  );
  return containerScript({
    entrypoints: container.entrypoints,
    hooks: container.hooks,
    command,
    workspaceFolder: container.workspaceFolder,
    remoteEnv: container.remoteEnv,
    user: container.remoteUser,
    ownedFolders: checkouts.map(({ target }) => target),
    exitCodeFile,
  });
}

function podFields(pod: PodSettings): Manifest {
  const { hostAliases, dns, nodeSelector, sysctls, supplementalGroups, network: _, hostIpc, hostPid, ...fields } = pod;
  const addresses = [...new Set(hostAliases.values())];
  return withoutUndefined({
    ...fields,
    hostIPC: hostIpc,
    hostPID: hostPid,
    nodeSelector: filled(nodeSelector),
    hostAliases: filled(
      addresses.map(ip => ({
        ip,
        hostnames: [...hostAliases].filter(([, other]) => other === ip).map(([name]) => name),
      })),
    ),
    dnsPolicy: dns.nameservers.length > 0 ? 'None' : undefined,
    dnsConfig: filled(
      withoutUndefined({
        nameservers: filled(dns.nameservers),
        searches: filled(dns.searches),
        options: filled(dns.options),
      }),
    ),
    securityContext: filled(
      withoutUndefined({
        sysctls: filled([...sysctls].map(([name, value]) => ({ name, value }))),
        supplementalGroups: filled(supplementalGroups),
      }),
    ),
  });
}
