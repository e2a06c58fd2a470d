import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../kubernetes';
import type { Draft } from './draft';
import { entries } from './hand-written';
import { named, type Entry, type Pod } from './mode-pod';
import { within, type Place } from './values-file';
import { carryClaimSpec } from './work-claim';

/** The names of all volumes that the pod will have. */
export function volumeNames(draft: Draft, written: unknown, base: Pod): unknown[] {
  const { runnerMountPath } = (draft.config.githubServerTls ?? {}) as { readonly runnerMountPath?: unknown };
  return [
    ...[...base.volumes, ...entries(written)].map(({ name }) => name),
    ...(runnerMountPath === undefined ? [] : ['github-server-tls-cert']),
  ];
}

/** Volumes that are not the mode's, or other than there. */
export function carryVolumes(draft: Draft, written: unknown, place: Place, base: Pod): void {
  if (written === undefined) return;
  if (!Array.isArray(written)) {
    draft.leave(place, 'must be a list of volumes');
    return;
  }
  written.forEach((volume: unknown, index) => {
    const from = within(place, index);
    const known = isPlainObject(volume) ? named(base.volumes, volume.name) : undefined;
    if (known !== undefined && isDeepStrictEqual(known, volume)) return;
    if (!known?.ephemeral) draft.add(['template', 'spec', 'volumes'], volume, from);
    else carryWorkVolume(draft, volume as Entry, from);
  });
}

function carryWorkVolume(draft: Draft, volume: Entry, place: Place): void {
  const { name, ephemeral, ...others } = volume;
  if (ephemeral === undefined) {
    draft.leave(
      place,
      'must be ephemeral in the mode kubernetes: job pods look for the claim that such a volume makes for each runner, and every job fails',
      'say it under workVolumeClaim',
    );
    return;
  }
  const template = isPlainObject(ephemeral) ? ephemeral.volumeClaimTemplate : undefined;
  const isSpecAlone =
    Object.keys(others).length === 0 && hasOnly(ephemeral, 'volumeClaimTemplate') && hasOnly(template, 'spec');
  const specAt = within(place, 'ephemeral', 'volumeClaimTemplate', 'spec');
  if (isSpecAlone && isPlainObject(template) && carryClaimSpec(draft, template.spec, specAt)) return;
  draft.add(['template', 'spec', 'volumes'], volume, place);
}

function hasOnly(value: unknown, key: string): boolean {
  return isPlainObject(value) && Object.keys(value).join() === key;
}
