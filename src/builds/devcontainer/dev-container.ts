import type { Checkout } from './checkout';
import type { ComposeService } from './compose/services';
import type { ImageSource } from './image/image-source';
import type { HookCommand } from './lifecycle';
import type { RemoteEnv } from './remote-env';
import type { PlacedFinding } from './report';
import type { Permissions, SecretKey, Settings } from './settings';
import type { RunAs, UserId } from './users';
import type { ImageMetadata } from './written-config';

/** What it takes to read a devcontainer.json file. */
export interface DevContainerOptions extends Permissions {
  /** Path of the file in the checkout: `.devcontainer/devcontainer.json`. */
  readonly file: string;

  readonly checkout: Checkout;

  /** Clone URL or name of the repository. Its last part names the folder of the checkout in the container. */
  readonly repository: string;

  /** Values of `${localEnv:NAME}`. @default - no variable has a value */
  readonly localEnv?: { readonly [name: string]: string };

  /** Keys of Secrets, for variables that are only `${localEnv:NAME}`. @default - none */
  readonly secretEnv?: { readonly [name: string]: SecretKey };

  /** Numbers of the image's users, by name. @default - `vscode`, `node` and `codespace` have 1000 */
  readonly userIds?: { readonly [name: string]: UserId };

  /** User of the image, or of the image that a Dockerfile starts from. @default 'root', where features are installed */
  readonly imageUser?: string;

  /** Content of the label `devcontainer.metadata` of the image. @default - assumed for well-known images */
  readonly imageMetadata?: readonly ImageMetadata[];

  /**
   * The caller has an image for the container, with its features. The features are not looked for, and what they add
   * to the container is taken from `imageMetadata` alone.
   *
   * @default false
   */
  readonly prebuilt?: boolean;

  /**
   * The files `devcontainer-feature.json` of the features in the lock file, by the `resolved` of their entries.
   *
   * @default - only features of the checkout can be installed
   */
  readonly featureMetadata?: { readonly [resolved: string]: unknown };

  /**
   * The pod has a Docker daemon, which the caller adds. Features and sockets that give the container one are left out.
   *
   * @default false
   */
  readonly providesDocker?: boolean;

  /** Number of GPUs, where the file requires any. @default 1 */
  readonly gpuCount?: number;
}

/** A container for a build, read from devcontainer.json. */
export interface DevContainer {
  /** Path of the file in the checkout. */
  readonly file: string;

  /** Where the image comes from. With features, it is built from a Dockerfile that installs them. */
  readonly image: ImageSource;

  /** Folder in which commands run. */
  readonly workspaceFolder: string;

  readonly settings: Settings;

  /** Containers that run beside it, in the order in which they start. */
  readonly services: readonly ComposeService[];

  /** Names of the features of its image. */
  readonly features: readonly string[];

  /** Number of the user that the container starts as. @default - the user of the image */
  readonly runAs?: RunAs;

  /** User of the lifecycle commands and of the build. @default - the user that the container starts as */
  readonly remoteUser?: string;

  /** Variables of the lifecycle commands and of the build. */
  readonly remoteEnv: RemoteEnv;

  /** Lines for a shell that run before everything else, as the user that the container starts as. */
  readonly entrypoints: readonly string[];

  /** Commands that run before the build. */
  readonly hooks: readonly HookCommand[];

  /** The file wants a Docker daemon, which `providesDocker` promises. */
  readonly needsDocker: boolean;

  /** What is ignored, assumed, or works differently in a pod. */
  readonly notices: readonly PlacedFinding[];
}
