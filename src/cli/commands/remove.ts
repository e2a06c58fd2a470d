import type { Run } from '../command';
import { changeConfig } from '../configuration/change';
import { homeFolder, locate } from '../configuration/locate';
import { unknownName } from '../configuration/names';
import { openProject } from '../configuration/open';
import { CredentialStore } from '../credentials/store';

export const run: Run = async (call, io) => {
  const [name = ''] = call.positionals;
  const location = locate(call, io);
  const secret = await changeConfig(location, config => {
    const removed = config.runners.find(runner => runner.name === name);
    if (!removed) throw unknownName(name, config, location);
    return Promise.resolve({ text: config.without(name), result: removed.secret });
  });
  const { runners } = await openProject(call, io);
  if (!runners.some(other => other.secret === secret)) new CredentialStore(homeFolder(io), location.path).remove(secret);
  io.stderr.write(`${name} is no longer in ${location.shown}; deskrun up takes it from the cluster\n`);
  return 0;
};
