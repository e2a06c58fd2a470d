import { nearest } from '../../../schema/nearest';
import type { Checkout } from '../checkout';
import type { ImageSource } from '../image/image-source';
import { LOCAL_HOME, LOCAL_WORKSPACE } from '../mounts/mounts';
import { inside, type Place, type Report } from '../report';
import { applyOption } from '../run-args';
import type { Settings, SettingsReader } from '../settings';
import type { UserId } from '../users';
import type { WrittenConfig } from '../written-config';
import { readComposeFiles, type ComposeFiles } from './read-files';
import { sideServices } from './select';
import { serviceImage } from './service-build';
import { applyService } from './service-settings';
import { hostNames, sideService, type ComposeService } from './services';
import type { Tree } from './tree';

const LOOPBACK = '127.0.0.1';

/** Keys that mean nothing beside Compose files. */
const IGNORED_KEYS = ['runArgs', 'workspaceMount', 'build', 'context'] as const;

/** What Compose files say about a build. */
export interface ComposeReading {
  /** Where the image of the build container comes from. */
  readonly image?: ImageSource;

  /** The containers that run beside it, in the order in which they start. */
  readonly services: readonly ComposeService[];
}

/**
 * Reads the Compose files that devcontainer.json names. The chosen service becomes the build container: what its
 * container has goes into the settings. The others run beside it.
 */
export function readCompose(
  config: WrittenConfig,
  settings: Settings,
  top: Place,
  folder: string,
  base: SettingsReader,
  userIds: Readonly<Record<string, UserId>>,
): ComposeReading {
  const { report, checkout } = base;
  for (const key of IGNORED_KEYS)
    if (config[key] !== undefined) report.notice(inside(top, key), 'is ignored: dockerComposeFile is set');
  // The home directory of a developer is recognized in mounts.
  const localEnv = { ...base.localEnv, HOME: LOCAL_HOME };
  const files = readComposeFiles(fileNames(config, top, checkout), { checkout, folder, localEnv, report });
  const chosen = files && chosenService(config, files, top, report);
  if (!chosen) return { services: [] };
  const reader: SettingsReader = { ...base, folder: files.folder, localEnv: files.env, namedVolumes: 'scratch' };
  const { services } = files;
  applyService(settings, chosen.service, reader);
  noticeCommand(chosen.service, config, report);
  const runServices = (config.runServices ?? []).map((value, index) => ({
    value,
    place: inside(top, 'runServices', index),
  }));
  const beside = sideServices(services, chosen.name, runServices, report);
  for (const name of [...beside, chosen.name])
    applyNetwork(settings, name, services.get(name) as Tree, chosen.name, reader);
  return {
    image: serviceImage(chosen.service, reader),
    services: beside.flatMap(name => sideService(name, services.get(name) as Tree, reader, userIds) ?? []),
  };
}

function fileNames({ dockerComposeFile = [] }: WrittenConfig, top: Place, checkout: Checkout) {
  const place = inside(top, 'dockerComposeFile');
  if (typeof dockerComposeFile === 'string') return [{ value: dockerComposeFile, place }];
  if (dockerComposeFile.length > 0)
    return dockerComposeFile.map((value, index) => ({ value, place: inside(place, index) }));
  const usual = ['docker-compose.yml', 'docker-compose.override.yml'];
  return usual
    .filter((name, index) => index === 0 || checkout.read(name) !== undefined)
    .map(name => ({ value: `${LOCAL_WORKSPACE}/${name}`, place }));
}

function chosenService({ service: name }: WrittenConfig, { services }: ComposeFiles, top: Place, report: Report) {
  if (name === undefined) {
    report.error(top, `service is required with dockerComposeFile; the files have ${[...services.keys()].join(', ')}`);
    return undefined;
  }
  const service = services.get(name);
  if (service) return { name, service };
  const similar = nearest(name, [...services.keys()]);
  const remedy =
    similar === undefined ? `; they have ${[...services.keys()].join(', ')}` : `; did you mean ${similar}?`;
  report.error(inside(top, 'service'), `the Compose files have no service ${JSON.stringify(name)}${remedy}`);
  return undefined;
}

/** Containers of one pod share its network: each name of a service stands for the loopback address. */
function applyNetwork(settings: Settings, name: string, service: Tree, chosen: string, reader: SettingsReader): void {
  const links = (service.get('links')?.items ?? []).flatMap(({ text }) => text.split(':').slice(1));
  for (const host of [...hostNames(name, service, reader.report), ...links])
    settings.pod.hostAliases.set(host, LOOPBACK);
  const mode = service.get('network_mode');
  if (!mode || mode.text.startsWith('service:')) return;
  if (name === chosen || !['host', 'none'].includes(mode.text))
    applyOption(settings, 'network', mode.text, mode.place, reader);
}

/** The command of the chosen service is not run, which matters where it does more than keep the container alive. */
function noticeCommand(service: Tree, { overrideCommand }: WrittenConfig, report: Report): void {
  const command = service.get('command') ?? service.get('entrypoint');
  const text = command?.items.map(item => item.text).join(' ') ?? '';
  if (
    !command ||
    overrideCommand ||
    text === '' ||
    /sleep infinity|tail -f|while sleep|^(\/bin\/)?(ba)?sh$/i.test(text)
  )
    return;
  report.notice(command.place, 'is not run: the build runs its own command in this container');
}
