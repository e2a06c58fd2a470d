import type { Run } from '../command';
import { changeConfig } from '../configuration/change';
import { homeFolder, locate } from '../configuration/locate';
import { unknownName } from '../configuration/names';
import { parseConfig } from '../configuration/open';
import { CredentialStore } from '../credentials/store';

export const run: Run = async (call, io) => {
  const [name = ''] = call.positionals;
  const location = locate(call, io);
  const store = new CredentialStore(homeFolder(io), location.path);
  await changeConfig(location, io, async before => {
    const removed = before.runners.find(runner => runner.name === name);
    if (!removed) throw unknownName(name, before, location);
    const { text, runners } = await parseConfig(before.without(name), location);
    const needed = runners.some(({ secret }) => secret === removed.secret);
    return {
      text,
      result: undefined,
      afterwards: () => {
        if (!needed) store.remove(removed.secret);
      },
    };
  });
  io.stderr.write(`${name} is no longer in ${location.shown}; deskrun up takes it from the cluster\n`);
  return 0;
};
