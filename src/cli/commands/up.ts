import { applyPlan } from '../apply/apply-plan';
import { nameOf, timeoutSeconds } from '../apply/options';
import { preparePlan } from '../apply/prepare';
import { kindCluster, namedCluster } from '../cluster/connect';
import type { Run } from '../command';
import { openProject } from '../configuration/open';
import { ensureCluster } from '../kind/ensure-cluster';

export const run: Run = async (call, io) => {
  const waitSeconds = timeoutSeconds(call);
  const project = await openProject(call, io);
  const name = nameOf(call, project, io.cwd);
  const named = namedCluster(call, io);
  if (!named) await ensureCluster(project, io, waitSeconds);
  const kubectl = named ?? kindCluster(io, project.clusterName);
  return applyPlan(await preparePlan(kubectl, project, name), kubectl, call, io);
};
