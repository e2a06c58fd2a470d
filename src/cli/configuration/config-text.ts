import type { DeskrunApp, DeskrunAppProps } from '../../app/deskrun-app';
import type { Finding } from '../../errors';
import type { RunnerSummary } from '../project';
import type { Examination } from './examine';
import type { RunnerRequest } from './runner-request';

/** The namespace of runner sets in a configuration that deskrun creates. */
export const NEW_NAMESPACE = 'arc-runners';

export type GitOpsTool = 'argocd' | 'flux' | 'kapp';

/** The text of a configuration, in a `deskrun.yaml` or a `config.json`. It does not read or write files. */
export interface ConfigText {
  readonly text: string;
  readonly clusterName: string;

  /** Node image of the kind cluster. @default - the default of kind */
  readonly clusterImage?: string;
  readonly namespace: string;
  readonly arcVersion: string;

  /** The GitOps tool that applies the manifests. @default - none: `kubectl apply` or `deskrun up` */
  readonly gitOps?: GitOpsTool;

  /** The runner sets that match the schema. */
  readonly runners: readonly RunnerSummary[];

  /** The names of all runner sets, also of those that do not match the schema. */
  readonly names: readonly string[];

  /** Findings against the schema, such as unknown keys and wrong types. */
  readonly formFindings: readonly Finding[];

  /** Parts of the file that deskrun ignores. */
  readonly notes: readonly string[];

  /** The name of a runner set's Secret, if it has one. */
  secretOf(name: string): string | undefined;

  /** The text with a runner set added or changed. */
  with(request: RunnerRequest): string;

  /** The text without the runner sets of this name. */
  without(name: string): string;

  /** The app of the configuration. Loads cdk8s. @throws ConfigFileError with all findings */
  app(props?: DeskrunAppProps): Promise<DeskrunApp>;

  /**
   * An app with the controller that the configuration expects, without runner sets. Loads cdk8s.
   *
   * @throws ConfigFileError with all findings
   */
  controllerApp(): Promise<DeskrunApp>;

  /** All findings, with paths of this file. Loads cdk8s. */
  examine(): Promise<Examination>;

  /** A line for each finding, with its position in the file. */
  linesOf(findings: readonly Finding[]): Promise<string[]>;

  /** The findings of a runner set that {@link with} adds or changes, with paths inside its entry of `deskrun.yaml`. */
  findingsOf(name: string, findings: readonly Finding[]): readonly Finding[];

  /** The credential in the file itself, as upstream deskrun stores it. Never log it. */
  inlineCredential(secret: string): { readonly [key: string]: string } | undefined;
}
