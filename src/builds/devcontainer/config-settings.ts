import { addVariable } from './env';
import type { MergedConfig, Placed } from './merge';
import { dockerMount } from './mounts/mount-text';
import { addMount } from './mounts/mounts';
import { inside, type Place, type Report } from './report';
import { applyOption, applyRunArgs } from './run-args';
import type { Settings, SettingsReader } from './settings';
import { bytesOfRequirement, bytesQuantity, cpuQuantity } from './sizes';
import type { HostRequirements, WrittenConfig } from './written-config';

/** Adds what devcontainer.json says about the container to its settings, in the order of the CLI's `docker run`. */
export function applyConfig(
  settings: Settings,
  config: WrittenConfig,
  merged: MergedConfig,
  top: Place,
  reader: SettingsReader,
): void {
  const { report } = reader;
  for (const { value, place } of merged.mounts) addMount(settings, dockerMount(value), place, reader);
  for (const [name, { value, place }] of Object.entries(merged.containerEnv))
    addVariable(settings, name, typeof value === 'object' && value !== null ? value : String(value), place, reader);
  if (merged.containerUser)
    applyOption(settings, 'user', merged.containerUser.value, merged.containerUser.place, reader);
  // Beside Compose files, which have other words for them, runArgs are ignored.
  if (config.runArgs && config.dockerComposeFile === undefined)
    applyRunArgs(settings, config.runArgs, inside(top, 'runArgs'), reader);
  if (config.hostRequirements) checkRequirements(config.hostRequirements, inside(top, 'hostRequirements'), report);
  if (merged.hostRequirements) applyRequirements(settings, merged.hostRequirements, report);
  const option = (name: string, values: readonly (Placed<unknown> | undefined)[]) => {
    for (const value of values) if (value) applyOption(settings, name, String(value.value), value.place, reader);
  };
  option('init', [merged.init]);
  option('privileged', [merged.privileged]);
  option('cap-add', merged.capAdd);
  option('security-opt', merged.securityOpt);
}

function checkRequirements({ cpus, memory, storage }: HostRequirements, place: Place, report: Report): void {
  if (cpus !== undefined && cpus <= 0) report.error(inside(place, 'cpus'), `must be at least 1, got ${cpus}`);
  for (const [key, text] of Object.entries({ memory, storage })) {
    if (text === undefined) continue;
    if (bytesOfRequirement(text) === undefined)
      report.error(inside(place, key), `must be a size such as 8gb or 512mb, got ${JSON.stringify(text)}`);
    else if (text !== text.toLowerCase())
      report.notice(inside(place, key), `other tools ignore ${text}; write ${text.toLowerCase()}`);
  }
}

function applyRequirements(settings: Settings, { value, place }: Placed<HostNeeds>, report: Report): void {
  const { cpus, memory, storage, gpu } = value;
  if (cpus > 0) settings.requests.cpu = cpuQuantity(cpus);
  if (memory > 0) settings.requests.memory = bytesQuantity(memory);
  if (storage > 0) settings.requests['ephemeral-storage'] = bytesQuantity(storage);
  const at = inside(place, 'gpu');
  if (gpu === 'optional') report.notice(at, 'the pod gets no GPU: a pod either requires one or has none');
  else if (gpu !== undefined && gpu !== false) {
    settings.gpus = Math.max(1, settings.gpus);
    report.notice(
      at,
      typeof gpu === 'object'
        ? 'the pod gets 1 GPU; Kubernetes has no name for its cores and memory, so select the nodes that have them'
        : 'the pod gets 1 GPU, not all GPUs of the node; set gpuCount for another number',
    );
  }
}

type HostNeeds = NonNullable<MergedConfig['hostRequirements']>['value'];
