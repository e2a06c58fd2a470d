import { MODE_CAPABILITIES, type ContainerModeType } from '../../modes/capabilities';
import { nearest } from '../../schema/nearest';
import type { Run } from '../command';
import { locate } from '../configuration/locate';
import { readConfig } from '../configuration/open';
import { topics } from '../explain/topics';
import { findKeys, KEYS } from '../explain/keys';
import { explainMode } from '../explain/modes';
import { UsageError } from '../usage-error';

export const run: Run = async (call, io) => {
  const [topic] = call.positionals;
  const print = (text: string) => io.stdout.write(`${text}\n`);
  if (topic === undefined) {
    print(topics());
    return 0;
  }
  if (Object.hasOwn(MODE_CAPABILITIES, topic)) {
    print(explainMode(topic as ContainerModeType));
    return 0;
  }
  const found = findKeys(topic);
  if (found.length > 0) {
    const { explainKey } = await import('../explain/key');
    print(found.map(explainKey).join('\n\n'));
    return 0;
  }
  const location = locate(call, io);
  const config = await readConfig(location, io);
  const names = config.runners.map(({ name }) => name);
  if (!names.includes(topic)) throw unknownTopicError(topic, names, location.shown);
  const { explainSet } = await import('../explain/set');
  print(await explainSet(topic, config));
  return 0;
};

function unknownTopicError(topic: string, names: readonly string[], file: string): UsageError {
  const meant = nearest(topic, [...Object.keys(MODE_CAPABILITIES), ...KEYS.map(({ name }) => name), ...names]);
  const hint = meant === undefined ? 'see deskrun explain and deskrun list' : `did you mean ${meant}?`;
  return new UsageError(
    `${JSON.stringify(topic)} is not a container mode, a key of deskrun.yaml or a runner set in ${file}; ${hint}`,
  );
}
