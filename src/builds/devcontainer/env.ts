import { VARIABLE } from '../../pod/rules/syntax';
import { LOCAL_HOME, LOCAL_WORKSPACE } from './mounts/mounts';
import type { Place, Report } from './report';
import type { EnvValue, Settings, SettingsReader } from './settings';

/** Reports a name that no environment variable of a pod can have. */
export function isVariableName(name: string, place: Place, report: Report): boolean {
  if (VARIABLE.fits(name)) return true;
  report.error(
    place,
    `the name of a variable has letters, digits, "_", "." and "-", and no digit first, got ${JSON.stringify(name)}`,
  );
  return false;
}

/** Adds an environment variable to a container. Reports an invalid name. */
export function addVariable(
  settings: Settings,
  name: string,
  value: EnvValue,
  place: Place,
  { report, workspaceFolder }: SettingsReader,
): void {
  if (!isVariableName(name, place, report)) return;
  if (typeof value !== 'string' || ![LOCAL_HOME, LOCAL_WORKSPACE].some(folder => value.includes(folder)))
    return void settings.env.set(name, value);
  report.notice(place, `the value has a path of the developer's machine; the path in the container is used`);
  settings.env.set(name, value.replaceAll(LOCAL_WORKSPACE, workspaceFolder).replaceAll(LOCAL_HOME, '/root'));
}
