import type { ContainerModeType } from '../../modes/capabilities';
import { MODE_CAPABILITIES } from '../../modes/capabilities';
import { table } from '../output';
import { firstSentence, keysBelow, type Key } from './keys';
import { modeSummary } from './modes';

/** Lists all topics of `explain`, one line each. Keys below these keys are listed by the topics of these keys. */
export function topics(): string {
  const modes = Object.keys(MODE_CAPABILITIES) as ContainerModeType[];
  return [
    'Container modes:',
    table(modes.map(mode => [`  ${mode}`, modeSummary(mode)])),
    'Keys of deskrun.yaml:',
    table(keysBelow(undefined).map(row)),
    'Keys of a runner set, in the list runners:',
    table(keysBelow({ path: 'runners' }).map(row)),
    'To explain a topic, or a key of a key:',
    '  deskrun explain dind',
    '  deskrun explain maxRunners',
    '  deskrun explain controller.install',
    'To show the job pods of a runner set:',
    '  deskrun explain my-runner',
  ].join('\n');
}

function row({ path, schema }: Key): string[] {
  return [`  ${path.split('.').at(-1) as string}`, firstSentence(schema.description)];
}
