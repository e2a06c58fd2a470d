import { imageFacts, imageLayers } from './image/base-image';
import { checkSettings } from './check-settings';
import { folderOf } from './checkout';
import { readCompose, type ComposeReading } from './compose/read-compose';
import { applyConfig } from './config-settings';
import type { DevContainer, DevContainerOptions } from './dev-container';
import type { DockerfileFacts } from './image/dockerfile';
import { imageWithFeatures } from './features/install';
import { installOrder } from './features/order';
import { resolveFeatures, type Feature } from './features/resolve';
import { imageSource, reportSeveralKinds, type ImageSource } from './image/image-source';
import { noticeIgnoredKeys } from './ignored-keys';
import { JsonSource } from './json-source';
import { hookCommands } from './lifecycle';
import { layerAt, layerOf, mergeLayers, type Layer, type MergedConfig } from './merge';
import { remoteEnvOf } from './remote-env';
import { inside, Report, type Place } from './report';
import { Settings, type SettingsReader } from './settings';
import { devcontainerId, substituteText, type Variables } from './substitute';
import { substituteConfig } from './substitute-config';
import { usersOf } from './users';
import { checkWorkspaceFolder, mountWorkspace, workspaceFolderOf } from './workspace';
import { writtenConfig, type WrittenConfig } from './written-config';

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
  private readonly settings = new Settings();

  constructor(
    private readonly source: JsonSource,
    private readonly report: Report,
    private readonly options: DevContainerOptions,
  ) {
    this.top = { source, path: [] };
    this.repositoryName = lastPart(options.repository);
  }

  /** Returns the container, or undefined if it has no image. */
  read(): DevContainer | undefined {
    const { report, top, options, settings } = this;
    const written = writtenConfig(this.source, report);
    const variables = this.variables(written);
    const config = substituteConfig(written, variables, key => inside(top, key), report);
    const reader = this.settingsReader(variables);
    const { image, services } = this.imageOf(config, reader);
    const facts = image ? imageFacts(image, options) : {};
    const features = this.featuresOf(config);
    const merged = mergeLayers([
      ...imageLayers(facts, config, options, variables, top, report),
      ...this.featureLayers(features, variables),
      layerOf(config, top),
    ]);
    applyConfig(settings, config, merged, top, reader);
    checkSettings(settings, top, report);
    checkWorkspaceFolder(reader.workspaceFolder, settings, config, top, reader);
    if (settings.gpus > 0 && options.gpuCount !== undefined) settings.gpus = options.gpuCount;
    noticeIgnoredKeys(config, merged, options, top, report);
    const container = {
      file: options.file,
      workspaceFolder: variables.containerWorkspaceFolder,
      settings,
      features: Object.keys(config.features ?? {}),
      services,
      ...usersOf(settings, merged, facts.user, options.userIds ?? {}, report),
      remoteEnv: remoteEnvOf(merged, report),
      entrypoints: merged.entrypoints.map(({ value }) => value),
      hooks: hookCommands(merged, config, top, report),
      needsDocker: settings.needsDocker,
      notices: report.notices,
    };
    return image && { ...container, image: this.withFeatures(image, features, merged, facts) };
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

  private settingsReader(variables: Variables): SettingsReader {
    const { options, report, repositoryName } = this;
    return {
      checkout: options.checkout,
      repositoryName,
      workspaceFolder: variables.containerWorkspaceFolder,
      localEnv: variables.localEnv,
      namedVolumes: 'cache',
      providesDocker: options.providesDocker ?? false,
      permissions: options,
      report,
    };
  }

  /** Where the image comes from. A service of Compose files says that, and more about its container. */
  private imageOf(config: WrittenConfig, reader: SettingsReader): ComposeReading {
    const { options, report, top, settings } = this;
    const { file, checkout, userIds = {} } = options;
    if (reportSeveralKinds(config, top, report)) return { services: [] };
    if (config.dockerComposeFile !== undefined)
      return readCompose(config, settings, top, folderOf(file), reader, userIds);
    mountWorkspace(settings, config, top, reader);
    return { image: imageSource(config, file, checkout, top, report), services: [] };
  }

  /** The features in the order in which they are installed. */
  private featuresOf({ features = {}, overrideFeatureInstallOrder = [] }: WrittenConfig): Feature[] {
    const { report, top, options, settings } = this;
    const { file, checkout, featureMetadata = {}, providesDocker = false, prebuilt = false } = options;
    const reader = { file, checkout, report, featureMetadata, providesDocker, prebuilt };
    const resolved = resolveFeatures(features, top, reader);
    settings.needsDocker ||= resolved.needsDocker;
    const ordered = installOrder(resolved.features, overrideFeatureInstallOrder, file);
    if (!ordered)
      report.error(inside(top, 'features'), 'some features must each be installed after the other; remove one');
    return ordered ?? [];
  }

  /** What features add to the merged configuration. Their variables are part of the image. */
  private featureLayers(features: readonly Feature[], variables: Variables): Layer[] {
    return features.map(({ metadata: { containerEnv: _, ...metadata }, place }) =>
      layerAt(
        substituteConfig(metadata, variables, () => place, this.report),
        place,
      ),
    );
  }

  private withFeatures(
    image: ImageSource,
    features: readonly Feature[],
    { containerUser, remoteUser }: MergedConfig,
    facts: DockerfileFacts,
  ): ImageSource {
    if (features.length === 0) return image;
    const { file, checkout } = this.options;
    const container = containerUser?.value ?? this.settings.user?.value ?? facts.user ?? 'root';
    const users = { container, remote: remoteUser?.value ?? container };
    return imageWithFeatures(image, features, users, facts, file, checkout);
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
