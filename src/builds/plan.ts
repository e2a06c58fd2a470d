import { findingsElsewhere, refuse, type Finding } from '../errors';
import { podTemplateToJson, type k8s } from '../kubernetes';
import { podFindings } from '../pod/check';
import { composeOwned } from '../pod/compose';
import type { PodContribution } from '../pod/contribution';
import { placementFields } from '../runners/placement';
import { artifactsStep } from './artifacts-step';
import { cachesOf, cacheStep, lockLabels, lockTerms, shortHash } from './cache-step';
import { buildFindings } from './check-props';
import { commandStep } from './command-step';
import type { ContainerBuildProps } from './container-build-props';
import { devContainerStep } from './dev-container-step';
import type { DevContainer } from './devcontainer/dev-container';
import { VOLUMES, WORKSPACE } from './layout';
import { networkStep } from './network-step';
import { repoHash } from './repository';
import { servicesStep } from './services-step';
import { sourceStep } from './source-step';
import { workspaceStep } from './workspace-step';
import type { BuildCache, BuildContext } from './step';

/** The pod of a build and the scripts that its containers run, computed before any object is created. */
export interface BuildPlan {
  readonly template: k8s.PodTemplateSpec;
  readonly scripts: Readonly<Record<string, string>>;

  /** Name of the objects of this very build: `{name}-{hash}`. It changes with everything that the pod runs. */
  readonly revision: string;

  readonly repositoryHash: string;
  readonly caches: readonly BuildCache[];
}

/**
 * Computes the pod of a build, without side effects.
 *
 * @throws PropsError with every invalid prop and every conflict between props
 */
export function planBuild(
  props: ContainerBuildProps,
  name: string,
  kubernetesMinor: number,
  devContainer?: DevContainer,
): BuildPlan {
  const workspace = props.workspacePath ?? WORKSPACE;
  const findings = buildFindings(props, name, kubernetesMinor);
  const isRepository = findings.every(({ path }) => path[0] !== 'repository');
  const hash = isRepository ? repoHash(props.repository) : '';
  const { caches, findings: ofCaches } = cachesOf(props, hash, workspace);
  refuse([...findings, ...findingsElsewhere(ofCaches, findings.map(parent))]);

  const context: BuildContext = { props, name, repositoryHash: hash, workspace, caches, devContainer };
  // The order of the init containers.
  const steps = [
    workspaceStep,
    cacheStep,
    sourceStep,
    servicesStep,
    devContainerStep,
    artifactsStep,
    networkStep,
    commandStep,
  ].map(step => step(context));
  const contributions: PodContribution[] = [
    ...steps.flatMap(step => step.contributions),
    ...placementParts(context),
    ...(props.template ? [{ owner: ['template'], template: props.template, override: true }] : []),
  ];
  const { template, locate } = composeOwned(contributions);
  refuse(
    podFindings(podTemplateToJson(template), kubernetesMinor).map(finding => ({
      ...finding,
      path: locate(finding.path) ?? ['template', ...finding.path],
    })),
  );
  const scripts = Object.fromEntries(steps.flatMap(step => Object.entries(step.scripts ?? {})));
  const revision = `${name}-${shortHash(JSON.stringify([podTemplateToJson(template), scripts])).slice(0, 8)}`;
  return { template: withScripts(template, revision), scripts, revision, repositoryHash: hash, caches };
}

/** The entry of a list that a finding is about. */
function parent(finding: Finding): Finding {
  return { ...finding, path: finding.path.slice(0, 2) };
}

/** Sets the name of the ConfigMap with the scripts. */
function withScripts(template: k8s.PodTemplateSpec, configMap: string): k8s.PodTemplateSpec {
  const spec = template.spec as k8s.PodSpec;
  const volumes = spec.volumes?.map(volume =>
    volume.name === VOLUMES.scripts ? { ...volume, configMap: { ...volume.configMap, name: configMap } } : volume,
  );
  return { ...template, spec: { ...spec, volumes } };
}

/** Each field of the placement, with the terms that keep builds with the same exclusive cache apart. */
function placementParts({ props, caches }: BuildContext): PodContribution[] {
  const terms = lockTerms(caches);
  const { affinity } = props;
  const apart = affinity?.podAntiAffinity;
  const fields = placementFields({
    ...props,
    affinity:
      terms.length === 0
        ? affinity
        : {
            ...affinity,
            podAntiAffinity: {
              ...apart,
              requiredDuringSchedulingIgnoredDuringExecution: [
                ...(apart?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
                ...terms,
              ],
            },
          },
  });
  return [
    { owner: ['caches'], template: { metadata: { labels: lockLabels(caches) } } },
    ...Object.entries(fields).map(([field, value]) => ({ owner: [field], template: { spec: { [field]: value } } })),
  ];
}
