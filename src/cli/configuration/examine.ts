import { noticesOf } from '../../app/notices';
import { examineConfig } from '../../config/build';
import { ManifestError, type Finding } from '../../errors';

/** What is wrong with a configuration, found without stopping at the first part that is. */
export interface Examination {
  readonly findings: readonly Finding[];

  /** What only the manifests show of those parts of the configuration that have no findings. */
  readonly problems: readonly string[];

  /** What works and should be known. */
  readonly notices: readonly string[];
}

/** Examines a configuration in the words of `deskrun.yaml`. */
export function examineValue(value: unknown): Examination {
  const { app, findings } = examineConfig(value);
  try {
    app.manifests();
    return { findings, problems: [], notices: noticesOf(app) };
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return { findings, problems: error.problems, notices: [] };
  }
}
