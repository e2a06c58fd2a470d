import type { Run } from '../command';
import { openProject } from '../configuration/open';
import { printData } from '../output';
import type { RunnerSummary } from '../project';

export const run: Run = async (call, io) => {
  const { file, runners } = await openProject(call, io);
  if (runners.length === 0) io.stderr.write(`no runner sets in ${file}; to add one: deskrun add --help\n`);
  await printData(call, io, runners, rows);
  return 0;
};

function rows(runners: readonly RunnerSummary[]): string[][] {
  if (runners.length === 0) return [];
  return [
    ['NAME', 'MODE', 'INSTANCES', 'MIN', 'MAX', 'SECRET', 'REPOSITORY'],
    ...runners.map(({ name, mode, instances = 1, minRunners = 0, maxRunners = 'default', secret, repository }) => [
      name,
      mode,
      String(instances),
      String(minRunners),
      String(maxRunners),
      secret,
      repository,
    ]),
  ];
}
