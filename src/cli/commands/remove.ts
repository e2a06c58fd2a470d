import type { Run } from '../command';
import { changeConfig } from '../configuration/change';
import { homeFolder, locate } from '../configuration/locate';
import { unknownName } from '../configuration/names';
import { parseConfig } from '../configuration/open';
import { warnOfOtherFindings } from '../configuration/warn';
import { CredentialStore } from '../credentials/store';

export const run: Run = async (call, io) => {
  const [name = ''] = call.positionals;
  const location = locate(call, io);
  const store = new CredentialStore(homeFolder(io), location.path);
  const { after, examination } = await changeConfig(location, io, async before => {
    if (!before.names.includes(name)) throw unknownName(name, before, location);
    const secret = before.secretOf(name);
    const changed = await parseConfig(before.without(name), location);
    const isNeeded = changed.names.some(other => changed.secretOf(other) === secret);
    return {
      text: changed.text,
      result: { after: changed, examination: await changed.examine() },
      afterwards: () => {
        if (secret !== undefined && !isNeeded) store.remove(secret);
      },
    };
  });
  await warnOfOtherFindings(examination, after, location, io);
  io.stderr.write(`${name} is no longer in ${location.shown}; deskrun up deletes it from the cluster\n`);
  return 0;
};
