import { ContainerBuild } from '../../src/builds/container-build';
import type { ContainerBuildProps } from '../../src/builds/container-build-props';
import { DeskrunApp, PropsError, RunnerChart } from '../../src';
import { formatPath } from '../../src/errors';
import type { Manifest, PodManifest } from '../support/sets';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** The props that every build needs. */
export const web = {
  repository: 'https://github.com/owner/web',
  commit: COMMIT,
  image: 'docker.io/library/node:22.20.0',
  command: 'npm test',
};

/** Creates a build in an app of its own, and returns its manifests. */
export function synthBuild(props: Partial<ContainerBuildProps> = {}, kubernetesVersion?: string): Manifest[] {
  const app = new DeskrunApp({ kubernetesVersion });
  new ContainerBuild(new RunnerChart(app, 'builds', { namespace: 'builds' }), 'web', { ...web, ...props });
  return app.manifests();
}

/** The Job of a build. */
export function jobOf(props: Partial<ContainerBuildProps> = {}): Manifest {
  return synthBuild(props).find(({ kind }) => kind === 'Job');
}

/** The pod of a build. */
export function podOf(props: Partial<ContainerBuildProps> = {}): PodManifest {
  return jobOf(props).spec.template.spec as PodManifest;
}

/** A container of a pod. */
export function containerOf({ containers, initContainers = [] }: PodManifest, name: string): Manifest {
  const found = [...initContainers, ...containers].find(container => container.name === name);
  if (!found) throw new Error(`no container ${name}`);
  return found;
}

/** The scripts of a build, by file name. */
export function scriptsOf(props: Partial<ContainerBuildProps> = {}): Record<string, string> {
  return synthBuild(props).find(({ kind }) => kind === 'ConfigMap')?.data as Record<string, string>;
}

/** The findings with which props are refused, as `path: message`. */
export function refusals(props: object, kubernetesVersion?: string): string[] {
  try {
    synthBuild(props, kubernetesVersion);
  } catch (error) {
    if (error instanceof PropsError)
      return error.findings.map(({ path, message }) => `${formatPath(path)}: ${message}`);
    throw error;
  }
  return [];
}
