import { nearest } from '../../schema/nearest';
import { NETWORK_OPTIONS } from './options/network';
import type { DockerOption, DockerOptions } from './options/option';
import { PROCESS_OPTIONS } from './options/process';
import { RESOURCE_OPTIONS } from './options/resources';
import { SECURITY_OPTIONS } from './options/security';
import { STORAGE_OPTIONS } from './options/storage';
import { inside, type Place } from './report';
import type { Settings, SettingsReader } from './settings';

/** The options of `docker run`, by name. */
export const DOCKER_OPTIONS: DockerOptions = {
  ...PROCESS_OPTIONS,
  ...STORAGE_OPTIONS,
  ...SECURITY_OPTIONS,
  ...RESOURCE_OPTIONS,
  ...NETWORK_OPTIONS,
};

const BY_LETTER = new Map(
  Object.entries(DOCKER_OPTIONS).flatMap(([name, { short }]) => (short === undefined ? [] : [[short, name]])),
);

/** Applies one option of Docker to the settings of a container. */
export function applyOption(
  settings: Settings,
  name: string,
  value: string,
  place: Place,
  reader: SettingsReader,
): void {
  (DOCKER_OPTIONS[name] as DockerOption).apply(settings, value, place, reader);
}

/** Applies `runArgs` to the settings of a container. */
export function applyRunArgs(settings: Settings, args: readonly string[], place: Place, reader: SettingsReader): void {
  for (let index = 0; index < args.length; index++) {
    const at = inside(place, index);
    const next = () => (index + 1 < args.length ? args[++index] : undefined);
    const arg = args[index] as string;
    if (arg.startsWith('--')) longOption(settings, arg.slice(2), next, at, reader);
    else if (arg.startsWith('-') && arg !== '-') shortOptions(settings, arg.slice(1), next, at, reader);
    else reader.report.error(at, `${JSON.stringify(arg)} is no option: Docker would take it for the image; remove it`);
  }
}

type Next = () => string | undefined;

function longOption(settings: Settings, arg: string, next: Next, place: Place, reader: SettingsReader): void {
  const equals = arg.indexOf('=');
  const name = equals < 0 ? arg : arg.slice(0, equals);
  const option = Object.hasOwn(DOCKER_OPTIONS, name) ? DOCKER_OPTIONS[name] : undefined;
  if (!option) return unknownOption(reader, `--${name}`, place);
  const written = equals < 0 ? undefined : arg.slice(equals + 1);
  if (!option.flag) return withValue(settings, `--${name}`, option, written ?? next(), place, reader);
  if (written === undefined || ['true', '1', 't', 'T', 'TRUE', 'True'].includes(written))
    option.apply(settings, '', place, reader);
}

/** Several flags may share a dash, and the value of the last option may follow without a space. */
function shortOptions(settings: Settings, arg: string, next: Next, place: Place, reader: SettingsReader): void {
  for (let index = 0; index < arg.length; index++) {
    const letter = arg.charAt(index);
    const option = DOCKER_OPTIONS[BY_LETTER.get(letter) ?? ''];
    if (!option) return unknownOption(reader, `-${letter}`, place);
    const rest = arg.slice(index + 1).replace(/^=/, '');
    if (!option.flag) return withValue(settings, `-${letter}`, option, rest === '' ? next() : rest, place, reader);
    option.apply(settings, '', place, reader);
  }
}

function withValue(
  settings: Settings,
  name: string,
  option: DockerOption,
  value: string | undefined,
  place: Place,
  reader: SettingsReader,
): void {
  if (value === undefined) reader.report.error(place, `${name} needs a value; add it as the next entry`);
  else option.apply(settings, value, place, reader);
}

function unknownOption({ report }: SettingsReader, name: string, place: Place): void {
  const [, first, rest] = /^(\S+)\s+(.+)$/s.exec(name) ?? [];
  if (first !== undefined)
    return report.error(place, `an option and its value are two entries; write "${first}", ${JSON.stringify(rest)}`);
  const meant = nearest(name.slice(2), Object.keys(DOCKER_OPTIONS));
  report.error(
    place,
    `a pod has nothing for the option ${name}${meant === undefined ? '; remove it' : `; did you mean --${meant}?`}`,
  );
}
