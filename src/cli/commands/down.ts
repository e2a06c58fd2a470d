import { applyPlan } from '../apply/apply-plan';
import { situationOf } from '../apply/observe';
import { nameOf } from '../apply/options';
import { presentSets, removalPlan, setsOfRunner } from '../apply/removal';
import { existingCluster } from '../cluster/connect';
import type { Run } from '../command';
import { openProject } from '../configuration/open';

export const run: Run = async (call, io) => {
  const project = await openProject(call, io);
  const kubectl = await existingCluster(call, io, project);
  if (!kubectl) {
    io.stderr.write(`kind cluster ${project.clusterName} does not exist, so it has no runner sets\n`);
    return 0;
  }
  const name = nameOf(call, project, io.cwd);
  const situation = await situationOf(kubectl, name);
  const [runner] = call.positionals;
  const present = presentSets(situation);
  const sets = runner === undefined ? present : setsOfRunner(runner, present, project.runners);
  if (sets.length === 0) {
    io.stderr.write(
      runner === undefined
        ? `configuration ${name} has no runner set in the cluster (${kubectl.where})\n`
        : `${runner} is not in the cluster (${kubectl.where})\n`,
    );
  }
  const code = await applyPlan(removalPlan(name, situation, sets), kubectl, call, io);
  if (code === 0)
    io.stderr.write(
      'the configuration, the controller and the cluster are kept; ' +
        `to restore ${runner ?? 'the runner sets'}: deskrun up\n`,
    );
  return code;
};
