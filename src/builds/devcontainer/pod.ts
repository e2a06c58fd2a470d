import type { ValuePath } from '../../errors';
import { podTemplateFromJson } from '../../kubernetes';
import { withoutUndefined } from '../../plain-object';
import type { PodContribution } from '../../pod/contribution';
import { containerScript, dependsOnContainer } from './container-script';
import type { DevContainer } from './read';
import type { ContainerMount, EnvValue, PodSettings, Settings } from './settings';

type Manifest = Readonly<Record<string, unknown>>;

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

  /** Resource name of GPUs. */
  readonly gpuResource: string;
}

/** The pod of a container: everything but the image, the command and the network. */
export function devContainerPod(container: DevContainer, props: DevContainerPodProps): PodContribution {
  const { settings, remoteEnv, runAs, workspaceFolder } = container;
  const volumes = new Volumes(props);
  const env = new Map(settings.env);
  for (const [name, value] of Object.entries(remoteEnv))
    if (value !== null && !dependsOnContainer(value)) env.set(name, value);
  const manifest = {
    name: props.name,
    workingDir: workspaceFolder,
    env: variables(env),
    volumeMounts: volumes.mounts(settings.mounts.values()),
    securityContext: filled({ ...securityContext(settings), ...runAs }),
    resources: resources(settings, props.gpuResource),
  };
  const spec = {
    containers: [withoutUndefined(manifest)],
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
    hooks: container.hooks,
    command,
    workspaceFolder: container.workspaceFolder,
    remoteEnv: container.remoteEnv,
    user: container.remoteUser,
    ownedFolders: checkouts.map(({ target }) => target),
    exitCodeFile,
  });
}

/** The volumes of a pod. Mounts of the same cache share one. */
class Volumes {
  readonly volumes: Manifest[] = [];
  private readonly caches = new Map<string, string>();

  constructor(private readonly props: DevContainerPodProps) {}

  mounts(mounts: Iterable<ContainerMount>): Manifest[] | undefined {
    return filled([...mounts].map(mount => this.mount(mount)));
  }

  private mount(mount: ContainerMount): Manifest {
    return withoutUndefined({
      ...(mount.kind === 'checkout' ? this.props.checkout(mount.path) : { name: this.volumeOf(mount) }),
      mountPath: mount.target,
      readOnly: mount.readOnly || undefined,
    });
  }

  private volumeOf(mount: Exclude<ContainerMount, { kind: 'checkout' }>): string {
    switch (mount.kind) {
      case 'cache': {
        const known = this.caches.get(mount.name) ?? this.add('cache', this.props.cache(mount.name));
        this.caches.set(mount.name, known);
        return known;
      }
      case 'scratch':
        return this.add('scratch', { emptyDir: {} });
      case 'memory':
        return this.add('memory', {
          emptyDir: withoutUndefined({
            medium: 'Memory',
            sizeLimit: mount.size === undefined ? undefined : String(mount.size),
          }),
        });
      case 'node':
        return this.add('node', { hostPath: { path: mount.path } });
    }
  }

  private add(kind: string, source: Manifest): string {
    const name = `devcontainer-${kind}-${this.volumes.length}`;
    this.volumes.push({ name, ...source });
    return name;
  }
}

function variables(env: ReadonlyMap<string, EnvValue>): Manifest[] | undefined {
  return filled(
    [...env]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) =>
        typeof value === 'string'
          ? { name, value: withoutExpansion(value) }
          : { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } },
      ),
  );
}

/** Escapes what the kubelet would expand: `$(NAME)` and `$$`. */
function withoutExpansion(value: string): string {
  return value.replace(/\$(?=[$(])/g, '$$$$');
}

function securityContext({ security, capabilities }: Settings): Manifest {
  const { add, drop } = capabilities;
  const lists = withoutUndefined({ add: filled([...add].sort()), drop: filled([...drop].sort()) });
  return withoutUndefined({ ...security, capabilities: filled(lists) });
}

function resources({ requests, limits, gpus }: Settings, gpuResource: string): Manifest | undefined {
  const withGpus = gpus === 0 ? limits : { ...limits, [gpuResource]: String(gpus) };
  return filled(withoutUndefined({ requests: filled(requests), limits: filled(withGpus) }));
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

/** The value, or undefined if it is empty. */
function filled<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
