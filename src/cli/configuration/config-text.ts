import type { DeskrunApp, DeskrunAppProps } from '../../app/deskrun-app';
import type { Finding } from '../../errors';
import type { RunnerSummary } from '../project';
import type { RunnerRequest } from './runner-request';

/** Where runner sets live when a configuration that `deskrun` begins says nothing else. */
export const NEW_NAMESPACE = 'arc-runners';

/** A configuration as it stands in a file of either kind. Everything here is about texts: nothing reads or writes a file. */
export interface ConfigText {
  readonly text: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly arcVersion: string;
  readonly runners: readonly RunnerSummary[];

  /** The text with one more runner set, or one changed. */
  with(request: RunnerRequest): string;

  /** The text without a runner set. */
  without(name: string): string;

  /** The app it describes. Loads cdk8s. @throws ConfigFileError for all that cannot work */
  app(props?: DeskrunAppProps): Promise<DeskrunApp>;

  /** Findings about the runner set that {@link with} adds or changes, their paths inside its entry, in the words of `deskrun.yaml`. */
  findingsOf(name: string, findings: readonly Finding[]): readonly Finding[];

  /** The credential that stands in the file itself, as old ones do. Never to be logged. */
  inlineCredential(secret: string): { readonly [key: string]: string } | undefined;
}

/** The app of a configuration whose last runner set was removed: it writes nothing, and takes away what was written before. */
export async function emptyApp(props: DeskrunAppProps): Promise<DeskrunApp> {
  const { DeskrunApp: App } = await import('../../app/deskrun-app');
  return new App(props);
}
