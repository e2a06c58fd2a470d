import { folderOf } from '../checkout';
import { pathFromCheckout } from '../mounts/mounts';

/** What a key of `features` names. */
export type FeatureReference =
  | { readonly kind: 'folder'; readonly id: string; /** Path in the checkout. */ readonly path: string }
  | {
      readonly kind: 'registry';
      readonly id: string;

      /** The repository, without a version: `ghcr.io/devcontainers/features/node`. */
      readonly resource: string;

      /** Tag or digest. */
      readonly version: string;
    }
  | { readonly kind: 'tarball'; readonly id: string; readonly url: string };

/** Features that were once part of the CLI, and where they are now. */
const MOVED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['aws-cli', 'azure-cli', 'desktop-lite', 'docker-from-docker', 'docker-in-docker', 'dotnet', 'git', 'git-lfs'],
      ...['github-cli', 'java', 'kubectl-helm-minikube', 'node', 'powershell', 'python', 'ruby', 'rust', 'sshd'],
      'terraform',
    ].map(id => [id, id]),
  ),
  golang: 'go',
  common: 'common-utils',
};

const REPOSITORY = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-][a-z0-9]+)*){2,}$/;

/**
 * Reads a key of `features`. Returns why it names none as a string.
 *
 * @param file path of devcontainer.json, which local features are relative to
 */
export function featureReference(written: string, file: string): FeatureReference | string {
  if (/^(\.{1,2})?\//.test(written)) return localFeature(written, file);
  if (written.startsWith('https://')) {
    const [, id] = /\/devcontainer-feature-([\w-]+)\.tgz$/.exec(written) ?? [];
    return id === undefined
      ? 'the name of the file must be devcontainer-feature-NAME.tgz'
      : { kind: 'tarball', id, url: written };
  }
  const moved = Object.hasOwn(MOVED, written) ? `ghcr.io/devcontainers/features/${MOVED[written]}:1` : written;
  if (!moved.includes('/'))
    return `is no feature; start the path of a local one with ./, and find others at https://containers.dev/features`;
  const [, resource = '', version = 'latest'] = /^(.*?)(?:@([^@]+)|:([^:/]+))?$/.exec(moved.toLowerCase()) ?? [];
  const tag = /:([^:/@]+)$/.exec(moved)?.[1];
  if (!REPOSITORY.test(resource))
    return 'must be the address of a feature such as ghcr.io/devcontainers/features/node:1';
  const known = resource.replace(/^([^/]+)\/devcontainers-contrib\//, '$1/devcontainers-extra/');
  return {
    kind: 'registry',
    id: known.split('/').at(-1) as string,
    resource: known,
    version: version.startsWith('sha256:') ? version : (tag ?? 'latest'),
  };
}

function localFeature(written: string, file: string): FeatureReference | string {
  const path = written.startsWith('/') ? undefined : pathFromCheckout(written, folderOf(file));
  if (!path?.startsWith('.devcontainer/')) return 'a local feature must be a folder in .devcontainer';
  return { kind: 'folder', id: path.split('/').at(-1) as string, path };
}

/** Reports whether a feature gives the container a Docker daemon, or the socket of one. */
export function isDockerFeature({ id }: FeatureReference): boolean {
  return ['docker-in-docker', 'docker-outside-of-docker', 'docker-from-docker'].includes(id);
}
