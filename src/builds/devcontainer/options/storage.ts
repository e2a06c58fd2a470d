import { addMount } from '../mounts/mounts';
import { dockerMount } from '../mounts/mount-text';
import { shortVolume } from '../mounts/short-volume';
import { dropped, refused, type DockerOptions } from './option';

/** Mounts. */
export const STORAGE_OPTIONS: DockerOptions = {
  mount: {
    apply: (settings, value, place, reader) => addMount(settings, dockerMount(value), place, reader),
  },
  volume: {
    short: 'v',
    apply: (settings, value, place, reader) => addMount(settings, shortVolume(value), place, reader),
  },
  tmpfs: {
    apply(settings, value, place, reader) {
      const [target, options = ''] = value.split(':');
      const size = /(?:^|,)size=([^,]+)/.exec(options)?.[1];
      const readOnly = options.split(',').includes('ro');
      addMount(settings, { type: 'tmpfs', target, size, readOnly, others: [] }, place, reader);
    },
  },
  'volume-driver': dropped('named volumes are directories of the cache'),
  'volumes-from': refused('a pod has no volumes of other containers; mount them by name'),
};
