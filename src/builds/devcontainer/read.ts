import { checkSettings } from './check-settings';
import { folderOf, type Checkout } from './checkout';
import { readCompose, type ComposeReading } from './compose/read-compose';
import type { ComposeService } from './compose/services';
import { applyConfig } from './config-settings';
import { dockerfileFacts, type DockerfileFacts } from './dockerfile';
import { imageSource, reportSeveralKinds, type ImageSource } from './image-source';
import { JsonSource } from './json-source';
import { assumedMetadata } from './known-images';
import { hookCommands, type HookCommand } from './lifecycle';
import { layerAt, layerOf, mergeLayers, type Layer, type MergedConfig } from './merge';
import { remoteEnvOf, type RemoteEnv } from './remote-env';
import { inside, Report, type Place, type PlacedFinding } from './report';
import { Settings, type Permissions, type SecretKey, type SettingsReader } from './settings';
import { devcontainerId, substituteText, type Variables } from './substitute';
import { substituteConfig } from './substitute-config';
import { isRoot, runAsOf, type RunAs, type UserId } from './users';
import { checkWorkspaceFolder, mountWorkspace, workspaceFolderOf } from './workspace';
import { checkedMetadata, writtenConfig, type ImageMetadata, type WrittenConfig } from './written-config';

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

  /** Content of the label `devcontainer.metadata` of the image. @default - assumed for well-known images */
  readonly imageMetadata?: readonly ImageMetadata[];

  /** Number of GPUs, where the file requires any. @default 1 */
  readonly gpuCount?: number;
}

/** A container for a build, read from devcontainer.json. */
export interface DevContainer {
  /** Path of the file in the checkout. */
  readonly file: string;

  readonly image: ImageSource;

  /** Folder in which commands run. */
  readonly workspaceFolder: string;

  readonly settings: Settings;

  /** Containers that run beside it, in the order in which they start. */
  readonly services: readonly ComposeService[];

  /** Names of the features that its image must have. */
  readonly features: readonly string[];

  /** Number of the user that the container starts as. @default - the user of the image */
  readonly runAs?: RunAs;

  /** User of the lifecycle commands and of the build. @default - the user that the container starts as */
  readonly remoteUser?: string;

  /** Variables of the lifecycle commands and of the build. */
  readonly remoteEnv: RemoteEnv;

  /** Commands that run before the build. */
  readonly hooks: readonly HookCommand[];

  /** What is ignored, assumed, or works differently in a pod. */
  readonly notices: readonly PlacedFinding[];
}

/**
 * Reads a devcontainer.json file, and the files of the checkout that it names.
 *
 * @throws ConfigFileError with everything that is wrong, or that a pod cannot do
 */
export function readDevContainer(text: string, options: DevContainerOptions): DevContainer {
  const source = new JsonSource(text, options.file);
  const report = new Report();
  const container = new Reading(source, report, options).read();
  report.refuse();
  return container as DevContainer;
}

class Reading {
  private readonly top: Place;
  private readonly repositoryName: string;

  constructor(
    private readonly source: JsonSource,
    private readonly report: Report,
    private readonly options: DevContainerOptions,
  ) {
    this.top = { source, path: [] };
    this.repositoryName = lastPart(options.repository);
  }

  read(): DevContainer | undefined {
    const { report, top, options } = this;
    const written = writtenConfig(this.source, report);
    const variables = this.variables(written);
    const config = substituteConfig(written, variables, key => inside(top, key), report);
    const settings = new Settings();
    const reader = this.settingsReader(variables);
    const { image, services } = this.imageOf(config, settings, reader);
    const facts = image && this.factsOf(image);
    const merged = mergeLayers([...this.imageLayers(facts?.baseImage, config, variables), layerOf(config, top)]);
    this.applySettings(settings, config, merged, reader);
    const container = {
      file: options.file,
      workspaceFolder: variables.containerWorkspaceFolder,
      settings,
      features: Object.keys(config.features ?? {}),
      services,
      ...this.usersOf(settings, merged, facts?.user),
      remoteEnv: remoteEnvOf(merged, report),
      hooks: hookCommands(merged, config, top, report),
      notices: report.notices,
    };
    this.noticeIgnored(config, merged);
    return image && { ...container, image };
  }

  private variables(written: WrittenConfig): Variables {
    const { localEnv = {}, secretEnv = {}, repository, file } = this.options;
    const folder = workspaceFolderOf(written, this.repositoryName);
    const variables: Variables = {
      localEnv,
      secretEnv,
      localWorkspaceFolderBasename: this.repositoryName,
      containerWorkspaceFolder: folder,
      // The CLI takes paths of the developer's machine. These are the same for every build.
      devcontainerId: devcontainerId({ 'devcontainer.local_folder': repository, 'devcontainer.config_file': file }),
    };
    const place = inside(this.top, 'workspaceFolder');
    // Problems in the folder are reported where the whole file is substituted.
    return {
      ...variables,
      containerWorkspaceFolder: substituteText(folder, variables, place, new Report(), 'nothing'),
    };
  }

