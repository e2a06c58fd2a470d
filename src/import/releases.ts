import type { ArcVersion } from '../app/versions';
import type { ContainerModeType } from '../modes/capabilities';

/**
 * A `values.yaml`, and what helm is told beside it. Also what holds values of one or several releases: the values of a chart around
 * the charts, a HelmRelease of Flux, an Application or ApplicationSet of Argo CD, a helmfile, a HelmChart of k3s, a List, several
 * documents of these.
 */
export interface ChartRelease {
  /** The text of the file. */
  readonly text: string;

  /** What messages call it. */
  readonly file: string;

  /** The directory of the file, from which files of values that it refers to are read. @default - they are not read */
  readonly directory?: string;

  /** Name of the release, for values alone. @default - the object's that holds the values, else the values have to name the scale set; a controller's is `arc` */
  readonly releaseName?: string;

  /** Namespace of the release, where no object says one. @default 'default' */
  readonly namespace?: string;
}

/** A release of the gha-runner-scale-set chart. */
export interface RunnerSetChartRelease extends ChartRelease {
  /**
   * The mode of a set whose values choose none.
   *
   * @default - the mode that a pod written by hand in `template` has every part of, else `runner`, as with the chart
   */
  readonly containerMode?: ContainerModeType;
}

/** What helm has installed of ARC. */
export interface HelmReleases {
  /** Releases of gha-runner-scale-set. */
  readonly runnerSets: readonly RunnerSetChartRelease[];

  /** The release of gha-runner-scale-set-controller. @default - the controller is left to helm */
  readonly controller?: ChartRelease;

  /** Version of the charts. @default - the version found in the files, or the default of `DeskrunApp` */
  readonly arcVersion?: ArcVersion;
}
