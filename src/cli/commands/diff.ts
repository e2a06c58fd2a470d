import { readManifests } from '../apply/manifest-files';
import { nameOf } from '../apply/options';
import { preparePlan } from '../apply/prepare';
import { driftBetween } from '../apply/drift';
import type { Problem } from '../apply/plan';
import type { ObjectChange, SetPlan } from '../apply/set-plan';
import { changesText } from '../apply/show';
import { existingCluster } from '../cluster/connect';
import type { Call, Io, Run } from '../command';
import { openProject } from '../configuration/open';
import { printData } from '../output';
import type { Project } from '../project';
import { ToolError } from '../tool';
import { UsageError } from '../usage-error';

/** The changes that `up` would make, and the problems that would prevent them. */
interface Drift {
  readonly changes: readonly ObjectChange[];
  /** Runner sets that are recreated, even if their objects do not change. */
  readonly recreated: readonly Pick<SetPlan, 'set' | 'reason'>[];
  readonly problems: readonly Problem[];
}

export const run: Run = async (call, io) => {
  const project = await openProject(call, io);
  const drift = await driftOf(call, io, project);
  if (call.options.output === undefined || call.options.output === 'table') io.stdout.write(changesText(drift.changes));
  else await printData(call, io, drift, () => []);
  for (const { set, reason = '' } of drift.recreated) io.stderr.write(`${set} would be recreated: ${reason}\n`);
  for (const { subject, message } of drift.problems) io.stderr.write(`${subject}: ${message}\n`);
  if (drift.problems.length > 0) return 1;
  if (drift.changes.length > 0)
    io.stderr.write(`${drift.changes.length} ${drift.changes.length === 1 ? 'object' : 'objects'} would change\n`);
  const same = drift.changes.length === 0 && drift.recreated.length === 0;
  if (same) io.stderr.write('nothing would change\n');
  return same ? 0 : 3;
};

async function driftOf(call: Call, io: Io, project: Project): Promise<Drift> {
  const { against, kubeconfig, context } = call.options;
  if (against !== undefined) {
    if (kubeconfig !== undefined || context !== undefined)
      throw new UsageError(
        '--against compares with files, not with a cluster; remove --against, or --kubeconfig and --context',
      );
    return {
      changes: driftBetween(readManifests(String(against), io.cwd), await project.manifests()),
      recreated: [],
      problems: [],
    };
  }
  const kubectl = await existingCluster(call, io, project);
  if (!kubectl)
    throw new ToolError(
      `kind cluster ${project.clusterName} does not exist; ` +
        'create it with deskrun up, name another cluster with --context, or compare with files with --against',
    );
  const { controllerChanges, others, sets, problems } = await preparePlan(
    kubectl,
    project,
    nameOf(call, project, io.cwd),
  );
  return {
    changes: [...controllerChanges, ...others, ...sets.flatMap(({ changes }) => changes)],
    recreated: sets.filter(({ action }) => action === 'recreate').map(({ set, reason }) => ({ set, reason })),
    problems,
  };
}