  private factsOf(image: ImageSource): DockerfileFacts {
    if (image.kind === 'image') return { baseImage: image.image };
    return dockerfileFacts(this.options.checkout.read(image.path) ?? '', image.args, image.target);
  }

  private imageLayers(baseImage: string | undefined, config: WrittenConfig, variables: Variables): Layer[] {
    const { report, top } = this;
    const key = (['image', 'build', 'dockerFile', 'service'] as const).find(name => config[name] !== undefined);
    const place = key === undefined ? top : inside(top, key);
    const { imageMetadata } = this.options;
    const assumed = imageMetadata || baseImage === undefined ? undefined : assumedMetadata(baseImage);
    if (assumed)
      report.notice(place, `${baseImage} is assumed to have the user ${assumed.remoteUser}; give its imageMetadata`);
    const entries = imageMetadata ?? (assumed ? [assumed] : []);
    return checkedMetadata(entries, place, 'imageMetadata', report).map(entry =>
      layerAt(
        substituteConfig(entry, variables, () => place, report),
        place,
      ),
    );
  }

  private settingsReader(variables: Variables): SettingsReader {
    const { options, report, repositoryName } = this;
    return {
      checkout: options.checkout,
      repositoryName,
      workspaceFolder: variables.containerWorkspaceFolder,
      localEnv: variables.localEnv,
      namedVolumes: 'cache',
      permissions: options,
      report,
    };
  }

  /** Where the image comes from. A service of Compose files says that, and more about its container. */
  private imageOf(config: WrittenConfig, settings: Settings, reader: SettingsReader): ComposeReading {
    const { options, report, top } = this;
    const { file, checkout, userIds = {} } = options;
    if (reportSeveralKinds(config, top, report)) return { services: [] };
    if (config.dockerComposeFile !== undefined)
      return readCompose(config, settings, top, folderOf(file), reader, userIds);
    mountWorkspace(settings, config, top, reader);
    return { image: imageSource(config, file, checkout, top, report), services: [] };
  }

  private applySettings(settings: Settings, config: WrittenConfig, merged: MergedConfig, reader: SettingsReader): void {
    const { options, report, top } = this;
    applyConfig(settings, config, merged, top, reader);
    checkSettings(settings, top, report);
    checkWorkspaceFolder(reader.workspaceFolder, settings, config, top, reader);
    if (settings.gpus > 0 && options.gpuCount !== undefined) settings.gpus = options.gpuCount;
  }

  /** The user that the container starts as, and that commands run as. */
  private usersOf({ user }: Settings, { remoteUser }: MergedConfig, imageUser: string | undefined) {
    const { report } = this;
    const start = user?.value ?? imageUser;
    if (remoteUser && !/^\w[-\w.]*$/.test(remoteUser.value))
      report.error(remoteUser.place, `must be the name of a user, got ${JSON.stringify(remoteUser.value)}`);
    if (remoteUser && start !== undefined && remoteUser.value !== start && !isRoot(start))
      report.error(
        remoteUser.place,
        `the container runs as ${start}, and only root can become ${remoteUser.value}; ` +
          'set containerUser to the same user',
      );
    return {
      runAs: user && runAsOf(user.value, this.options.userIds ?? {}, user.place, report),
      remoteUser: remoteUser?.value === start ? undefined : remoteUser?.value,
    };
  }

  private noticeIgnored(config: WrittenConfig, merged: MergedConfig): void {
    const { report, top } = this;
    const { overrideCommand, userEnvProbe, updateRemoteUserUID } = merged;
    if (overrideCommand?.value === false)
      report.notice(overrideCommand.place, 'is ignored: the build runs its own command, not that of the image');
    if (userEnvProbe && userEnvProbe.value !== 'none')
      report.notice(
        userEnvProbe.place,
        'is ignored: a build does not read the profile of a user; write variables in remoteEnv',
      );
    if (updateRemoteUserUID?.value === true)
      report.notice(updateRemoteUserUID.place, 'is ignored: the checkout is given to the user instead');
    const known = { ...this.options.localEnv, ...this.options.secretEnv };
    for (const name of Object.keys(config.secrets ?? {}))
      if (!Object.hasOwn(known, name))
        report.notice(inside(top, 'secrets', name), 'is not given; give it in secretEnv if the build needs it');
  }
}

/** `web` for `https://github.com/acme/web.git`. */
function lastPart(repository: string): string {
  return repository
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .at(-1) as string;
}
