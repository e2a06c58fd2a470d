import { LABEL, SUBDOMAIN } from '../../../pod/rules/syntax';
import { serviceContainer } from '../../services-step';
import type { ImageSource } from '../image/image-source';
import type { Report } from '../report';
import { Settings, type SettingsReader } from '../settings';
import { runAsOf, type RunAs, type UserId } from '../users';
import { serviceCheck, type ServiceCheck } from './healthcheck';
import { servicePorts } from './ports';
import { serviceImage } from './service-build';
import { applyService } from './service-settings';
import type { Tree } from './tree';
import { splitWords } from './words';

/** A container that runs beside the build, from a Compose file. */
export interface ComposeService {
  readonly name: string;

  /** Names by which other containers reach it. In a pod they all stand for the loopback address. */
  readonly hostNames: readonly string[];

  readonly image: ImageSource;
  readonly settings: Settings;

  /** @default - the user of the image */
  readonly runAs?: RunAs;

  /** The program that runs, with its first arguments. @default - the entrypoint of the image */
  readonly entrypoint?: readonly string[];

  /** Further arguments. @default - the command of the image, unless there is an entrypoint */
  readonly command?: readonly string[];

  /** @default - the service is ready as soon as it has started */
  readonly check?: ServiceCheck;

  /** Ports that it listens on, as far as they are written. */
  readonly ports: readonly number[];
}

/** Reads a service that runs beside the build. Returns undefined if it has no image. */
export function sideService(
  name: string,
  service: Tree,
  reader: SettingsReader,
  userIds: Readonly<Record<string, UserId>>,
): ComposeService | undefined {
  const { report } = reader;
  const settings = new Settings();
  applyService(settings, service, reader);
  reportPodSettings(name, service, settings, report);
  const image = serviceImage(service, reader);
  const { user } = settings;
  const container = {
    name,
    hostNames: hostNames(name, service, report),
    settings,
    runAs: user && runAsOf(user.value, userIds, user.place, report),
    entrypoint: wordsOf(service.get('entrypoint'), report),
    command: wordsOf(service.get('command'), report),
    check: serviceCheck(service, report),
    ports: servicePorts(service),
  };
  return image && { ...container, image };
}

/** The names of a service in the networks of Compose. */
export function hostNames(name: string, service: Tree, report: Report): string[] {
  const aliases = [...(service.get('networks')?.entries.values() ?? [])].flatMap(
    network => network.get('aliases')?.items ?? [],
  );
  const others = [service.get('container_name'), service.get('hostname'), ...aliases].flatMap(tree => tree?.text ?? []);
  if (!LABEL.fits(serviceContainer(name)))
    report.error(
      service.place,
      `${JSON.stringify(name)} is no host name, so that no container of a pod finds it; rename it`,
      'key',
    );
  return [...new Set([name, ...others])].filter(SUBDOMAIN.fits);
}

/** Fields that all containers of a pod share cannot be those of one service. */
function reportPodSettings(name: string, service: Tree, { pod }: Settings, report: Report): void {
  const { hostIpc, hostPid, hostUsers, runtimeClassName, supplementalGroups, nodeSelector, dns } = pod;
  const mode = service.get('network_mode');
  const shared: readonly (readonly [string, boolean])[] = [
    ['network_mode', mode !== undefined && ['host', 'none'].includes(mode.text)],
    ['ipc', hostIpc === true],
    ['pid', hostPid === true],
    ['security_opt', hostUsers === false],
    ['runtime', runtimeClassName !== undefined],
    ['group_add', supplementalGroups.length > 0],
    ['platform', Object.keys(nodeSelector).length > 0],
    ['dns', dns.nameservers.length + dns.searches.length + dns.options.length > 0],
  ];
  for (const [key, isSet] of shared)
    if (isSet)
      report.error(
        (service.get(key) ?? service).place,
        `all containers of a pod have the same ${key}, which ${name} cannot set alone; remove it`,
      );
}

function wordsOf(tree: Tree | undefined, report: Report): readonly string[] | undefined {
  if (!tree || tree.items.length === 0) return undefined;
  if (!tree.isScalar) return tree.items.map(({ text }) => text);
  const words = splitWords(tree.text);
  if (!words) report.error(tree.place, 'a quote is not closed');
  return words;
}
