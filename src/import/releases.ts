import type { ContainerModeType } from '../modes/capabilities';

/** A `values.yaml`, and what helm is told beside it. */
export interface ChartRelease {
  /** The text of the `values.yaml`. */
  readonly text: string;

  /** What messages call it. */
  readonly file: string;

  /** Name of the release. @default - the values have to name the scale set; a controller's is `arc` */
  readonly releaseName?: string;

  /** Namespace of the release. @default 'default' */
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

  /** The version of the charts, which no values say. @default - that of every configuration that names none */
  readonly arcVersion?: string;
}
