import type { DeskrunApp, DeskrunAppProps } from '../../app/deskrun-app';
import type { Finding } from '../../errors';
import type { RunnerSummary } from '../project';
import type { Examination } from './examine';
import type { RunnerRequest } from './runner-request';

/** Where runner sets live when a configuration that `deskrun` begins says nothing else. */
export const NEW_NAMESPACE = 'arc-runners';

export type GitOpsTool = 'argocd' | 'flux' | 'kapp';

/** A configuration as it stands in a file of either kind. Everything here is about texts: nothing reads or writes a file. */
export interface ConfigText {
  readonly text: string;
  readonly clusterName: string;

  /** Image of the kind cluster's node, where the configuration says one. */
  readonly clusterImage?: string;
  readonly namespace: string;
  readonly arcVersion: string;

  /** The GitOps tool that applies the manifests. @default - none: `kubectl apply` or `deskrun up` */
  readonly gitOps?: GitOpsTool;

  /** The runner sets that are of the right form. */
  readonly runners: readonly RunnerSummary[];

  /** The names of all runner sets, also of those that are not of the right form. */
  readonly names: readonly string[];

  /** What is not of the right form. */
  readonly formFindings: readonly Finding[];

  /** What stands in the file and deskrun does not act on. */
  readonly notes: readonly string[];

  /** The Secret that a runner set names, as far as it names one. */
  secretOf(name: string): string | undefined;

  /** The text with one more runner set, or one changed. */
  with(request: RunnerRequest): string;

  /** The text without the runner sets of a name. */
  without(name: string): string;

  /** The app it describes. Loads cdk8s. @throws ConfigFileError for all that cannot work */
  app(props?: DeskrunAppProps): Promise<DeskrunApp>;

  /** The app with the controller that it expects in the cluster, and without runner sets. Loads cdk8s. @throws ConfigFileError */
  controllerApp(): Promise<DeskrunApp>;

  /** What is wrong with it, in its own words. Loads cdk8s. */
  examine(): Promise<Examination>;

  /** A line for each finding, with its place in the file. */
  linesOf(findings: readonly Finding[]): Promise<string[]>;

  /** Findings about the runner set that {@link with} adds or changes, their paths inside its entry, in the words of `deskrun.yaml`. */
  findingsOf(name: string, findings: readonly Finding[]): readonly Finding[];

  /** The credential that stands in the file itself, as old ones do. Never to be logged. */
  inlineCredential(secret: string): { readonly [key: string]: string } | undefined;
}
