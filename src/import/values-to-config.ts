import type { DeskrunConfig } from '../config/config';
import type * as Importer from './importer';
import type { NotCarried } from './left';
import type { HelmReleases } from './releases';

/** What becomes of the values as data. */
export interface ImportedProps {
  /** A configuration that builds; without `runners` when none of the sets could be carried. */
  readonly config: DeskrunConfig;

  /** Whatever the configuration does not say as the values did, in the order of the files. */
  readonly notCarried: readonly NotCarried[];
}

/** What becomes of the values as a file. */
export interface ImportedConfig {
  /** The text of a `deskrun.yaml`. */
  readonly config: string;

  /** How many runner sets are in it. */
  readonly runners: number;

  /** As {@link ImportedProps.notCarried}. */
  readonly notCarried: readonly NotCarried[];
}

/**
 * The configuration that makes of ARC what helm makes of these values. Nothing is dropped in silence, and no credential is carried.
 *
 * @throws ConfigFileError for a text that is no YAML or no map of values; PropsError for a version of ARC that is none
 */
export function valuesToProps(releases: HelmReleases): ImportedProps {
  const { whole, notCarried } = importer().imported(releases);
  return { config: whole.config(), notCarried };
}

/**
 * As {@link valuesToProps}, written as a `deskrun.yaml` with comments where it says more than the values did.
 *
 * @throws ConfigFileError for a text that is no YAML or no map of values; PropsError for a version of ARC that is none
 */
export function valuesToConfig(releases: HelmReleases): ImportedConfig {
  const { imported, writeConfig } = importer();
  const { whole, notCarried } = imported(releases);
  return { config: writeConfig(whole, releases), runners: whole.runners.length, notCarried };
}

/** Read only when there is something to import: whoever writes runners by hand needs neither it nor the reader of YAML behind it. */
function importer(): typeof Importer {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it for every user of the library
  return require('./importer') as typeof Importer;
}
