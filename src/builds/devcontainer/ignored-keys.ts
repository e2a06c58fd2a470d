import type { DevContainerOptions } from './dev-container';
import type { MergedConfig } from './merge';
import { inside, type Place, type Report } from './report';
import type { WrittenConfig } from './written-config';

/** Tells which keys change nothing in a build. */
export function noticeIgnoredKeys(
  config: WrittenConfig,
  { overrideCommand, userEnvProbe, updateRemoteUserUID }: MergedConfig,
  { localEnv, secretEnv }: DevContainerOptions,
  top: Place,
  report: Report,
): void {
  if (overrideCommand?.value === false && config.dockerComposeFile === undefined)
    report.notice(overrideCommand.place, 'is ignored: the build runs its own command, not that of the image');
  if (userEnvProbe && userEnvProbe.value !== 'none')
    report.notice(
      userEnvProbe.place,
      'is ignored: a build does not read the profile of a user; write variables in remoteEnv',
    );
  if (updateRemoteUserUID?.value === true)
    report.notice(updateRemoteUserUID.place, 'is ignored: the checkout is given to the user instead');
  const known = { ...localEnv, ...secretEnv };
  for (const name of Object.keys(config.secrets ?? {}))
    if (!Object.hasOwn(known, name))
      report.notice(inside(top, 'secrets', name), 'is not given; give it in secretEnv if the build needs it');
}
