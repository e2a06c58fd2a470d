import { arcVersionProblem } from '../app/versions';
import type { DeskrunConfig } from '../config/config';
import { refuse } from '../errors';
import { ControllerDraft } from './controller';
import { reportOf, type NotCarried } from './left';
import type { HelmReleases } from './releases';
import { RunnerDraft } from './runner-set';
import { settle } from './settle';
import { Whole } from './whole';
import { writeConfig } from './write';

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

  /** As {@link ImportedProps.notCarried}. */
  readonly notCarried: readonly NotCarried[];
}

/**
 * The configuration that makes of ARC what helm makes of these values. Nothing is dropped in silence, and no credential is carried.
 *
 * @throws ConfigFileError for a text that is no YAML or no map of values; PropsError for a version of ARC that is none
 */
export function valuesToProps(releases: HelmReleases): ImportedProps {
  const { whole, left } = imported(releases);
  return { config: whole.config(), notCarried: left };
}

/**
 * As {@link valuesToProps}, written as a `deskrun.yaml` with comments where it says more than the values did.
 *
 * @throws ConfigFileError for a text that is no YAML or no map of values; PropsError for a version of ARC that is none
 */
export function valuesToConfig(releases: HelmReleases): ImportedConfig {
  const { whole, left } = imported(releases);
  return { config: writeConfig(whole, releases), notCarried: left };
}

function imported({ runnerSets, controller, arcVersion }: HelmReleases): { readonly whole: Whole; readonly left: NotCarried[] } {
  const problem = arcVersion === undefined ? undefined : arcVersionProblem(arcVersion);
  refuse(problem === undefined ? [] : [{ path: ['arcVersion'], message: problem }]);
  const controllerDraft = controller && new ControllerDraft(controller);
  const runners = runnerSets.map(release => new RunnerDraft(release));
  const whole = new Whole(runners, controllerDraft, arcVersion);
  settle(whole);
  return { whole, left: reportOf([...runners, whole.file].flatMap(({ left }) => left)) };
}
