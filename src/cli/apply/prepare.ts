import { ARC_KINDS, RESOURCES } from '../doctor/kinds';
import { serves } from '../kubectl/api-resources';
import type { Kubectl } from '../kubectl/kubectl';
import { groupOf, identity } from '../kubectl/objects';
import type { Manifest, Project } from '../project';
import { controllerVerdict, type ControllerPlan, type NeededController } from './controller';
import { controllerParts } from './controller-parts';
import { desiredState, managerOf, type Desired } from './desired';
import { observe, type Situation } from './observe';
import { makePlan, type Plan } from './plan';

/** Plans applying a configuration to a cluster. Changes nothing. */
export async function preparePlan(kubectl: Kubectl, project: Project, name: string): Promise<Plan> {
  const desired = await desiredState(project, name);
  const needed = neededController(desired);
  let controller: ControllerPlan | undefined;
  const { resources, ...observed } = await observe(kubectl, desired, async (situation: Situation) => {
    controller = needed && (await planController(needed, desired, project, situation));
    return controller?.manifests ?? [];
  });
  const leftToFlux = desired.shared.filter(manifest => isKustomization(manifest) && !serves(resources, manifest));
  const applicable = { ...desired, shared: desired.shared.filter(manifest => !leftToFlux.includes(manifest)) };
  return { ...makePlan(applicable, observed, controller), leftToFlux: leftToFlux.map(identity) };
}

/** Reports whether an object is a Flux Kustomization, which a cluster without Flux does not need. */
function isKustomization(manifest: Manifest): boolean {
  return manifest.kind === 'Kustomization' && groupOf(manifest) === 'kustomize.toolkit.fluxcd.io';
}

async function planController(
  needed: NeededController,
  desired: Desired,
  project: Project,
  { controllers: live, resources }: Situation,
): Promise<ControllerPlan> {
  const declared = desired.controller;
  const deployment = declared.find(({ kind }) => kind === 'Deployment')?.metadata;
  // A controller that the configuration installs is managed by deskrun, even if dist/ was applied manually before.
  const claimed = live.map(controller =>
    controller.name === deployment?.name && controller.namespace === deployment.namespace
      ? { ...controller, isManaged: true }
      : controller,
  );
  const verdict = controllerVerdict(needed, claimed);
  if (verdict.type === 'use' || verdict.type === 'refuse') return { verdict, manifests: [] };
  if (deployment && !declared.some(({ kind }) => kind === 'CustomResourceDefinition')) {
    const missing = ARC_KINDS.map(kind => RESOURCES[kind]).filter(
      name => !resources.some(({ resource }) => resource === name),
    );
    if (missing.length > 0)
      return { verdict: { type: 'refuse', message: missingCrds(missing, needed.version) }, manifests: [] };
  }
  const parts = deployment ? declared : await expectedController(project);
  return { verdict, manifests: [...controllerNamespace(parts, desired), ...parts] };
}

/** The objects of the controller that a configuration without controller.install expects. */
async function expectedController(project: Project): Promise<Manifest[]> {
  const manifests = await project.controllerManifests();
  return manifests.filter(controllerParts(manifests));
}

/** The namespace of a controller, unless it is among the namespaces of the configuration. */
function controllerNamespace(controller: readonly Manifest[], { namespaces, impliedNamespaces }: Desired): Manifest[] {
  const name = controller.find(({ kind }) => kind === 'Deployment')?.metadata.namespace;
  return name === undefined || [...namespaces, ...impliedNamespaces].some(({ metadata }) => metadata.name === name)
    ? []
    : [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }];
}

function missingCrds(missing: readonly string[], version: string): string {
  return (
    `controller.install.crds is external, and the cluster has no CRD ${missing.join(', ')}; leave crds out, or ` +
    `apply upstream's config/crd/bases of tag gha-runner-scale-set-${version} with kubectl apply --server-side`
  );
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
