import type { ArcVersion } from '../app/versions';
import type { ContainerModeType } from '../modes/capabilities';

/**
 * The values of a helm release, with the name and namespace of the release. The text is one of these, or several
 * documents of them:
 *
 * - the values of an ARC chart, or of an umbrella chart that has the ARC charts as dependencies
 * - a Flux HelmRelease
 * - an Argo CD Application or ApplicationSet
 * - a helmfile
 * - a HelmChart of k3s or RKE2
 * - a List of such objects
 *
 * @example
 * { text: readFileSync('values.yaml', 'utf8'), file: 'values.yaml', releaseName: 'docs', namespace: 'arc-runners' }
 */
export interface ChartRelease {
  /** The text of the file, in YAML or JSON. */
  readonly text: string;

  /** Name of the file in messages. */
  readonly file: string;

  /**
   * Directory of the file. Values files that the text refers to are searched there, then in its parent directories.
   *
   * @default - values files that the text refers to are not read, and are reported
   */
  readonly directory?: string;

  /**
   * Name of the release. Ignored if the text contains several releases.
   *
   * @default - the name in the object that contains the values, such as a HelmRelease. For values without an object,
   * the values must set runnerScaleSetName; the controller's is `arc`
   */
  readonly releaseName?: string;

  /** Namespace of the release. A namespace in the text has precedence. @default 'default' */
  readonly namespace?: string;
}

/** A release of the gha-runner-scale-set chart. */
export interface RunnerSetChartRelease extends ChartRelease {
  /**
   * The mode of a set whose values set no mode.
   *
   * @default - the mode recognized in a handwritten pod in `template`, else `runner`, as with the chart
   */
  readonly containerMode?: ContainerModeType;
}

/**
 * The helm releases of ARC to convert to a configuration.
 *
 * @example
 * { runnerSets: [{ text: readFileSync('values.yaml', 'utf8'), file: 'values.yaml', releaseName: 'docs' }] }
 */
export interface HelmReleases {
  /** Releases of the gha-runner-scale-set chart. */
  readonly runnerSets: readonly RunnerSetChartRelease[];

  /**
   * The release of the gha-runner-scale-set-controller chart.
   *
   * @default - the controller found in `runnerSets`, else helm keeps managing the controller
   */
  readonly controller?: ChartRelease;

  /** Version of the charts. @default - the version in the files, else the default of `DeskrunApp` */
  readonly arcVersion?: ArcVersion;
}
