import { chooseSets } from '../doctor/choose';
import { readCluster } from '../doctor/read-cluster';
import type { Run } from '../command';
import { printData } from '../output';
import { clusterStatus } from '../status/cluster-status';
import { screen } from '../status/screen';
import { watch } from '../status/watch';
import { UsageError } from '../usage-error';

export const run: Run = async (call, io) => {
  const { output = 'table', watch: repeated = false } = call.options;
  if (repeated && output !== 'table')
    throw new UsageError(`--watch prints a table and cannot be combined with -o ${String(output)}; remove one of them`);
  const status = async () => {
    const { facts, where, project } = await readCluster(call, io);
    return clusterStatus(where, facts, chooseSets(facts.scaleSets, call.positionals[0]), project);
  };
  if (repeated) await watch(async () => screen(await status()), io);
  else if (output === 'table') io.stdout.write(screen(await status()));
  else await printData(call, io, await status(), () => []);
  return 0;
};
