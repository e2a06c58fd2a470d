import type { BuildBaseProps } from './container-build-props';
import { buildBaseShape } from './container-build-shape';
import type { SecretKey } from './devcontainer/settings';
import type { UserId } from './devcontainer/users';
import { flag, list, mapOf, number, object, required, text, words, type TypedSchema } from '../schema/shape';

/**
 * Props of a {@link CinchProject}.
 *
 * @example
 * {
 *   checkout: '../web',
 *   repository: 'https://github.com/owner/web',
 *   commit: '0123456789abcdef0123456789abcdef01234567',
 * }
 */
export interface CinchProjectProps extends BuildBaseProps {
  /** Folder of this machine with the commit, from which `.cinch.yaml` and the files that it names are read. */
  readonly checkout: string;

  /** `release` runs the release command of the project, if it has one. @default 'build' */
  readonly event?: 'build' | 'release';

  /**
   * Image that was built from the Dockerfile of the project. Required for projects with a Dockerfile.
   *
   * @default - the image that the project names
   */
  readonly image?: string;

  /**
   * Image for a project that has no devcontainer.json and no Dockerfile, and names no image.
   *
   * @default 'docker.io/library/buildpack-deps:trixie-scm'
   */
  readonly fallbackImage?: string;

  /** Allows variables in `.cinch.yaml` that are named like secrets, such as `API_TOKEN`. @default false */
  readonly allowPlainSecrets?: boolean;

  /** Labels of the nodes for each entry of `workers`: `{ arm: { 'kubernetes.io/arch': 'arm64' } }`. @default - none */
  readonly workerNodes?: { readonly [worker: string]: { readonly [label: string]: string } };

  /** Values of `${localEnv:NAME}` in devcontainer.json. @default - no variable has a value */
  readonly localEnv?: { readonly [name: string]: string };

  /** Keys of Secrets for values in devcontainer.json that are only `${localEnv:NAME}`. @default - none */
  readonly secretEnv?: { readonly [name: string]: SecretKey };

  /** Numbers of users that devcontainer.json names. @default - `vscode`, `node` and `codespace` have 1000 */
  readonly userIds?: { readonly [name: string]: UserId };

  /** Allows `privileged` in devcontainer.json. @default false */
  readonly allowPrivileged?: boolean;

  /** Allows the process and IPC namespaces of the node in devcontainer.json. @default false */
  readonly allowHostNamespaces?: boolean;

  /** Directories of the node that devcontainer.json may mount, as absolute paths. @default - none */
  readonly allowHostPaths?: readonly string[];
}

/** Names and types of the props of a project. */
export const cinchProjectSchema: TypedSchema<CinchProjectProps> = object<CinchProjectProps>({
  ...buildBaseShape,
  checkout: required(text),
  event: words('build', 'release'),
  image: text,
  fallbackImage: text,
  allowPlainSecrets: flag,
  workerNodes: mapOf(mapOf(text)),
  localEnv: mapOf(text),
  secretEnv: mapOf(object<SecretKey>({ secret: required(text), key: required(text) })),
  userIds: mapOf(object<UserId>({ uid: required(number), gid: number })),
  allowPrivileged: flag,
  allowHostNamespaces: flag,
  allowHostPaths: list(text),
});
