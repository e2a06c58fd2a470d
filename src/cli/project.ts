import type { ContainerModeType } from '../modes/capabilities';
import type { HostPath } from '../pod/host-paths';

/** What the configuration says of a runner set, read without loading cdk8s. */
export interface RunnerSummary {
  readonly name: string;
  readonly repository: string;
  readonly mode: ContainerModeType;
  readonly minRunners?: number;
  readonly maxRunners?: number;
  readonly instances?: number;
  /** What workflows write after `runs-on:` where it is not the name. */
  readonly runnerScaleSetName?: string;
  /** The Secret that holds the credential. */
  readonly secret: string;
}

/** An object for the API server. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: { readonly [name: string]: string };
    readonly annotations?: { readonly [name: string]: string };
  };
  readonly [field: string]: unknown;
}

/** The configuration that a command works on: `deskrun.yaml` where there is one, `~/.deskrun/config.json` otherwise. */
export interface Project {
  /** As messages name it. */
  readonly file: string;
  /** The kind cluster: `deskrun` unless the configuration says otherwise. */
  readonly clusterName: string;
  /** Image of its node. @default - the one that kind itself chooses */
  readonly clusterImage?: string;
  /** Where runner sets live. */
  readonly namespace: string;
  readonly arcVersion: string;
  readonly runners: readonly RunnerSummary[];
  /** Every object of the configuration, in the order to apply them. Loads cdk8s. */
  manifests(): Promise<readonly Manifest[]>;
  /** The objects of the controller that the configuration expects in the cluster, for a cluster without one. Loads cdk8s. */
  controllerManifests(): Promise<readonly Manifest[]>;
  /** Directories of the host that runner pods mount, as the composed pods name them. Loads cdk8s. */
  hostPaths(): Promise<readonly HostPath[]>;
  /** A Secret's data as `deskrun` keeps it, or nothing where the Secret is somebody else's to make. Never to be logged. */
  credential(secret: string): Promise<{ readonly [key: string]: string } | undefined>;
}
