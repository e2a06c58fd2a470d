import { toYaml } from '../app/yaml';
import { refuse, type Finding } from '../errors';
import { hostPathFindings, kindMounts, unmounted, type HostPath, type KindMount } from './kind-mounts';
import { checkProps } from '../schema/props';
import { flag, list, object, required, text } from '../schema/shape';

/** Properties of a kind cluster. */
export interface KindClusterProps {
  /** Its name: lower-case letters, digits, `-` and `.`; kubectl's context is `kind-<name>`. @default 'deskrun' */
  readonly name?: string;

  /** What pods of the cluster mount of the machine: the caches, the Nix store, sockets. @default - nothing */
  readonly hostPaths?: readonly HostPath[];

  /** Image of the node, such as `kindest/node:v1.34.0`; best with its digest, as the release notes of kind list them. @default - the one that kind itself chooses */
  readonly image?: string;
}

/** kind's configuration of a cluster. @see https://kind.sigs.k8s.io/docs/user/configuration/ */
export interface KindConfig {
  readonly kind: 'Cluster';
  readonly apiVersion: 'kind.x-k8s.io/v1alpha4';
  readonly name: string;
  readonly nodes: readonly {
    readonly role: 'control-plane';
    readonly image?: string;
    readonly extraMounts?: readonly KindMount[];
  }[];
}

const propsSchema = object<KindClusterProps>({
  name: text,
  hostPaths: list(object<HostPath>({ path: required(text), readOnly: required(flag), type: text })),
  image: text,
});

/**
 * A cluster in one container of this machine, in which every directory that runners mount is the machine's own: without the mounts a
 * cache would land in the container, and be gone with it. Mounts cannot be changed later: a cluster that needs others is made again.
 *
 * It is no object of Kubernetes: give its YAML to `kind create cluster --config -`.
 */
export class KindCluster {
  readonly name: string;

  /** What the node has of the machine. */
  readonly mounts: readonly KindMount[];

  private readonly image?: string;

  /** @throws PropsError with everything that cannot be the name, the image or a mount of a cluster */
  constructor(given: KindClusterProps = {}) {
    const { props, findings } = checkProps(propsSchema, given);
    const { name = 'deskrun', hostPaths = [], image } = props;
    refuse([...findings, ...nameFindings(name), ...imageFindings(image), ...hostPathFindings(hostPaths)]);
    this.name = name;
    this.image = image;
    this.mounts = kindMounts(hostPaths);
  }

  /** The configuration, as data. */
  get config(): KindConfig {
    const { image } = this;
    return {
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      name: this.name,
      nodes: [
        {
          role: 'control-plane',
          ...(image !== undefined && { image }),
          ...(this.mounts.length > 0 && { extraMounts: this.mounts }),
        },
      ],
    };
  }

  /** The configuration, as a file. */
  toYaml(): string {
    return toYaml(this.config);
  }

  /**
   * Demands that every path is mounted, for a cluster that was configured by hand.
   *
   * @throws PropsError naming each path that pods would find in the node container instead
   */
  requireMounts(hostPaths: readonly HostPath[]): void {
    refuse(
      unmounted(hostPaths, this.mounts).map(path => ({
        path: ['hostPaths'],
        message: `${path} is mounted by a runner and not into the node: the cache would be the node container's own, and gone with it; add it`,
      })),
    );
  }
}

function nameFindings(name: string): Finding[] {
  return /^[a-z0-9][a-z0-9.-]{0,49}$/.test(name)
    ? []
    : [
        {
          path: ['name'],
          message: `must be lower-case letters, digits, - and ., starting with a letter or digit, at most 50 characters, got ${JSON.stringify(name)}`,
        },
      ];
}

function imageFindings(image: string | undefined): Finding[] {
  return image === undefined || /^[a-z0-9][-a-z0-9._/:]*(@sha256:[0-9a-f]{64})?$/.test(image)
    ? []
    : [{ path: ['image'], message: `must be an image such as kindest/node:v1.34.0, got ${JSON.stringify(image)}` }];
}
