import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const explain: CommandSpec = {
  name: 'explain',
  summary: "say what a mode grants and costs, where a key of deskrun.yaml ends up, or what a runner set's job pods are",
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
