import { Construct, type IConstruct } from 'constructs';
import { toYaml } from '../app/yaml';
import { refuse, type Finding } from '../errors';
import { mergeHostPaths, type HostPath } from '../pod/host-paths';
import { checkProps } from '../schema/props';
import { flag, instanceOf, list, object, required, text } from '../schema/shape';
import { kindMountProblem, kindMounts, unmounted, type KindMount } from './kind-mounts';
import { workloadHostPaths } from './workload-host-paths';

/** Props of a {@link KindCluster}. @example { name: 'ci', workloads: [app] } */
export interface KindClusterProps {
  /**
   * Name of the cluster: lower-case letters, digits, `-` and `.`, at most 50 characters. The kubectl context is
   * `kind-<name>`.
   *
   * @default 'deskrun'
   */
  readonly name?: string;

  /**
   * Constructs whose pods run in the cluster: runner sets, charts or the whole app. Every path of the node that their
   * pods mount becomes a mount of the kind node.
   *
   * @default - only `hostPaths` are mounted
   * @example
   * new KindCluster({ workloads: [app] });
   */
  readonly workloads?: readonly IConstruct[];

  /**
   * Further paths of this machine to mount into the node, for pods that are not part of `workloads`.
   *
   * @default - none
   * @example
   * [{ path: '/nvme/npm', readOnly: false }]
   */
  readonly hostPaths?: readonly HostPath[];

  /**
   * Image of the node, such as `kindest/node:v1.34.0`. The release notes of kind list the images with their digests.
   *
   * @default - the default image of the installed kind
   * @see https://github.com/kubernetes-sigs/kind/releases
   */
  readonly image?: string;
}

/** Configuration of a kind cluster. @see https://kind.sigs.k8s.io/docs/user/configuration/ */
export interface KindConfig {
  /** Kind of the configuration. */
  readonly kind: 'Cluster';

  /** Version of the configuration format. */
  readonly apiVersion: 'kind.x-k8s.io/v1alpha4';

  /** Name of the cluster. */
  readonly name: string;

  /** The only node, with its image and mounts. */
  readonly nodes: readonly {
    readonly role: 'control-plane';
    readonly image?: string;
    readonly extraMounts?: readonly KindMount[];
  }[];
}

const propsSchema = object<KindClusterProps>({
  name: text,
  workloads: list(
    instanceOf<IConstruct>('a construct, such as a RunnerSet, a chart or an app', value =>
      Construct.isConstruct(value),
    ),
  ),
  hostPaths: list(object<HostPath>({ path: required(text), readOnly: required(flag), type: text })),
  image: text,
});

/**
 * The configuration of a kind cluster whose node has the directories that runners mount. Without the mounts, a cache is
 * written inside the node container and is deleted with it. kind cannot change the mounts of an existing cluster:
 * recreate the cluster to change them.
 *
 * It is not a Kubernetes object. Pass its YAML to `kind create cluster --config -`.
 *
 * @example
 * process.stdout.write(new KindCluster({ workloads: [app] }).toYaml());
 */
export class KindCluster {
  /** Name of the cluster. */
  readonly name: string;

  private readonly workloads: readonly IConstruct[];
  private readonly hostPaths: readonly HostPath[];
  private readonly image?: string;

  /** @throws PropsError with every invalid name, image and mount */
  constructor(props: KindClusterProps = {}) {
    const { props: checked, findings } = checkProps(propsSchema, props);
    const { name = 'deskrun', workloads = [], hostPaths = [], image } = checked;
    this.name = name;
    this.workloads = [...workloads];
    this.hostPaths = [...hostPaths];
    this.image = image;
    refuse([...findings, ...clusterNameFindings(name), ...imageFindings(image), ...this.mountFindings()]);
  }

  /**
   * The paths of this machine that are mounted into the node, each under the same path. They are read from `workloads`
   * at each call, so that runner sets added later count.
   *
   * @throws PropsError when a path cannot be mounted into a kind node
   */
  get mounts(): readonly KindMount[] {
    refuse(this.mountFindings());
    return kindMounts(mergeHostPaths([...this.hostPaths, ...this.workloads.flatMap(workloadHostPaths)]));
  }

  /** The configuration as data. @throws PropsError when a path cannot be mounted into a kind node */
  get config(): KindConfig {
    const { image, mounts } = this;
    return {
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      name: this.name,
      nodes: [
        {
          role: 'control-plane',
          ...(image !== undefined && { image }),
          ...(mounts.length > 0 && { extraMounts: mounts }),
        },
      ],
    };
  }

  /** The configuration as YAML. @throws PropsError when a path cannot be mounted into a kind node */
  toYaml(): string {
    return toYaml(this.config);
  }

  /**
   * Checks that the node has a mount for every path, for clusters whose `hostPaths` are listed manually.
   *
   * @throws PropsError with each path that is not mounted
   */
  requireMounts(hostPaths: readonly HostPath[]): void {
    refuse(
      unmounted(hostPaths, this.mounts).map(path => ({
        path: ['hostPaths'],
        message:
          `${path} is mounted by a runner but not into the node, so the cache is lost with the node container; ` +
          'add it to hostPaths',
      })),
    );
  }

  private mountFindings(): Finding[] {
    return [
      ...this.hostPaths.flatMap(({ path }, index) => problemAt(['hostPaths', index], path)),
      ...this.workloads.flatMap((workload, index) =>
        workloadHostPaths(workload).flatMap(({ path }) => problemAt(['workloads', index], path)),
      ),
    ];
  }
}

function problemAt(path: Finding['path'], hostPath: string): Finding[] {
  const message = kindMountProblem(hostPath);
  return message === undefined ? [] : [{ path, message }];
}

function clusterNameFindings(name: string): Finding[] {
  return /^[a-z0-9][a-z0-9.-]{0,49}$/.test(name)
    ? []
    : [
        {
          path: ['name'],
          message:
            'must be lower-case letters, digits, - and ., start with a letter or digit, and have at most ' +
            `50 characters, got ${JSON.stringify(name)}`,
        },
      ];
}

function imageFindings(image: string | undefined): Finding[] {
  return image === undefined || /^[a-z0-9][-a-z0-9._/:]*(@sha256:[0-9a-f]{64})?$/.test(image)
    ? []
    : [{ path: ['image'], message: `must be an image such as kindest/node:v1.34.0, got ${JSON.stringify(image)}` }];
}
