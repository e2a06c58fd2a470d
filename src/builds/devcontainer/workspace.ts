import { pathProblem } from '../../pod/path';
import { dockerMount } from './mounts/mount-text';
import { addMount, LOCAL_WORKSPACE } from './mounts/mounts';
import { inside, type Place } from './report';
import type { Settings, SettingsReader } from './settings';
import type { WrittenConfig } from './written-config';

/** Folder of the container in which commands run. Without Compose, the checkout is mounted below /workspaces. */
export function workspaceFolderOf(config: WrittenConfig, repositoryName: string): string {
  return config.workspaceFolder || (config.dockerComposeFile === undefined ? `/workspaces/${repositoryName}` : '/');
}

/** Mounts the checkout as devcontainer.json says. An empty `workspaceMount` mounts nothing. */
export function mountWorkspace(settings: Settings, config: WrittenConfig, top: Place, reader: SettingsReader): void {
  const { workspaceMount } = config;
  const target = `/workspaces/${reader.repositoryName}`;
  if (workspaceMount === undefined)
    settings.mounts.set(target, { target, kind: 'checkout', path: '.', readOnly: false });
  else if (workspaceMount !== '') {
    const mount = dockerMount(workspaceMount);
    const place = inside(top, 'workspaceMount');
    if (mount.type === 'volume') reader.report.notice(place, 'the checkout is mounted in the place of the volume');
    addMount(
      settings,
      mount.type === 'volume' ? { ...mount, type: 'bind', source: LOCAL_WORKSPACE } : mount,
      place,
      reader,
    );
  }
}

/** Checks that the folder of the commands exists. */
export function checkWorkspaceFolder(
  folder: string,
  { mounts }: Settings,
  config: WrittenConfig,
  top: Place,
  { report }: SettingsReader,
): void {
  const place = inside(top, 'workspaceFolder');
  const problem = pathProblem(folder);
  if (problem !== undefined) return report.error(place, problem);
  const isMounted = [...mounts.keys()].some(target => folder === target || folder.startsWith(`${target}/`));
  if (isMounted) return;
  if (config.workspaceFolder === undefined && config.workspaceMount)
    report.error(
      inside(top, 'workspaceMount'),
      `mounts the checkout elsewhere than ${folder}, where commands run; set workspaceFolder to its target`,
    );
  else report.notice(place, `${folder} is outside of every mount: commands run in what the image has there`);
}
