import type { ContainerModeType } from '../modes/capabilities';
import type { HostPath } from '../pod/host-paths';

/** The settings of a runner set that commands need without loading cdk8s. */
export interface RunnerSummary {
  readonly name: string;
  readonly repository: string;
  readonly mode: ContainerModeType;
  readonly minRunners?: number;
  readonly maxRunners?: number;
  readonly instances?: number;
  /** The name for `runs-on:` in workflows. @default - `name` */
  readonly runnerScaleSetName?: string;
  /** Name of the Secret with the GitHub credential. */
  readonly secret: string;
}

/** A Kubernetes object. */
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

/** The configuration of a command: `deskrun.yaml` if it exists, else `~/.deskrun/config.json`. */
export interface Project {
  /** Path of the file for messages. */
  readonly file: string;
  /** Name of the kind cluster, `deskrun` by default. */
  readonly clusterName: string;
  /** Node image of the kind cluster. @default - the default of kind */
  readonly clusterImage?: string;
  /** Namespace of the runner sets. */
  readonly namespace: string;
  readonly arcVersion: string;
  readonly runners: readonly RunnerSummary[];
  /** All objects of the configuration, in the order in which to apply them. Loads cdk8s. */
  manifests(): Promise<readonly Manifest[]>;
  /**
   * The objects of the controller that the configuration expects, for a cluster that has no controller. Loads cdk8s.
   */
  controllerManifests(): Promise<readonly Manifest[]>;
  /** The hostPath volumes of the runner pods. Loads cdk8s. */
  hostPaths(): Promise<readonly HostPath[]>;
  /** The data of a Secret that deskrun stores on this machine, or undefined if it stores none. Never log it. */
  credential(secret: string): Promise<{ readonly [key: string]: string } | undefined>;
}
