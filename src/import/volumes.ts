import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../kubernetes';
import type { Draft } from './draft';
import { entries } from './handwritten-pod';
import { named, type Entry, type Pod } from './mode-pod';
import { within, type Place } from './values-file';
import { importClaimSpec } from './work-claim';

/** Returns the names of all volumes of the pod. */
export function volumeNames(draft: Draft, written: unknown, base: Pod): unknown[] {
  const { runnerMountPath } = (draft.config.githubServerTls ?? {}) as { readonly runnerMountPath?: unknown };
  return [
    ...[...base.volumes, ...entries(written)].map(({ name }) => name),
    ...(runnerMountPath === undefined ? [] : ['github-server-tls-cert']),
  ];
}

/** Imports the volumes that the mode does not create, or creates differently. */
export function importVolumes(draft: Draft, written: unknown, place: Place, base: Pod): void {
  if (written === undefined) return;
  if (!Array.isArray(written)) {
    draft.omit(place, 'must be a list of volumes');
    return;
  }
  written.forEach((volume: unknown, index) => {
    const from = within(place, index);
    const known = isPlainObject(volume) ? named(base.volumes, volume.name) : undefined;
    if (known !== undefined && isDeepStrictEqual(known, volume)) return;
    if (!known?.ephemeral) draft.add(['template', 'spec', 'volumes'], volume, from);
    else importWorkVolume(draft, volume as Entry, from);
  });
}

function importWorkVolume(draft: Draft, volume: Entry, place: Place): void {
  const { name, ephemeral, ...others } = volume;
  if (ephemeral === undefined) {
    draft.omit(
      place,
      'must be ephemeral in mode kubernetes: job pods mount the PersistentVolumeClaim of the ephemeral volume; ' +
        'without it every job fails',
      'use workVolumeClaim',
    );
    return;
  }
  const template = isPlainObject(ephemeral) ? ephemeral.volumeClaimTemplate : undefined;
  const hasOnlySpec =
    Object.keys(others).length === 0 && hasOnly(ephemeral, 'volumeClaimTemplate') && hasOnly(template, 'spec');
  const specAt = within(place, 'ephemeral', 'volumeClaimTemplate', 'spec');
  if (hasOnlySpec && isPlainObject(template) && importClaimSpec(draft, template.spec, specAt)) return;
  draft.add(['template', 'spec', 'volumes'], volume, place);
}

function hasOnly(value: unknown, key: string): boolean {
  return isPlainObject(value) && Object.keys(value).join() === key;
}
