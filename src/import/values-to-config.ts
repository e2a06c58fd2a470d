import type { DeskrunConfig } from '../config/config';
import type * as ImportModule from './import-releases';
import type { NotCarried } from './not-carried';
import type { HelmReleases } from './releases';

/** The result of {@link valuesToProps}: a configuration as data. */
export interface ImportedProps {
  /** A valid configuration. `runners` is empty if no runner set could be imported. */
  readonly config: DeskrunConfig;

  /** Values that the configuration omits or changes, sorted by file and line. */
  readonly notCarried: readonly NotCarried[];
}

/** The result of {@link valuesToConfig}: a configuration as the text of a file. */
export interface ImportedConfig {
  /** The text of a `deskrun.yaml`, with comments. */
  readonly config: string;

  /** Number of runner sets in the configuration. */
  readonly runners: number;

  /** Values that the configuration omits or changes, sorted by file and line. */
  readonly notCarried: readonly NotCarried[];
}

/**
 * Converts values of ARC's helm charts to a configuration that creates the same objects, as data.
 * Every value that the configuration omits or changes is in `notCarried`. Credentials are never imported.
 *
 * @throws ConfigFileError if a text is not valid YAML or not a map of values
 * @throws PropsError if `arcVersion` is not a supported version
 *
 * @example
 * const { config, notCarried } = valuesToProps({
 *   runnerSets: [{ text: readFileSync('values.yaml', 'utf8'), file: 'values.yaml', releaseName: 'docs' }],
 * });
 */
export function valuesToProps(releases: HelmReleases): ImportedProps {
  const { draft, notCarried } = importModule().importReleases(releases);
  return { config: draft.config(), notCarried };
}

/**
 * Converts values of ARC's helm charts to the text of a `deskrun.yaml` that creates the same objects.
 * Comments in the text explain choices that the values left open. Every value that the configuration omits or changes
 * is in `notCarried`. Credentials are never imported.
 *
 * @throws ConfigFileError if a text is not valid YAML or not a map of values
 * @throws PropsError if `arcVersion` is not a supported version
 *
 * @example
 * const { config, notCarried } = valuesToConfig({
 *   runnerSets: [{ text: readFileSync('values.yaml', 'utf8'), file: 'values.yaml', releaseName: 'docs' }],
 * });
 */
export function valuesToConfig(releases: HelmReleases): ImportedConfig {
  const { importReleases, writeConfig } = importModule();
  const { draft, notCarried } = importReleases(releases);
  return { config: writeConfig(draft, releases), runners: draft.runners.length, notCarried };
}

/** Loads the import and its YAML parser on demand, because most users of the library need neither. */
function importModule(): typeof ImportModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it for every user
  return require('./import-releases') as typeof ImportModule;
}
