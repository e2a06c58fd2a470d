import { PropsError } from '../../errors';
import { serves } from '../kubectl/api-resources';
import type { Kubectl } from '../kubectl/kubectl';
import { groupOf, identity, keyOf } from '../kubectl/objects';
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
  const { resources, ...observed } = await observe(kubectl, desired, async ({ controllers }: Situation) => {
    controller = needed && (await planController(needed, desired.controller, controllers));
    // The dry run has one answer for each object: a bare namespace beside the one that is desired would hide it.
    const spokenOf = new Set([...desired.namespaces, ...desired.impliedNamespaces].map(keyOf));
    return (controller?.manifests ?? []).filter(
      manifest => manifest.kind !== 'Namespace' || !spokenOf.has(keyOf(manifest)),
    );
  });
  const leftToFlux = desired.shared.filter(manifest => isKustomization(manifest) && !serves(resources, manifest));
  const applicable = { ...desired, shared: desired.shared.filter(manifest => !leftToFlux.includes(manifest)) };
  return { ...makePlan(applicable, observed, controller), leftToFlux: leftToFlux.map(identity) };
}

/** Whether an object only tells Flux where the manifests are: a cluster without Flux runs them just as well. */
function isKustomization(manifest: Manifest): boolean {
  return manifest.kind === 'Kustomization' && groupOf(manifest) === 'kustomize.toolkit.fluxcd.io';
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
