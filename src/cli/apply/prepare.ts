import { PropsError } from '../../errors';
import type { Kubectl } from '../kubectl/kubectl';
import type { Manifest, Project } from '../project';
import { controllerVerdict, type ControllerPlan, type LiveController, type NeededController } from './controller';
import { desiredState, managerOf, type Desired } from './desired';
import { observe, type Situation } from './observe';
import { makePlan, type Plan } from './plan';

/** Plans what applying a configuration would do to a cluster. Changes nothing. */
export async function preparePlan(kubectl: Kubectl, project: Project, name: string): Promise<Plan> {
  const desired = await desiredState(project, name);
  const needed = neededController(desired);
  let controller: ControllerPlan | undefined;
  const observed = await observe(kubectl, desired, async ({ controllers }: Situation) => {
    controller = needed && (await planController(needed, desired.controller, controllers));
    return controller?.manifests ?? [];
  });
  return makePlan(desired, observed, controller);
}

async function planController(
  needed: NeededController,
  declared: readonly Manifest[],
  live: readonly LiveController[],
): Promise<ControllerPlan> {
  const deployment = declared.find(({ kind }) => kind === 'Deployment')?.metadata;
  // One that the configuration installs is ours, also where somebody has applied dist/ by hand before.
  const claimed = live.map(controller =>
    controller.name === deployment?.name && controller.namespace === deployment.namespace
      ? { ...controller, ours: true }
      : controller,
  );
  const verdict = controllerVerdict(needed, claimed);
  if (verdict.type === 'use' || verdict.type === 'refuse') return { verdict, manifests: [] };
  if (deployment)
    return {
      verdict,
      manifests: [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: deployment.namespace as string } },
        ...declared,
      ],
    };
  const { controllerManifests } = await import('./controller-manifests');
  try {
    return { verdict, manifests: controllerManifests(needed.version, needed.account) };
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return {
      verdict: {
        type: 'refuse',
        message: `deskrun cannot install a controller of ARC ${needed.version}; install it with helm, or write an arcVersion that it can: ${error.message}`,
      },
      manifests: [],
    };
  }
}

function neededController({ sets, arcVersion }: Desired): NeededController | undefined {
  const account = [...sets.values()].map(managerOf).find(manager => manager !== undefined);
  return (
    account && {
      version: arcVersion,
      account,
      namespaces: [...new Set([...sets.keys()].map(set => set.split('/')[0] as string))],
    }
  );
}
