import { nearest } from '../../schema/nearest';
import type { CommandSpec, Run } from '../command';
import { COMMANDS } from '../commands';
import { bash } from '../completion/bash';
import { fish } from '../completion/fish';
import { zsh } from '../completion/zsh';
import { SHELLS } from '../specs/completion';
import { UsageError } from '../usage-error';

const SCRIPTS: Record<(typeof SHELLS)[number], (specs: readonly CommandSpec[]) => string> = { bash, zsh, fish };

export const run: Run = ({ positionals: [shell = ''] }, io) => {
  const known = SHELLS.find(name => name === shell);
  if (known === undefined) {
    const meant = nearest(shell, SHELLS);
    throw new UsageError(
      `<shell> must be one of ${SHELLS.join(', ')}, got ${JSON.stringify(shell)}` +
        (meant === undefined ? '' : `; did you mean ${meant}?`),
    );
  }
  io.stdout.write(SCRIPTS[known](COMMANDS.map(({ spec }) => spec)));
  return Promise.resolve(0);
};
