import type { Syntax } from '../../../pod/rules/syntax';
import type { Place, Report } from '../report';
import type { Settings, SettingsReader } from '../settings';

/** An option of `docker run`, and what it does to a container of a pod. */
export interface DockerOption {
  /** The option in one letter: `e` for `-e`. */
  readonly short?: string;

  /** True for an option that has no value, such as `--init`. @default false */
  readonly flag?: boolean;

  apply(settings: Settings, value: string, place: Place, reader: SettingsReader): void;
}

export type DockerOptions = Readonly<Record<string, DockerOption>>;

/** Reports a value that does not have the format that Kubernetes requires. */
export function fits(syntax: Syntax, value: string, place: Place, report: Report): boolean {
  if (syntax.fits(value)) return true;
  report.error(place, `must ${syntax.must}, got ${JSON.stringify(value)}`);
  return false;
}

/** An option that a pod cannot have. */
export function refused(reason: string, option: Partial<DockerOption> = {}): DockerOption {
  return { ...option, apply: (_settings, _value, place, { report }) => report.error(place, reason) };
}

/** An option that changes nothing in a build, so that nothing is said. */
export function ignored(option: Partial<DockerOption> = {}): DockerOption {
  return { ...option, apply: () => undefined };
}

/** An option that is not carried into the pod, of which the user is told. */
export function dropped(reason: string, option: Partial<DockerOption> = {}): DockerOption {
  return { ...option, apply: (_settings, _value, place, { report }) => report.notice(place, `is ignored: ${reason}`) };
}
