import type { CommandSpec } from '../command';

/** The supported shells. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completion: CommandSpec = {
  name: 'completion',
  summary: 'print the shell completion script',
  positionals: ['<shell>'],
  completes: SHELLS,
  examples: [
    'source <(deskrun completion bash)',
    'deskrun completion zsh > ~/.zfunc/_deskrun',
    'deskrun completion fish > ~/.config/fish/completions/deskrun.fish',
  ],
};
