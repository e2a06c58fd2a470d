import type { CommandSpec } from '../command';

/** The shells that completion is written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completion: CommandSpec = {
  name: 'completion',
  summary: 'print what makes a shell complete deskrun commands',
  positionals: ['<shell>'],
  completes: SHELLS,
  examples: [
    'source <(deskrun completion bash)',
    'deskrun completion zsh > ~/.zfunc/_deskrun',
    'deskrun completion fish > ~/.config/fish/completions/deskrun.fish',
  ],
};
