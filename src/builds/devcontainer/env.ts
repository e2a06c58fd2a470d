import { LOCAL_HOME, LOCAL_WORKSPACE } from './mounts';
import type { Place } from './report';
import type { EnvValue, Settings, SettingsReader } from './settings';

/** Adds an environment variable to a container. Reports an invalid name. */
export function addVariable(
  settings: Settings,
  name: string,
  value: EnvValue,
  place: Place,
  { report, workspaceFolder }: SettingsReader,
): void {
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name))
    return report.error(
      place,
      `the name of a variable has letters, digits, "_", "." and "-", and no digit first, got ${JSON.stringify(name)}`,
    );
  if (typeof value !== 'string' || ![LOCAL_HOME, LOCAL_WORKSPACE].some(folder => value.includes(folder)))
    return void settings.env.set(name, value);
  report.notice(place, `the value has a path of the developer's machine; the path in the container is used`);
  settings.env.set(name, value.replaceAll(LOCAL_WORKSPACE, workspaceFolder).replaceAll(LOCAL_HOME, '/root'));
}
