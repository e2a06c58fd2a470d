import { applyPlan } from '../apply/apply-plan';
import { nameOf, timeoutSeconds } from '../apply/options';
import { preparePlan } from '../apply/prepare';
import { kindCluster, namedCluster } from '../cluster/connect';
import type { Run } from '../command';
import { openProject } from '../configuration/open';
import { ensureCluster } from '../kind/ensure-cluster';
import { instanceNames } from '../../runners/naming';
import { isRunnerSet } from '../apply/set-objects';
import type { Project } from '../project';
import { workflowSnippet } from '../workflow-snippet';

export const run: Run = async (call, io) => {
  const waitSeconds = timeoutSeconds(call);
  const project = await openProject(call, io);
  const name = nameOf(call, project, io.cwd);
  const named = namedCluster(call, io);
  if (!named) await ensureCluster(project, io, waitSeconds);
  const kubectl = named ?? kindCluster(io, project.clusterName);
  const code = await applyPlan(await preparePlan(kubectl, project, name), kubectl, call, io);
  if (code === 0) io.stderr.write(await workflowText(project));
  return code;
};

const MAX_SNIPPETS = 3;

/** Workflow snippets for the first runner sets of a configuration. */
async function workflowText(project: Project): Promise<string> {
  const runsOn = new Map(
    (await project.manifests()).filter(isRunnerSet).map(({ metadata, spec }) => {
      const { runnerScaleSetName = metadata.name } = spec as { readonly runnerScaleSetName?: string };
      return [metadata.name, runnerScaleSetName];
    }),
  );
  const snippets = project.runners.slice(0, MAX_SNIPPETS).map(({ name, instances = 1, mode }) =>
    workflowSnippet(
      instanceNames(name, instances).map(set => runsOn.get(set) ?? set),
      mode,
    )
      .map(line => `  ${line}\n`)
      .join(''),
  );
  return snippets.length === 0 ? '' : `to run workflow jobs on them:\n${snippets.join('\n')}`;
}
