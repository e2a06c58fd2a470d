import { noticesOf } from '../../app/notices';
import { examineConfig } from '../../config/build';
import { ManifestError, type Finding } from '../../errors';

/** All findings of a configuration. */
export interface Examination {
  readonly findings: readonly Finding[];

  /** Errors of the manifests, from the parts of the configuration that have no findings. */
  readonly problems: readonly string[];

  /** Notices about settings that work but need attention. */
  readonly notices: readonly string[];
}

/** Examines a configuration with the keys of `deskrun.yaml`. */
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
