import type { Run } from '../command';
import { chooseSets } from '../doctor/choose';
import { DIAGNOSES } from '../doctor/diagnoses';
import { concerning, examine, type Diagnosed } from '../doctor/examine';
import { readCluster } from '../doctor/read-cluster';
import { readFile } from '../doctor/read-file';
import { report, tally } from '../doctor/report';
import { printData } from '../output';
import { UsageError } from '../usage-error';

/** Prints what is wrong with a cluster. Exit code 0: nothing; 1: something. */
export const run: Run = async (call, io) => {
  const [name] = call.positionals;
  if (call.options.list) {
    if (name !== undefined || call.options.from !== undefined)
      throw new UsageError('--list reads no cluster: remove the name and --from');
    await printData(
      call,
      io,
      DIAGNOSES.map(({ id, title, upstream }) => ({ id, title, ...(upstream !== undefined && { upstream }) })),
      rows => rows.map(({ id, title }) => [id, title]),
    );
    return 0;
  }
  const { from, kubeconfig, context, config } = call.options;
  if (from !== undefined && [kubeconfig, context, config].some(option => option !== undefined))
    throw new UsageError('--from reads a file and no cluster: remove --config, --kubeconfig and --context');
  const facts = from === undefined ? (await readCluster(call, io)).facts : await readFile(String(from), io);
  const chosen = chooseSets(facts.scaleSets, name);
  const all = examine(facts);
  const findings =
    name === undefined
      ? all
      : concerning(
          all,
          chosen.map(({ id }) => id),
        );
  if (call.options.output === 'json' || call.options.output === 'yaml') await printData(call, io, findings, rowsOf);
  else if (findings.length > 0) io.stdout.write(`${report(findings)}\n`);
  io.stderr.write(
    `${tally(findings)}; examined ${chosen.length} runner ${chosen.length === 1 ? 'set' : 'sets'} with ` +
      `${DIAGNOSES.length} diagnoses\n`,
  );
  for (const note of facts.notes) io.stderr.write(`note: ${note}\n`);
  if (facts.refused.length > 0)
    io.stderr.write(`not examined, because you lack permission to read: ${facts.refused.join(', ')}\n`);
  return findings.length === 0 ? 0 : 1;
};

function rowsOf(findings: readonly Diagnosed[]): string[][] {
  return findings.map(({ severity, set = '', cause }) => [severity, set, cause]);
}
