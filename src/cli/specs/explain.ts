import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const explain: CommandSpec = {
  name: 'explain',
  summary: 'explain a container mode, a key of deskrun.yaml, or the job pods of a runner set',
  positionals: ['[mode|key|set]'],
  completes: 'runner set',
  options: { config: CONFIG },
  examples: [
    'deskrun explain',
    'deskrun explain cached-privileged-kubernetes',
    'deskrun explain maxRunners',
    'deskrun explain cachePaths.perRunner',
    'deskrun explain my-runner',
  ],
};
