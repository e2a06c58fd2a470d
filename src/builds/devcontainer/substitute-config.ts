import { LOCAL_HOME, LOCAL_WORKSPACE } from './mounts/mounts';
import { inside, type Place, type Report } from './report';
import { substitute, substituteEnv, type Variables } from './substitute';
import { HOOKS, type ImageMetadata, type WrittenConfig, type WrittenEnv } from './written-config';

/** Keys with paths of the machine that runs the container. */
const PATH_KEYS = ['mounts', 'workspaceMount', 'runArgs', 'context', 'dockerFile', 'dockerComposeFile'];

/** Keys that are text for a shell, which has variables of the same form. */
const SHELL_KEYS: readonly string[] = HOOKS;

/** Replaces the variables in the keys of devcontainer.json. `initializeCommand` stays, because it is not run. */
export function substituteConfig<T extends WrittenConfig | ImageMetadata>(
  config: T,
  variables: Variables,
  placeOf: (key: string) => Place,
  report: Report,
): T {
  const paths: Variables = {
    ...variables,
    localWorkspaceFolder: LOCAL_WORKSPACE,
    localEnv: { ...variables.localEnv, HOME: LOCAL_HOME, USERPROFILE: '' },
  };
  const entries = Object.entries(config as WrittenConfig).map(([key, value]: [string, unknown]) => {
    const place = placeOf(key);
    if (key === 'initializeCommand') return [key, value];
    if (key === 'containerEnv') return [key, substituteEnv(value as WrittenEnv, variables, place, report, 'nothing')];
    if (key === 'remoteEnv') return [key, substituteEnv(value as WrittenEnv, variables, place, report, 'container')];
    if (key === 'build') return [key, substituteBuild(value as object, variables, paths, place, report)];
    const used = PATH_KEYS.includes(key) ? paths : variables;
    return [key, substitute(value, used, place, report, SHELL_KEYS.includes(key) ? 'shell' : 'nothing')];
  });
  return Object.fromEntries(entries) as T;
}

function substituteBuild(build: object, variables: Variables, paths: Variables, place: Place, report: Report): object {
  return Object.fromEntries(
    Object.entries(build).map(([key, value]: [string, unknown]) => {
      const used = ['dockerfile', 'context'].includes(key) ? paths : variables;
      return [key, substitute(value, used, inside(place, key), report, 'nothing')];
    }),
  );
}
